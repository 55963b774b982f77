import { isRetriable, type Message } from './bus';

export type DeliverOptions = {
  readonly handle: (messages: readonly Message[]) => Promise<void>;
  readonly deadLetter: (message: Message, error: unknown) => Promise<void>;
  /** Moves the group's offset past this message. */
  readonly moveOn: (message: Message) => Promise<void>;
  readonly maxAttempts: number;
  /** Waits before the next try; `tries` counts from 0. Ends early when `signal` aborts. */
  readonly pause: (tries: number) => Promise<void>;
  readonly failed: (error: unknown, messages: readonly Message[]) => void;
  readonly signal: AbortSignal;
};

type Outcome = { kind: 'handled' } | { kind: 'stopped' } | { kind: 'poison'; error: unknown };

/**
 * Delivers messages of one partition until each is handled or a dead letter, and moves the offset with them.
 * An abort ends the pauses between tries; what was not handled by then keeps its offset.
 */
export async function deliver(messages: readonly Message[], options: DeliverOptions): Promise<void> {
  const last = messages.at(-1);
  if (!last) return;
  const outcome = await attempt(messages, options.maxAttempts, options);
  if (outcome.kind === 'handled') await persist(() => options.moveOn(last), messages, options);
  if (outcome.kind !== 'poison') return;
  if (messages.length === 1) return setAside(last, outcome.error, options);
  for (const message of messages) {
    const alone = await attempt([message], 1, options);
    if (alone.kind === 'stopped') return;
    if (alone.kind === 'poison') await setAside(message, alone.error, options);
    else await persist(() => options.moveOn(message), [message], options);
    if (options.signal.aborted) return;
  }
}

async function attempt(
  messages: readonly Message[],
  maxAttempts: number,
  { handle, failed, pause, signal }: DeliverOptions,
): Promise<Outcome> {
  let refusals = 0;
  for (let tries = 0; ; tries++) {
    try {
      await handle(messages);
      return { kind: 'handled' };
    } catch (error) {
      failed(error, messages);
      if (!isRetriable(error)) refusals++;
      if (refusals >= maxAttempts) return { kind: 'poison', error };
      await pause(tries);
      if (signal.aborted) return { kind: 'stopped' };
    }
  }
}

async function setAside(message: Message, error: unknown, options: DeliverOptions): Promise<void> {
  const write = async () => {
    await options.deadLetter(message, error);
    await options.moveOn(message);
  };
  await persist(write, [message], options);
}

/** Tries until it is written: giving up would handle the messages again although they were. */
async function persist(
  write: () => Promise<void>,
  messages: readonly Message[],
  { failed, pause, signal }: DeliverOptions,
): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await write();
    } catch (error) {
      failed(error, messages);
      await pause(tries);
      if (signal.aborted) return;
    }
  }
}
