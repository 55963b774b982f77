import pino from 'pino';
import type { DatedMoment } from '#alerting/calendar';
import { detectors } from '#alerting/detectors/index';
import { SpikeOptions } from '#alerting/detectors/spike';
import type { Command, Incident } from '#alerting/incident';
import type { Attempt, Delivery, Notifier } from '#alerting/notifier';
import { type Receiver, Route } from '#alerting/policy';
import type { Rule } from '#alerting/rule';
import type { Timeline } from '#alerting/timeline';
import { startWatching } from '#alerting/watch';
import type { WatchObservation } from '#alerting/watched-partition';
import { Brand } from '#enrich/brand';
import type { BrandMention } from '#enrich/brand-mention';
import type { Store } from '#enrich/store/store';
import { type Bus, TOPICS } from '#ingest/bus/bus';
import { partitionOf } from '#ingest/bus/partition';
import { type Clock, systemClock } from '#ingest/clock';
import { openEmbeddedBusAndState } from '#ingest/open-embedded';
import type { State } from '#ingest/state/state';
import { until } from '../contract/until';
import { temporaryFolder } from '../temporary-folder';
import { brandMention } from './brand-mention';
import { deliveryOf } from './pages';
import { rule } from './rule';

const START = Date.parse('2016-11-22T12:00:00.000Z');
const MINUTE = 60_000;
const log = pino({ level: 'silent' });
const folder = temporaryFolder();
const iso = (at: number) => new Date(at).toISOString();

/** A store that is down: pages go out all the same. */
const storeDown = new Proxy({} as Store, {
  get: () => () => Promise.reject(new Error('the store is down')),
});

/** A channel that keeps what it was given and answers as told. */
function channel(answer: () => Attempt = () => ({ ok: true })) {
  const sent: Delivery[] = [];
  const notifier: Notifier = {
    destinations: ['#crisis'],
    paceMs: 0,
    send: async (delivery) => {
      sent.push(delivery);
      return answer();
    },
    check: async () => {},
  };
  return { sent, notifier };
}

/** A real state on a disk that takes nothing more once it is dying. */
function dyingState(state: State, isDying: () => boolean): State {
  return {
    ...state,
    acquire: async (owner) => {
      const owned = await state.acquire(owner);
      const commit: typeof owned.commit = async (change) => {
        if (isDying()) throw new Error('disk I/O error');
        await owned.commit(change);
      };
      return { ...owned, commit };
    },
  };
}

/** A real state during whose every commit something happens. */
function jumpingState(state: State, happens: () => void): State {
  return {
    ...state,
    acquire: async (owner) => {
      const owned = await state.acquire(owner);
      const commit: typeof owned.commit = async (change) => {
        happens();
        await owned.commit(change);
      };
      return { ...owned, commit };
    },
  };
}

/** A real state whose records cannot be read for the first few times. */
function forgetfulState(state: State, times: number): State {
  let left = times;
  return {
    ...state,
    acquire: async (owner) => {
      const owned = await state.acquire(owner);
      const get: typeof owned.get = (namespace, key) =>
        left-- > 0 ? Promise.reject(new Error('disk I/O error')) : owned.get(namespace, key);
      return { ...owned, get };
    },
  };
}

async function start(
  notifier: Notifier,
  more: {
    rules?: Rule[];
    brands?: Brand[];
    bus?: Bus;
    state?: State;
    store?: Store;
    clock?: Clock;
    receivers?: Receiver[];
    moments?: DatedMoment[];
    observe?: (o: WatchObservation) => void;
  } = {},
) {
  const opened =
    more.bus && more.state
      ? { bus: more.bus, state: more.state }
      : await openEmbeddedBusAndState({
          dataFolder: folder(),
          clock: systemClock,
          log,
          retryPause: { firstMs: 2, longestMs: 10 },
        });
  const watching = await startWatching({
    ...opened,
    store: more.store ?? storeDown,
    rules: more.rules ?? [rule()],
    moments: more.moments ?? [],
    detectors,
    brands: more.brands ?? [],
    route: Route.parse({ receiver: 'crisis' }),
    receivers: more.receivers ?? [{ name: 'crisis', notifiers: ['slack'] }],
    notifiers: new Map([['slack', notifier]]),
    timezone: 'Europe/Paris',
    consoleUrl: 'http://127.0.0.1:8080',
    clock: more.clock ?? systemClock,
    random: () => 0.5,
    log,
    tickMs: 20,
    ...(more.observe && { observe: more.observe }),
  });
  return {
    ...opened,
    stopWatching: watching.stop,
    partitions: watching.partitions,
    reload: watching.reload,
    stop: async () => {
      await watching.stop();
      await opened.bus.close();
      await opened.state.close();
    },
  };
}

function mentions(count: number, from: number, prefix: string): BrandMention[] {
  return Array.from({ length: count }, (_, index) => {
    const at = iso(from + index * 1_000);
    return brandMention({ id: `${prefix}${index}~acme`, publishedAt: at, collectedAt: at });
  });
}
const publish = (bus: Bus, list: readonly BrandMention[]) =>
  bus.publish(
    TOPICS.brandMentions,
    list.map((mention) => ({ key: mention.brand, value: JSON.stringify(mention) })),
  );
const incidentsOf = async (state: State) =>
  (await state.read('incidents')).map(({ value }) => value as Incident);
const kinds = (incident: Incident | undefined) => incident?.events.map(({ kind }) => kind);
const caughtUp = (bus: Bus) =>
  until(async () =>
    (await bus.lag()).filter(({ group }) => group === 'alerting').every(({ lag }) => lag === 0),
  );

describe('watching', () => {
  it('pages a storm, though the store is down, and its end, though both come in one batch', async () => {
    const { sent, notifier } = channel();
    const { bus, state, stop } = await start(notifier);
    await publish(bus, [...mentions(5, START, 'a'), ...mentions(1, START + 40 * MINUTE, 'b')]);
    await until(
      async () =>
        kinds((await incidentsOf(state))[0])?.filter(
          (kind) => kind === 'delivered' || kind === 'delivery-failed',
        ).length === 2,
    );
    const [incident] = await incidentsOf(state);
    expect(kinds(incident)?.slice(0, 5)).toEqual(['opened', 'paged', 'alert-resolved', 'resolved', 'paged']);
    expect(incident).toMatchObject({ state: 'resolved', pages: 2, brand: 'acme' });
    expect(sent.at(-1)?.page).toMatchObject({ kind: 'resolved', samples: [] });
    expect(await state.read('outbox')).toEqual([]);
    await stop();
  });

  it('pages nobody for what a declared moment lets expect', async () => {
    const options = SpikeOptions.parse({ spike_height: 3, threshold_cur: 5, threshold_ref: 1 });
    const day = { from: '2016-11-22', to: '2016-11-22', timezone: 'UTC' };
    const { bus, state, stop } = await start(channel().notifier, {
      rules: [rule({ type: 'spike', options })],
      moments: [{ name: 'results day', brands: ['acme'], expect: 20, ...day }],
    });
    const others = mentions(20, START, 'b').map((mention) => ({ ...mention, brand: 'other' }));
    await publish(bus, [...mentions(20, START, 'a'), ...others]);
    await until(async () => (await incidentsOf(state)).length > 0);
    await caughtUp(bus);
    expect((await incidentsOf(state)).map(({ brand }) => brand)).toEqual(['other']);
    await stop();
  });

  it('forgets pages of more than thirty days ago, which quote people, and keeps the incidents', async () => {
    const opened = await openEmbeddedBusAndState({ dataFolder: folder(), clock: systemClock, log });
    const owned = await opened.state.acquire('alerting/0');
    const daysAgo = (days: number) => iso(Date.now() - days * 1_440 * MINUTE);
    const rows = [
      deliveryOf({ id: 'old', state: 'delivered', createdAt: daysAgo(31) }),
      deliveryOf({ id: 'old-failed', state: 'failed', createdAt: daysAgo(31) }),
      deliveryOf({ id: 'old-queued', createdAt: daysAgo(31) }),
      deliveryOf({ id: 'young', state: 'delivered', createdAt: daysAgo(29) }),
    ];
    await owned.commit({
      puts: [
        ...rows.map((value) => ({ namespace: 'deliveries', key: value.id, value })),
        { namespace: 'incidents', key: 'inc-old', value: {} },
      ],
    });
    const { state, stop } = await start(channel().notifier, opened);
    const kept = async () => (await state.read('deliveries')).map(({ key }) => key);
    await until(async () => (await kept()).length === 2);
    expect(await kept()).toEqual(['old-queued', 'young']);
    expect(await incidentsOf(state)).toHaveLength(1);
    await stop();
  });

  it('takes commands once, and refuses what makes no sense', async () => {
    const { notifier } = channel();
    const { bus, state, stop } = await start(notifier);
    await publish(bus, mentions(5, START, 'a'));
    await until(async () => (await incidentsOf(state)).length === 1);
    const [{ id = '' } = {}] = await incidentsOf(state);
    const command: Command = {
      id: 'c1',
      at: iso(START),
      by: 'Ada',
      brand: 'acme',
      incident: id,
      do: { kind: 'acknowledge' },
    };
    const unknown: Command = { ...command, id: 'c2', incident: 'inc-unknown' };
    await bus.publish(
      TOPICS.commands,
      [command, command, unknown].map((one) => ({ key: 'acme', value: JSON.stringify(one) })),
    );
    await until(async () => (await incidentsOf(state))[0]?.state === 'acknowledged');
    await caughtUp(bus);
    expect(kinds((await incidentsOf(state))[0])?.filter((kind) => kind === 'acknowledged')).toHaveLength(1);
    await stop();
  });

  it('goes on where it was after a stop: counts, incidents and pages that waited', async () => {
    let isDown = true;
    const { sent, notifier } = channel(() =>
      isDown
        ? { ok: false, retriable: true, reason: 'server-error', message: 'HTTP 500', retryAfterMs: 50 }
        : { ok: true },
    );
    const first = await start(notifier);
    await publish(first.bus, mentions(5, START, 'a'));
    await until(() => sent.length > 0);
    await publish(first.bus, mentions(4, START + 5 * MINUTE, 'b'));
    await first.stop();
    isDown = false;
    const attempts = sent.length;

    const second = await start(notifier);
    await publish(second.bus, mentions(1, START + 6 * MINUTE, 'c'));
    await until(async () => kinds((await incidentsOf(second.state))[0])?.includes('delivered') ?? false);
    await until(async () => kinds((await incidentsOf(second.state))[0])?.includes('alert-updated') ?? false);
    const incidents = await incidentsOf(second.state);
    expect(incidents).toHaveLength(1);
    expect(incidents[0]?.alerts[0]?.seen).toBe(10);
    expect(sent.slice(attempts).map(({ page }) => page.number)).toEqual([1]);
    await second.stop();
  });

  it('takes other rules between two batches, in every partition: each mention counts once, and what did not change goes on', async () => {
    const { sent, notifier } = channel();
    const storm = rule({ name: 'storm', options: { num_events: 400 }, dedup_key: ['rule'] });
    const quick = rule({ name: 'quick', dedup_key: ['rule'] });
    const { bus, state, reload, stop } = await start(notifier, { rules: [storm, quick] });
    const apart = (brand: string) => partitionOf(brand, 4) !== partitionOf('acme', 4);
    const brands = ['acme', ['globex', 'initech', 'umbrella'].find(apart) as string];
    const storms = brands.flatMap((brand) =>
      mentions(400, START, 'a').map((one) => ({ ...one, id: `${one.id}-${brand}`, brand })),
    );
    const publishing = publish(bus, storms);
    for (let times = 0; times < 20; times++) {
      await reload([rule({ name: 'quick', options: { num_events: 401 + times } }), storm]);
      await systemClock.sleep(2);
    }
    await publishing;
    await caughtUp(bus);
    const alerts = async () => (await incidentsOf(state)).flatMap((one) => one.alerts);
    const seenBy = (all: Awaited<ReturnType<typeof alerts>>, name: string) =>
      all.filter((one) => one.rule === name).map(({ brand, status, seen }) => `${brand} ${status} ${seen}`);
    await until(async () => seenBy(await alerts(), 'storm').length === 2);
    expect(seenBy(await alerts(), 'storm').sort()).toEqual(brands.map((brand) => `${brand} firing 400`));
    expect((await alerts()).filter((one) => one.rule === 'quick' && one.status === 'firing')).toEqual([]);
    expect(sent.filter(({ page }) => page.findings.some((one) => one.rule === 'storm'))).toHaveLength(2);
    await stop();
  });

  it('has the rules of before when others cannot be read', async () => {
    const { notifier } = channel();
    const { bus, state, reload, stop } = await start(notifier);
    await expect(reload([rule({ type: 'spikes' })])).rejects.toThrow(/unknown type "spikes"/);
    await publish(bus, mentions(5, START, 'a'));
    await until(async () => (await incidentsOf(state)).length === 1);
    await stop();
  });

  it('goes on under the new rules, and ends what the former left, after a stop right behind a reload', async () => {
    const { notifier } = channel();
    const first = await start(notifier);
    await publish(first.bus, mentions(5, START, 'a'));
    await until(async () => (await incidentsOf(first.state)).length === 1);
    await first.reload([]);
    const [incident] = await incidentsOf(first.state);
    expect(kinds(incident)).toEqual(expect.arrayContaining(['alert-resolved', 'resolved']));
    expect(incident?.events.find(({ kind }) => kind === 'resolved')).toMatchObject({
      why: 'the rule was changed or removed',
    });
    expect(await first.state.read('detectors')).toEqual([]);
    await first.stop();
  });

  it('counts nothing twice and loses nothing when it dies before its counts were stored', async () => {
    const { sent, notifier } = channel();
    let isDying = false;
    const first = await start(notifier);
    await publish(first.bus, mentions(2, START, 'a'));
    await caughtUp(first.bus);
    await first.stopWatching();
    const dying = await start(notifier, { bus: first.bus, state: dyingState(first.state, () => isDying) });
    isDying = true;
    await publish(first.bus, [...mentions(2, START, 'a'), ...mentions(2, START + MINUTE, 'b')]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await dying.stopWatching();
    expect(await incidentsOf(first.state)).toEqual([]);

    const last = await start(notifier, { bus: first.bus, state: first.state });
    await publish(first.bus, mentions(1, START + 2 * MINUTE, 'c'));
    await until(async () => kinds((await incidentsOf(first.state))[0])?.includes('delivered') ?? false);
    expect((await incidentsOf(first.state)).map(({ alerts }) => alerts[0]?.seen)).toEqual([5]);
    expect(sent).toHaveLength(1);
    await last.stop();
  });

  it('loses no alert when the disk fails at the moment of the alert', async () => {
    const { sent, notifier } = channel();
    const opened = await openEmbeddedBusAndState({
      dataFolder: folder(),
      clock: systemClock,
      log,
      retryPause: { firstMs: 2, longestMs: 10 },
    });
    const watching = await start(notifier, { ...opened, state: forgetfulState(opened.state, 20) });
    await publish(opened.bus, mentions(5, START, 'a'));
    await until(() => sent.length === 1);
    await caughtUp(opened.bus);
    await until(async () => kinds((await incidentsOf(opened.state))[0])?.includes('delivered') ?? false);
    expect(kinds((await incidentsOf(opened.state))[0])).toEqual(['opened', 'paged', 'delivered']);
    await watching.stop();
  });

  it('goes on counting when a page cannot be made', async () => {
    const { notifier } = channel();
    const { bus, state, stop } = await start(notifier, { receivers: [] });
    await publish(bus, mentions(10, START, 'a'));
    await caughtUp(bus);
    await until(async () => (await incidentsOf(state))[0]?.alerts[0]?.seen === 10);
    expect(kinds((await incidentsOf(state))[0])).toEqual(['opened', 'alert-updated']);
    await stop();
  });

  it('leaves a record that it cannot read where it is, and starts', async () => {
    const { sent, notifier } = channel();
    const opened = await openEmbeddedBusAndState({ dataFolder: folder(), clock: systemClock, log });
    for (let number = 0; number < 16; number++)
      await (await opened.state.acquire(`alerting/${number}`)).commit({
        puts: [
          { namespace: 'current-incidents', key: 'inc-old', value: {} },
          { namespace: 'incidents', key: 'inc-old', value: { shape: 'of old' } },
          { namespace: 'outbox', key: 'dlv-old', value: {} },
          { namespace: 'deliveries', key: 'dlv-old', value: { shape: 'of old' } },
        ],
      });
    const watching = await start(notifier, opened);
    await publish(opened.bus, mentions(5, START, 'a'));
    await until(() => sent.length === 1);
    expect((await opened.state.read('deliveries')).some(({ key }) => key === 'dlv-old')).toBe(true);
    await watching.stop();
  });

  it('sends nothing when it could not start: the next start has the pages that wait', async () => {
    const { sent, notifier } = channel(() => ({
      ok: false,
      retriable: true,
      reason: 'server-error',
      message: 'HTTP 500',
    }));
    const first = await start(notifier);
    await publish(first.bus, mentions(5, START, 'a'));
    await until(() => sent.length > 0);
    await first.stopWatching();
    // Partitions are opened one after the other; this one comes after the brand's.
    const next = `alerting/${partitionOf('acme', 4) + 1}`;
    const broken: State = {
      ...first.state,
      acquire: async (owner) => {
        if (owner === next) throw new Error('disk I/O error');
        return first.state.acquire(owner);
      },
    };
    await expect(start(notifier, { bus: first.bus, state: broken })).rejects.toThrow('disk I/O error');
    const attempts = sent.length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(sent.length).toBe(attempts);
    await first.stop();
  });

  it('goes on storing its counts when the clock is set back', async () => {
    const { notifier } = channel();
    let ahead = 3_600_000;
    const clock: Clock = { ...systemClock, now: () => Date.now() + ahead };
    const { bus, state, stop } = await start(notifier, { clock });
    const newest = async () => (await state.read('timelines')).map(({ value }) => (value as Timeline).newest);
    await publish(bus, mentions(1, START, 'a'));
    await until(async () => (await newest()).includes(START));
    ahead = 0;
    await publish(bus, mentions(1, START + MINUTE, 'b'));
    await until(async () => (await newest()).includes(START + MINUTE));
    await stop();
  });

  it('goes on storing its counts when the clock is set forth while it stores them', async () => {
    const { notifier } = channel();
    let ahead = 0;
    const clock: Clock = { ...systemClock, now: () => Date.now() + ahead };
    const opened = await openEmbeddedBusAndState({ dataFolder: folder(), clock: systemClock, log });
    const state = jumpingState(opened.state, () => {
      ahead ||= 3_600_000;
    });
    const { bus, stop } = await start(notifier, { bus: opened.bus, state, clock });
    const newest = async () => (await state.read('timelines')).map(({ value }) => (value as Timeline).newest);
    await publish(bus, mentions(1, START, 'a'));
    await until(async () => (await newest()).includes(START));
    ahead += 10_000;
    await publish(bus, mentions(1, START + MINUTE, 'b'));
    await until(async () => (await newest()).includes(START + MINUTE));
    await stop();
  });

  it('sets unreadable messages aside and goes on', async () => {
    const { sent, notifier } = channel();
    const { bus, stop } = await start(notifier);
    await bus.publish(TOPICS.brandMentions, [
      { key: 'acme', value: '{' },
      { key: 'acme', value: '{"id":"x"}' },
    ]);
    await publish(bus, mentions(5, START, 'a'));
    await until(() => sent.length === 1);
    const dead: string[] = [];
    await bus.subscribe({
      group: 'test',
      topics: [TOPICS.deadLetters],
      onBatch: async ({ messages }) => {
        dead.push(...messages.map(({ value }) => value));
      },
    });
    await until(() => dead.length === 2);
    expect(dead).toEqual(['{', '{"id":"x"}']);
    await stop();
  });

  it('hands a waiting page over with its partition: it goes out once, from the new owner', async () => {
    // With two members of the group, odd partitions belong to the second.
    const brand = ['acme', 'globex', 'initech', 'hooli'].find((id) => partitionOf(id, 4) % 2 === 1) ?? '';
    const busy = { ok: false, retriable: true, reason: 'rate-limited', message: 'HTTP 429' } as const;
    const former = channel(() => ({ ...busy, retryAfterMs: 1_500 }));
    const latter = channel();
    const first = await start(former.notifier);
    await publish(
      first.bus,
      mentions(5, START, 'a').map((mention) => ({
        ...mention,
        id: `${mention.mentionId}${mention.id}`,
        brand,
      })),
    );
    await until(() => former.sent.length > 0);
    const second = await start(latter.notifier, { bus: first.bus, state: first.state });
    await until(() => latter.sent.length > 0, 10_000);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(former.sent).toHaveLength(1);
    expect(latter.sent.map(({ id, page }) => [id, page.number])).toEqual([[former.sent[0]?.id, 1]]);
    await second.stopWatching();
    await first.stop();
  });

  it('sends nothing for a partition that another process has taken over without a word', async () => {
    const { sent, notifier } = channel(() => ({
      ok: false,
      retriable: true,
      reason: 'server-error',
      message: 'HTTP 500',
      retryAfterMs: 300,
    }));
    const frozen = await start(notifier);
    await publish(frozen.bus, mentions(5, START, 'a'));
    await until(() => sent.length > 0);
    await frozen.state.acquire(`alerting/${partitionOf('acme', 4)}`);
    const attempts = sent.length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(sent).toHaveLength(attempts);
    await frozen.stop();
  });

  it('pages the silence of a brand that nobody has ever spoken of, once, whoever has its partition', async () => {
    const names = ['acme', 'globex', 'initech', 'hooli'];
    expect(new Set(names.map((id) => partitionOf(id, 4))).size).toBeGreaterThan(1);
    const brands = names.map((id) => Brand.parse({ id, name: id, names: [id] }));
    const quiet = rule({
      name: 'quiet',
      type: 'flatline',
      timeframe: '1h',
      options: { threshold: 1, forget_keys: false },
      dedup_key: ['brand', 'rule'],
    });
    let ahead = 0;
    const clock: Clock = { ...systemClock, now: () => Date.now() + ahead };
    const given = { rules: [quiet], brands, clock };
    const { sent, notifier } = channel();
    const one = await start(notifier, given);
    const two = await start(notifier, { ...given, bus: one.bus, state: one.state });
    const pass = async (minutes: number) => {
      ahead += minutes * MINUTE;
      await until(async () => {
        const clocks = (await one.state.read('timelines')).map(({ value }) => (value as Timeline).clock);
        return clocks.length > 1 && clocks.every((at) => clock.now() - at < MINUTE);
      });
    };
    await pass(1);
    // Nothing is believed of an hour that nobody watched; allowed lateness later it is.
    for (const minutes of [61, 9, 9, 9]) await pass(minutes);
    expect(sent).toEqual([]);
    await pass(9);
    await until(() => sent.length === 4);
    expect(sent.map(({ page }) => page.headline).sort()).toEqual(
      [...names]
        .sort()
        .map((name) => expect.stringMatching(`^${name}: no mentions in 1 h, 1 expected, since `)),
    );
    await two.stopWatching();
    await one.stop();
  });

  it('says which partitions this process has: another one takes its share, and the last owner all', async () => {
    const one = await start(channel().notifier);
    expect([...one.partitions()].sort()).toEqual([0, 1, 2, 3]);
    const two = await start(channel().notifier, { bus: one.bus, state: one.state });
    expect([[...one.partitions()].sort(), [...two.partitions()].sort()]).toEqual([
      [0, 2],
      [1, 3],
    ]);
    await one.stopWatching();
    expect([[...one.partitions()], [...two.partitions()].sort()]).toEqual([[], [0, 1, 2, 3]]);
    await two.stop();
  });
});
