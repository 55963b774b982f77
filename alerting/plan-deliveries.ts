import { createHash } from 'node:crypto';
import type { Delivery, Notifier } from './notifier';
import type { Page } from './page';
import type { Receiver } from './policy';

/** Made from what is sent where, so that planning the same page again gives the same delivery. Safe in a header. */
export function deliveryId(
  page: Pick<Page, 'incident' | 'number'>,
  notifier: string,
  destination: string,
): string {
  const digest = createHash('sha256')
    .update([page.incident, page.number, notifier, destination].join('\u0000'))
    .digest('hex');
  return `dlv-${digest.slice(0, 32)}`;
}

/**
 * One delivery for each notifier of the receiver and each of its destinations. Throws for a receiver or notifier
 * that the configuration does not have; `vigie check` finds that before.
 */
export function planDeliveries(plan: {
  readonly page: Page;
  readonly receiver: string;
  readonly receivers: readonly Receiver[];
  readonly notifiers: ReadonlyMap<string, Notifier>;
  readonly now: number;
}): Delivery[] {
  const receiver = plan.receivers.find(({ name }) => name === plan.receiver);
  if (!receiver)
    throw new Error(`receiver "${plan.receiver}" is not in the configuration: add it under receivers`);
  const at = new Date(plan.now).toISOString();
  return [...new Set(receiver.notifiers)].flatMap((name) => {
    const notifier = plan.notifiers.get(name);
    if (!notifier)
      throw new Error(
        `receiver "${receiver.name}" names the notifier "${name}", which is not in the configuration: add it under notifiers`,
      );
    return [...new Set(notifier.destinations)].map((destination) => ({
      id: deliveryId(plan.page, name, destination),
      incident: plan.page.incident,
      brand: plan.page.brand.id,
      notifier: name,
      destination,
      page: plan.page,
      state: 'queued' as const,
      attempts: 0,
      notBefore: at,
      createdAt: at,
    }));
  });
}
