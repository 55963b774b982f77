import type { Notifier } from '../notifier';
import type { Receiver } from '../policy';

/** A channel for each that receivers name; what they are given arrives and goes nowhere. */
export function stubNotifiers(receivers: readonly Receiver[]): ReadonlyMap<string, Notifier> {
  return new Map(
    receivers.flatMap(({ notifiers }) => notifiers.map((name) => [name, stubNotifier(name)] as const)),
  );
}

function stubNotifier(name: string): Notifier {
  return { destinations: [name], paceMs: 0, send: async () => ({ ok: true }), check: async () => {} };
}
