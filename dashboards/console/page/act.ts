import { signal } from '@preact/signals';
import { post } from './ask-server';

export type Action = 'acknowledge' | 'snooze' | 'resolve' | 'reopen' | 'comment' | 'rate';
type Body = Readonly<Record<string, string | number | boolean>>;

const WHO_KEY = 'vigie.who';
const UNCONFIRMED_AFTER_MS = 15_000;

function readWho(): string | undefined {
  try {
    return localStorage.getItem(WHO_KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Who acts in this browser; undefined until asked. */
export const who = signal(readWho());
/** What is to be done once the person has said who they are. */
export const asking = signal<(() => void) | undefined>(undefined);
/** What was asked of an incident and has not been seen done yet, or why not. */
export const pending = signal<Readonly<Record<string, string>>>({});

/** The incident that was acted upon last: the focus stays with it when its buttons change. */
export const lastActedOn = signal<string | undefined>(undefined);

export function setWho(name: string): void {
  who.value = name.trim() || 'console';
  try {
    localStorage.setItem(WHO_KEY, who.value);
  } catch {
    // A browser that stores nothing asks again next time.
  }
}

function say(incident: string, text: string | undefined): void {
  const { [incident]: _, ...others } = pending.value;
  pending.value = text === undefined ? others : { ...others, [incident]: text };
}

/** The incident has changed: whatever was asked of it has been answered. */
export const settle = (incident: string) => say(incident, undefined);

function commandId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

async function send(incident: string, action: Action, body: Body): Promise<void> {
  const sent = 'Sent …';
  lastActedOn.value = incident;
  say(incident, sent);
  try {
    await post(`incidents/${encodeURIComponent(incident)}/${action}`, {
      id: commandId(),
      by: who.value,
      ...body,
    });
    setTimeout(() => {
      if (pending.value[incident] === sent) say(incident, 'Sent, not confirmed yet');
    }, UNCONFIRMED_AFTER_MS);
  } catch (error) {
    say(incident, `Not done: ${(error as Error).message}`);
  }
}

/** Asks it of the incident's owner, in the person's name; asks for the name the first time. */
export function act(incident: string, action: Action, body: Body = {}): void {
  const go = () => void send(incident, action, body);
  if (who.value === undefined) asking.value = go;
  else go();
}
