import { pino } from 'pino';
import { createDeliverer, type DelivererContext } from '#alerting/deliver';
import type { DeliveryObservation } from '#alerting/delivery-outcomes';
import type { IncidentEvent } from '#alerting/incident';
import type { Attempt, Delivery, Notifier } from '#alerting/notifier';
import { createFakeClock } from './fake-clock';
import { deliveryOf, vinciPage } from './pages';

const START = Date.parse('2026-01-01T00:00:00.000Z');
const OK: Attempt = { ok: true, reference: 'ref' };
const busy = (retryAfterMs?: number): Attempt => ({
  ok: false,
  retriable: true,
  reason: 'server-error',
  message: 'answered 500',
  ...(retryAfterMs && { retryAfterMs }),
});
const REFUSED: Attempt = { ok: false, retriable: false, reason: 'refused', message: 'no such channel' };

/** A channel that answers from a list, the last answer for ever, and notes when it was asked. */
function setUp(answers: Record<string, Attempt[]>, more: { paceMs?: number; recordFails?: number } = {}) {
  const clock = createFakeClock(START);
  const attempts: string[] = [];
  const records: [Delivery, IncidentEvent | undefined][] = [];
  const observations: DeliveryObservation[] = [];
  const errors: string[] = [];
  let recordFails = more.recordFails ?? 0;
  const send = async ({ id, destination }: Delivery): Promise<Attempt> => {
    attempts.push(`${(clock.now() - START) / 1000}s ${id}`);
    const list = answers[destination] ?? [OK];
    return (list.length > 1 ? list.shift() : list[0]) as Attempt;
  };
  const notifier: Notifier = { destinations: [], paceMs: more.paceMs ?? 0, send, check: async () => {} };
  const context: DelivererContext = {
    notifiers: new Map([['channel', notifier]]),
    clock,
    random: () => 0,
    log: pino({ level: 'error' }, { write: (line: string) => errors.push(JSON.parse(line).msg) }),
    record: async (delivery, event) => {
      if (recordFails-- > 0) throw new Error('disk full');
      records.push([delivery, event]);
    },
    observe: (observation) => observations.push(observation),
  };
  return { clock, attempts, records, observations, errors, context, deliverer: createDeliverer(context) };
}

const critical = vinciPage;
const warning = { ...vinciPage, severity: 'warning' as const };

describe('createDeliverer', () => {
  it('delivers and records the outcome with its event', async () => {
    const { deliverer, records, observations } = setUp({});
    deliverer.enqueue([deliveryOf({ id: 'd1' })]);
    await deliverer.idle();
    expect(records).toEqual([
      [
        { ...deliveryOf({ id: 'd1' }), state: 'delivered', attempts: 1, reference: 'ref' },
        {
          id: 'd1/delivered',
          kind: 'delivered',
          at: '2026-01-01T00:00:00.000Z',
          delivery: 'd1',
          notifier: 'channel',
          destination: 'desk',
        },
      ],
    ]);
    expect(observations).toEqual([
      { notifier: 'channel', outcome: 'delivered', reason: 'delivered', elapsedMs: 0 },
    ]);
  });

  it('doubles the wait from 1 s to 5 min', async () => {
    const { deliverer, clock, attempts } = setUp({ desk: [...Array(11).fill(busy()), OK] });
    deliverer.enqueue([deliveryOf({ id: 'd' })]);
    await clock.advance(7_200_000);
    expect(attempts.map((line) => Number.parseInt(line, 10))).toEqual([
      0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811, 1111,
    ]);
  });

  it('never tries again before Retry-After, and holds back the whole destination', async () => {
    const { deliverer, clock, attempts } = setUp({ desk: [busy(42_000), OK] });
    deliverer.enqueue([deliveryOf({ id: 'a' }), deliveryOf({ id: 'b' })]);
    await clock.advance(60_000);
    expect(attempts).toEqual(['0s a', '42s a', '42s b']);
  });

  it('lets no destination wait for another', async () => {
    const { deliverer, clock, attempts } = setUp({ slow: [busy()], desk: [OK] });
    deliverer.enqueue([deliveryOf({ id: 'a', destination: 'slow' }), deliveryOf({ id: 'b' })]);
    await clock.advance(0);
    expect(attempts).toEqual(['0s a', '0s b']);
  });

  it('keeps the pace and sends critical pages first', async () => {
    const { deliverer, clock, attempts } = setUp({}, { paceMs: 1000 });
    deliverer.enqueue([
      deliveryOf({ id: 'w1', page: warning }),
      deliveryOf({ id: 'w2', page: warning }),
      deliveryOf({ id: 'c', page: critical }),
    ]);
    await clock.advance(5_000);
    expect(attempts).toEqual(['0s c', '1s w1', '2s w2']);
  });

  it('holds an update back while an earlier page of its incident waits at the same destination', async () => {
    const { deliverer, clock, attempts } = setUp({ desk: [busy(), busy(), OK] });
    const update = { ...critical, kind: 'update' as const, number: 2 };
    deliverer.enqueue([deliveryOf({ id: 'first', page: warning })]);
    await clock.advance(100);
    deliverer.enqueue([
      deliveryOf({ id: 'update', page: update, createdAt: '2026-01-01T00:00:00.100Z' }),
      deliveryOf({ id: 'elsewhere', destination: 'other', page: update }),
      deliveryOf({ id: 'another', incident: 'inc-2', page: { ...critical, incident: 'inc-2' } }),
    ]);
    await clock.advance(20_000);
    expect(attempts.filter((line) => !line.endsWith('another'))).toEqual([
      '0s first',
      '0.1s elsewhere',
      '1s first',
      '1s update',
    ]);
  });

  it('gives up at once when refused, says so at error level, and records the event', async () => {
    const { deliverer, attempts, records, errors } = setUp({ desk: [REFUSED] });
    deliverer.enqueue([deliveryOf({ id: 'd' })]);
    await deliverer.idle();
    expect(attempts).toHaveLength(1);
    expect(records[0]?.[0]).toMatchObject({ state: 'failed', lastError: 'no such channel' });
    expect(records[0]?.[1]).toMatchObject({
      id: 'd/delivery-failed',
      kind: 'delivery-failed',
      error: 'no such channel',
    });
    expect(errors).toEqual(['page could not be delivered']);
  });

  it('gives up after a day', async () => {
    const { deliverer, clock, records } = setUp({ desk: [busy()] });
    deliverer.enqueue([deliveryOf({ id: 'd' })]);
    await clock.advance(90_000_000);
    expect(records.at(-1)?.[0]).toMatchObject({
      state: 'failed',
      lastError: 'given up after 24 hours: answered 500',
    });
    expect(records.at(-1)?.[0].attempts).toBeGreaterThan(250);
  });

  it('records again until the outcome is durable', async () => {
    const { deliverer, clock, records, attempts } = setUp({}, { recordFails: 3 });
    deliverer.enqueue([deliveryOf({ id: 'd' })]);
    await clock.advance(10_000);
    expect(attempts).toHaveLength(1);
    expect(records.map(([{ state }]) => state)).toEqual(['delivered']);
  });

  it('goes on after a restart where the last run was', async () => {
    const { deliverer, clock, attempts } = setUp({});
    deliverer.enqueue([
      deliveryOf({ id: 'later', attempts: 4, notBefore: '2026-01-01T00:00:08.000Z' }),
      deliveryOf({ id: 'done', state: 'delivered' }),
    ]);
    await clock.advance(20_000);
    expect(attempts).toEqual(['8s later']);
  });

  it('takes a delivery that already waits only once', async () => {
    const { deliverer, attempts } = setUp({});
    deliverer.enqueue([deliveryOf({ id: 'd' }), deliveryOf({ id: 'd' })]);
    deliverer.enqueue([deliveryOf({ id: 'd' })]);
    await deliverer.idle();
    expect(attempts).toEqual(['0s d']);
  });

  it('in a crowded destination sends only the latest update of an incident, and every first and resolved page', async () => {
    const { deliverer, clock, attempts, records } = setUp({}, { paceMs: 1000 });
    const page = (number: number, kind: 'first' | 'update' | 'resolved') => ({ ...warning, number, kind });
    const other = Array.from({ length: 8 }, (_, index) =>
      deliveryOf({
        id: `o${index}`,
        incident: `inc-${index}`,
        page: { ...page(1, 'first'), incident: `inc-${index}` },
      }),
    );
    deliverer.enqueue([
      deliveryOf({ id: 'p1', page: page(1, 'first') }),
      deliveryOf({ id: 'p2', page: page(2, 'update') }),
      deliveryOf({ id: 'p3', page: page(3, 'update') }),
      deliveryOf({ id: 'p4', page: page(4, 'resolved') }),
      ...other,
    ]);
    await clock.advance(60_000);
    expect(attempts.map((line) => line.split(' ')[1]).sort()).toEqual(
      ['p1', 'p3', 'p4', ...other.map(({ id }) => id)].sort(),
    );
    expect(records.find(([{ id }]) => id === 'p2')?.[1]).toMatchObject({
      kind: 'delivery-failed',
      error: 'superseded by a later page of the incident',
    });
  });

  it('waits no longer than 10 seconds for an attempt', async () => {
    const clock = createFakeClock(START);
    let calls = 0;
    const send = () => (++calls === 1 ? new Promise<Attempt>(() => {}) : Promise.resolve(OK));
    const records: string[] = [];
    const deliverer = createDeliverer({
      notifiers: new Map([['channel', { destinations: [], paceMs: 0, send, check: async () => {} }]]),
      clock,
      random: () => 0,
      log: pino({ level: 'silent' }),
      record: async ({ state, lastError }) => void records.push(`${state}: ${lastError}`),
    });
    deliverer.enqueue([deliveryOf({ id: 'd' })]);
    await clock.advance(11_000);
    expect(records).toEqual([
      'queued: no answer within 10 seconds',
      'delivered: no answer within 10 seconds',
    ]);
  });

  it.each([0, 1_000])('goes on when the clock had been an hour ahead, at a pace of %i ms', async (paceMs) => {
    const { context, clock, attempts } = setUp({ desk: [OK, busy(), OK] }, { paceMs });
    let ahead = 3_600_000;
    const deliverer = createDeliverer({ ...context, clock: { ...clock, now: () => clock.now() + ahead } });
    const createdAt = new Date(START + ahead).toISOString();
    deliverer.enqueue([deliveryOf({ id: 'first', notBefore: createdAt, createdAt })]);
    await clock.advance(10);
    deliverer.enqueue([deliveryOf({ id: 'second', notBefore: createdAt, createdAt })]);
    ahead = 0;
    await clock.advance(10_000);
    expect(attempts).toEqual(['0s first', '0.01s second', '1.01s second']);
  });

  it('outlives a notifier that throws, in whatever way', async () => {
    const { context, clock, records } = setUp({});
    const send = (): Promise<Attempt> => {
      throw new Error('bug');
    };
    const notifier: Notifier = { destinations: [], paceMs: 0, send, check: async () => {} };
    const deliverer = createDeliverer({ ...context, notifiers: new Map([['channel', notifier]]) });
    deliverer.enqueue([deliveryOf({ id: 'd' })]);
    await clock.advance(10);
    await deliverer.idle();
    expect(records.map(([{ state, lastError }]) => [state, lastError])).toEqual([
      ['failed', 'the notifier failed; see the log'],
    ]);
  });

  it('stops at once; what waits stays queued', async () => {
    const { deliverer, clock, records } = setUp({ desk: [busy(3_600_000)] });
    deliverer.enqueue([deliveryOf({ id: 'd' })]);
    await clock.advance(10);
    await deliverer.stop();
    expect(records.map(([{ state, notBefore }]) => [state, notBefore])).toEqual([
      ['queued', '2026-01-01T01:00:00.000Z'],
    ]);
  });

  it('fails a delivery whose notifier has gone from the configuration', async () => {
    const { deliverer, records } = setUp({});
    deliverer.enqueue([deliveryOf({ id: 'd', notifier: 'gone' })]);
    await deliverer.idle();
    expect(records[0]?.[0].lastError).toBe('notifier "gone" is no longer in the configuration');
  });

  it('gives up what waits, and lets what is being sent end and be recorded', async () => {
    const { context, clock, attempts, records } = setUp({ desk: [busy(), OK] });
    const slow: Notifier = {
      destinations: [],
      paceMs: 0,
      check: async () => {},
      send: async ({ id }) => {
        attempts.push(id);
        await clock.sleep(3_000);
        return busy();
      },
    };
    const deliverer = createDeliverer({ ...context, notifiers: new Map([['channel', slow]]) });
    deliverer.enqueue([
      deliveryOf({ id: 'a-sent' }),
      deliveryOf({ id: 'b-waits' }),
      deliveryOf({ id: 'c-kept' }),
    ]);
    await clock.advance(1_000);
    let isReleased = false;
    const released = deliverer.release(new Set(['a-sent', 'b-waits'])).then(() => {
      isReleased = true;
    });
    await clock.advance(1_000);
    expect(isReleased).toBe(false);
    await clock.advance(1_000);
    await released;
    expect(records.map(([{ id, state, attempts: tries }]) => [id, state, tries])).toEqual([
      ['a-sent', 'queued', 1],
    ]);
    await clock.advance(60_000);
    expect(attempts.slice(0, 2)).toEqual(['a-sent', 'c-kept']);
    expect(attempts.slice(1).every((id) => id === 'c-kept')).toBe(true);
  });

  it('takes a delivery again that it had given up', async () => {
    const { deliverer, clock, attempts } = setUp({ desk: [busy(), OK] });
    deliverer.enqueue([deliveryOf({ id: 'd' })]);
    await clock.advance(10);
    await deliverer.release(new Set(['d']));
    deliverer.enqueue([deliveryOf({ id: 'd' })]);
    await clock.advance(10);
    expect(attempts).toEqual(['0s d', '0.01s d']);
  });

  it('leaves to others what is no longer ours', async () => {
    const { context, clock, attempts, records } = setUp({});
    const isOurs = async ({ id }: Delivery) => id !== 'theirs';
    const deliverer = createDeliverer({ ...context, isOurs });
    deliverer.enqueue([deliveryOf({ id: 'theirs' }), deliveryOf({ id: 'ours' })]);
    await clock.advance(10);
    await deliverer.idle();
    expect(attempts.map((line) => line.split(' ')[1])).toEqual(['ours']);
    expect(records.map(([{ id }]) => id)).toEqual(['ours']);
  });
});
