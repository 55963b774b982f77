import { useEffect, useState } from 'preact/hooks';
import { ask } from './ask-server';
import { incidentsVersion } from './live';
import { now } from './model';

const TEN_SECONDS_MS = 10_000;

/** What the API answers at this path: asked again when an incident changes, and every ten seconds. */
export function useAsked<Answer>(path: string): { answer?: Answer; error?: string } {
  const [asked, setAsked] = useState<{ path: string; answer?: Answer; error?: string }>({ path });
  const version = incidentsVersion.value;
  const turn = Math.floor(now.value / TEN_SECONDS_MS);
  useEffect(() => {
    let isOpen = true;
    const take = (given: { answer?: Answer; error?: string }) => {
      if (isOpen) setAsked((before) => ({ ...(before.path === path && before), ...given, path }));
    };
    ask<Answer>(path).then(
      (answer) => take({ answer }),
      (failure: Error) => take({ error: failure.message }),
    );
    return () => {
      isOpen = false;
    };
  }, [path, version, turn]);
  return asked.path === path ? asked : {};
}
