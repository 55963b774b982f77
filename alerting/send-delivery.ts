import type { Logger } from 'pino';
import type { Clock } from '#ingest/clock';
import type { Attempt, Delivery, Notifier } from './notifier';

const ATTEMPT_TIMEOUT_MS = 10_000;

/** One attempt, given up after 10 s. A notifier that throws has a bug: the log tells, and it is not tried again. */
export async function sendDelivery(
  notifier: Notifier,
  delivery: Delivery,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): Promise<Attempt> {
  const settled = new AbortController();
  const timeout = clock.sleep(ATTEMPT_TIMEOUT_MS, settled.signal).then(
    (): Attempt => ({
      ok: false,
      retriable: true,
      reason: 'timeout',
      message: 'no answer within 10 seconds',
    }),
  );
  const send = async () => notifier.send(delivery);
  const sent = send().catch((error: unknown): Attempt => {
    log.error({ err: error, delivery: delivery.id, notifier: delivery.notifier }, 'notifier threw');
    return { ok: false, retriable: false, reason: 'bug', message: 'the notifier failed; see the log' };
  });
  return Promise.race([sent, timeout]).finally(() => settled.abort());
}
