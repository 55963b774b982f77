import pino from 'pino';
import type { Alert } from '#alerting/alert';
import { detectors } from '#alerting/detectors/index';
import { Command, type Incident } from '#alerting/incident';
import { CURRENT_INCIDENTS } from '#alerting/partition-records';
import { Route } from '#alerting/policy';
import { type ConsoleOptions, startConsole } from '#dashboards/console/console-server';
import { Brand } from '#enrich/brand';
import { type BrandMention, brandMentionId } from '#enrich/brand-mention';
import { openEmbeddedStore } from '#enrich/store/embedded';
import { TOPICS } from '#ingest/bus/bus';
import { systemClock } from '#ingest/clock';
import { mentionId } from '#ingest/mention';
import { openEmbeddedBusAndState } from '#ingest/open-embedded';
import { packageRoot } from '#ingest/thread';

export const FLASH = Date.parse('2016-11-22T15:06:04.000Z');
const iso = (at: number) => new Date(at).toISOString();
export const BRAND = Brand.parse({
  id: 'acme',
  name: 'Acme',
  names: ['Acme'],
  officialDomains: ['acme.example'],
});

export function mention(at: number, text: string, more: Partial<BrandMention> = {}): BrandMention {
  const id = mentionId('test', `${at} ${text}`);
  return {
    id: brandMentionId(id, 'acme'),
    mentionId: id,
    brand: 'acme',
    matched: ['Acme'],
    source: 'x',
    channel: 'social',
    text,
    language: 'fr',
    publishedAt: iso(at),
    collectedAt: iso(at),
    hashtags: [],
    domains: [],
    risks: [],
    failures: [],
    ...more,
  };
}

const sentiment = (label: 'negative' | 'neutral' | 'positive', words: string[] = []) => ({
  sentiment: {
    label,
    score: { negative: -0.7, neutral: 0, positive: 0.6 }[label],
    confidence: 0.8,
    words,
    model: 'test',
  },
});

/** A quiet day from 08:00, and from 16:06 a storm about a release that is not the brand's. */
export function stormMentions(): readonly BrandMention[] {
  const quiet = Array.from({ length: 80 }, (_, index) =>
    mention(FLASH - (80 - index) * 360_000, `Acme recrute à Lyon, poste ${index}`, {
      author: { id: `recruteur-${index % 9}` },
      ...sentiment(index % 5 === 0 ? 'positive' : 'neutral'),
    }),
  );
  const storm = Array.from({ length: 240 }, (_, index) =>
    mention(FLASH + 30_000 + index * 10_000, `Acme s'effondre en Bourse, scandale des comptes ! ${index}`, {
      author: { id: `trader-${index % 31}`, handle: `trader_${index % 31}` },
      ...sentiment(index % 4 === 3 ? 'neutral' : 'negative', ['effondre', 'scandale']),
    }),
  );
  const release = mention(
    FLASH - 64_000,
    'Un audit interne a relevé des transferts irréguliers de 3,5 milliards. <img src=x onerror=alert(1)>',
    {
      title: 'Acme lance une révision de ses comptes consolidés',
      channel: 'e-mail',
      outlet: 'Rédaction',
      sender: 'presse@acme.group',
      url: 'http://acme.group/communiques/revision',
      domains: ['acme.group'],
      ...sentiment('negative', ['irréguliers']),
      risks: [
        {
          kind: 'look-alike-domain',
          evidence: 'acme.group',
          explanation: 'acme.group is not acme.example, the domain that Acme speaks from',
        },
      ],
    },
  );
  const flash = mention(FLASH, 'ACME SACKS CFO, TO RESTATE ACCOUNTS FOR 2015 AND FIRST HALF OF 2016', {
    channel: 'newswire',
    outlet: 'Wire One',
    language: 'en',
    url: 'https://wire.example/acme?a=1&b=2',
    ...sentiment('negative', ['sacks']),
  });
  return [...quiet, release, flash, ...storm];
}

export const ALERT: Alert = {
  id: 'alert-storm-1',
  status: 'firing',
  rule: 'storm',
  type: 'spike',
  origin: { file: 'rules/storm.yaml', line: 4 },
  brand: 'acme',
  group: { brand: 'acme' },
  severity: 'critical',
  startedAt: iso(FLASH + 60_000),
  at: iso(FLASH + 660_000),
  window: { from: iso(FLASH + 60_000), to: iso(FLASH + 660_000) },
  seen: 61,
  expected: 2.4,
  unit: 'mentions in 10 minutes',
  summary: '61 mentions in 10 minutes, where 2 were to be expected',
  explanation: [
    'spike_height 4: 61 is 25 times 2.4',
    'threshold_cur 20: 61 mentions',
    'threshold_ref 1: 2.4 a window',
  ],
  filter: ['sentiment<=-0.4'],
  dedupKey: 'acme',
};

export function stormIncident(id = 'inc-acme-1', more: Partial<Incident> = {}): Incident {
  const at = iso(FLASH + 70_000);
  const destination = '#crise';
  return {
    id,
    brand: 'acme',
    dedupKey: 'acme',
    state: 'open',
    severity: 'critical',
    title: 'Acme: storm of negative mentions, 25 times the usual',
    startedAt: ALERT.startedAt,
    openedAt: at,
    alerts: [ALERT],
    pages: 1,
    events: [
      { id: `${id}-opened`, at, kind: 'opened', alert: ALERT },
      {
        id: `${id}-paged`,
        at,
        kind: 'paged',
        page: 1,
        reason: 'first notification',
        deliveries: ['d1', 'd2'],
      },
      {
        id: `${id}-d1`,
        at: iso(FLASH + 71_000),
        kind: 'delivered',
        delivery: 'd1',
        notifier: 'slack',
        destination,
      },
      {
        id: `${id}-d2`,
        at: iso(FLASH + 72_000),
        kind: 'delivery-failed',
        delivery: 'd2',
        notifier: 'email',
        destination: 'night-desk@acme.example',
        error: '550 no such mailbox',
      },
    ],
    ...more,
  };
}

const source = (name: string, more: object) => ({
  namespace: 'sources',
  key: name,
  value: {
    name,
    kind: 'rss',
    address: `https://${name}.example/feed`,
    state: 'waiting',
    consecutiveFailures: 0,
    mentions: 12,
    dropped: {},
    updatedAt: iso(Date.now()),
    ...more,
  },
});

export type Storm = Awaited<ReturnType<typeof startStorm>>;

/** An embedded bus, state and store that hold the storm and its sources. */
export async function openStorm(dataFolder: string) {
  const log = pino({ level: 'silent' });
  const clock = systemClock;
  const { bus, state } = await openEmbeddedBusAndState({ dataFolder, clock, log });
  const store = await openEmbeddedStore({ dataFolder, clock });
  await store.save(stormMentions());
  const sources = await state.acquire('sources');
  const setReplay = (state: string, at: number) =>
    sources.commit({
      puts: [
        source('replay-2016', {
          kind: 'replay',
          address: 'replays/2016.ndjson',
          state,
          lastItemAt: iso(at),
          progress: '22 Nov 2016 16:46, 30×, 71 %',
          mentions: 322,
        }),
      ],
    });
  const soon = Date.now();
  await sources.commit({
    puts: [
      source('newsroom', {
        lastSuccessAt: iso(soon - 90_000),
        lastItemAt: iso(soon - 7_200_000),
        nextPollAt: iso(soon + 400_000),
      }),
      source('daily', {
        state: 'unreachable',
        consecutiveFailures: 3,
        nextPollAt: iso(soon + 60_000),
        lastError: { at: iso(soon - 30_000), message: 'getaddrinfo ENOTFOUND daily.example' },
      }),
      source('given-up', { state: 'running', updatedAt: iso(soon - 3_600_000) }),
    ],
  });
  await setReplay('running', FLASH + 30_000 + 240 * 10_000);
  const startPage = (more: Partial<ConsoleOptions> = {}) =>
    startConsole({
      listen: { host: '127.0.0.1', port: 0 },
      brands: [BRAND],
      rulesInForce: () => [],
      moments: [],
      settings: { route: Route.parse({ receiver: 'team' }) },
      notifiers: [],
      fetch,
      detectors,
      store,
      state,
      bus,
      clock,
      log,
      metrics: async () => '# HELP up whether it runs\nup 1\n',
      health: async () => ({ live: true, ready: false, problems: ['source daily is unreachable'] }),
      timezone: 'Europe/Paris',
      pageFolder: `${packageRoot()}/dist/console`,
      ...more,
    });
  const close = () => Promise.all([bus.close(), state.close(), store.close()]);
  return { bus, state, store, log, clock, setReplay, startPage, close };
}

/** A console over the storm with an incident that was found before; commands are only written down. */
export async function startStorm(dataFolder: string, more: Partial<ConsoleOptions> = {}) {
  const { bus, state, store, clock, startPage, close } = await openStorm(dataFolder);
  const owned = await state.acquire('alerting/0');
  const save = (incident: Incident) =>
    owned.commit({
      puts: [
        { namespace: 'incidents', key: incident.id, value: incident },
        { namespace: CURRENT_INCIDENTS, key: incident.id, value: {} },
      ],
    });
  await save(stormIncident());
  const commands: Command[] = [];
  const recorder = await bus.subscribe({
    group: 'alerting',
    topics: [TOPICS.commands],
    onBatch: async ({ messages }) => {
      commands.push(...messages.map(({ value }) => Command.parse(JSON.parse(value))));
    },
  });
  const running = await startPage(more);
  return {
    url: running.url,
    commands,
    clock,
    store,
    state,
    save,
    stopConsole: () => running.stop(),
    stop: async () => {
      await running.stop();
      await recorder.stop();
      await close();
    },
  };
}
