import { pino } from 'pino';
import { webhookNotifier } from '#alerting/notifiers/webhook';
import { dependenciesOf } from '#alerting/self-watch/dependency';
import { startSelfWatch } from '#alerting/self-watch/self-watch';
import { systemClock } from '#ingest/clock';
import { openEmbeddedBusAndState } from '#ingest/open-embedded';
import { contextOf, openHttpDouble } from '../contract/notifier-contract';
import { until } from '../contract/until';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();
const log = pino({ level: 'silent' });

it('operators hear by their channel that the store is away and that it is back, in order and once each', async () => {
  const { bus, state } = await openEmbeddedBusAndState({ dataFolder: folder(), clock: systemClock, log });
  let isAway = false;
  const store = {
    get: async () => {
      if (isAway) throw new Error('store.db: the disk is full');
      return undefined;
    },
  };
  // The channel is busy when the outage is told: its end must not overtake it.
  const busy = [{ status: 503, headers: { 'retry-after': '12' } }];
  const channel = await openHttpDouble(() => busy.shift() ?? { status: 200 });
  const options = webhookNotifier.options.parse({ url: channel.url, allowPrivateNetwork: true });
  const notifier = webhookNotifier.create(options, contextOf('ops').context);
  const place = { kind: 'embedded', at: 'bus.db' } as const;
  const ups: string[] = [];
  const watch = {
    dependencies: dependenciesOf({
      bus,
      state,
      store,
      places: { bus: place, state: place, store: { kind: 'embedded', at: 'store.db' } },
    }),
    operators: { receiver: 'operators', after: 1_000 },
    partitions: () => new Set([0, 1, 2, 3]),
    state,
    receivers: [{ name: 'operators', notifiers: ['ops'] }],
    notifiers: new Map([['ops', notifier]]),
    clock: systemClock,
    random: () => 0,
    log,
    timezone: 'Europe/Paris',
    observe: (name: string, answers: boolean) => ups.push(`${name} ${answers}`),
  };
  const watching = startSelfWatch(watch);
  await until(() => ups.includes('store true'));
  isAway = true;
  await until(() => channel.requests.length === 1);
  isAway = false;
  await until(() => channel.requests.length === 3, 30_000);
  await watching.stop();

  const sent = channel.requests.map(({ headers, body }) => {
    const { kind, headline, outages } = JSON.parse(body);
    return { kind, headline, outages, key: headers['idempotency-key'] };
  });
  expect(sent.map(({ kind }) => kind)).toEqual(['outage', 'outage', 'outage-over']);
  expect(sent[1]?.key).toBe(sent[0]?.key);
  expect(sent[2]?.key).not.toBe(sent[0]?.key);
  expect(sent[0]?.headline).toMatch(
    /^Vigie: store\.db does not answer since \d\d:\d\d — new mentions wait, pages go out without samples$/,
  );
  expect(sent[0]?.outages[0].error).toBe('store.db: the disk is full');
  expect(sent[2]?.headline).toMatch(/^Vigie: store\.db answers again after \d seconds?$/);

  // For whoever watches next.
  const kept = (await state.read('outages')).map(({ value }) => value);
  expect(kept).toEqual([expect.objectContaining({ dependency: 'store', endToldAt: expect.any(Number) })]);
  await notifier.close?.();
  await Promise.all([bus.close(), state.close(), channel.close()]);
}, 60_000);
