import type { PastLine } from '../api';
import { refusalOf } from './ask-server';

/** Tries a rule on the past; `take` gets each line of the answer. Rejects when the server refuses, or the signal ends it. */
export async function askPast(
  rule: string,
  days: number,
  take: (line: PastLine) => void,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetch(`/api/rules/${encodeURIComponent(rule)}/past?days=${days}`, { signal });
  if (!response.ok || !response.body) throw await refusalOf(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(JSON.parse(line) as PastLine);
  }
}
