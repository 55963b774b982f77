import { composePage } from '#alerting/compose-page';
import type { Incident, IncidentEvent } from '#alerting/incident';
import { Brand } from '#enrich/brand';
import type { BrandMention } from '#enrich/brand-mention';
import { openEmbeddedStore } from '#enrich/store/embedded';
import type { Store } from '#enrich/store/store';
import { systemClock } from '#ingest/clock';
import { mentionOf } from '../contract/naive-store';
import { temporaryFolder } from '../temporary-folder';
import { alertOf, incidentOf } from './pages';

const NOW = Date.parse('2016-11-22T15:16:00.000Z');
const brand = Brand.parse({ id: 'vinci', name: 'VINCI', names: ['Vinci'], officialDomains: ['vinci.com'] });
const at = (clock: string) => `2016-11-22T${clock}.000Z`;
const negative: BrandMention['sentiment'] = {
  score: -0.8,
  label: 'negative',
  confidence: 1,
  words: [],
  model: 'm',
};
const story = (id: string) => ({ id, first: false, copies: 1 });
const mention = (fields: Partial<BrandMention> & { id: string }) => mentionOf({ brand: 'vinci', ...fields });

const FAKE = mention({
  id: 'fake',
  publishedAt: at('15:05:02'),
  title: 'VINCI restates its accounts',
  text: 'An internal audit found …',
  url: 'https://www.vinci.group/release',
  author: { id: 'press@vinci.group', name: 'VINCI Press Office' },
  story: story('release'),
  pressRelease: {
    verdict: 'likely-fake',
    score: 0.97,
    signals: [],
    origin: 'look-alike',
    role: 'release',
    case: 'm1~acme',
    claims: [],
  },
  risks: [
    {
      kind: 'look-alike-domain',
      evidence: 'vinci.group',
      explanation: 'The mention stands on vinci.group, which has the name of vinci.com under another suffix.',
    },
  ],
});
const FLASH = mention({
  id: 'flash',
  publishedAt: at('15:06:04'),
  text: 'VINCI dismisses its CFO',
  outlet: 'Bloomberg',
  author: { id: 'a1', handle: 'speeddesk', name: 'Speed Desk' },
  story: story('flash'),
});
const COPIES = Array.from({ length: 6 }, (_, index) =>
  mention({
    id: `copy${index}`,
    publishedAt: at(`15:07:0${index}`),
    text: `RT VINCI dismisses its CFO ${index}`,
    outlet: 'Wire',
    author: { id: 'a1', handle: 'speeddesk', name: 'Speed Desk' },
    story: story('flash'),
  }),
);
const LOUD = mention({
  id: 'loud',
  publishedAt: at('15:12:40'),
  text: 'Enron à la française ?',
  author: { id: 'a2', handle: 'bourse_live', followers: 90_000 },
  story: story('anger'),
  sentiment: negative,
  reach: { raw: 90_000, discounted: 90_000 },
});
const QUIET = mention({
  id: 'quiet',
  publishedAt: at('15:11:00'),
  text: 'bad',
  story: story('other'),
  sentiment: negative,
});
const OUTSIDE = mention({ id: 'outside', publishedAt: at('14:00:00'), text: 'before', outlet: 'Elsewhere' });

describe('composePage', () => {
  const folder = temporaryFolder();
  let store: Store;
  beforeEach(async () => {
    store = await openEmbeddedStore({ dataFolder: folder(), clock: systemClock });
    await store.save([OUTSIDE, FAKE, FLASH, ...COPIES, QUIET, LOUD]);
  });
  afterEach(() => store.close());
  const compose = (
    given: Partial<Incident> = {},
    now = NOW,
    kind: 'first' | 'resolved' = 'first',
    from = store,
    number = 1,
  ) =>
    composePage({
      incident: incidentOf([], { alerts: [alertOf()], severity: 'critical', ...given }),
      kind,
      reason: kind === 'first' ? 'first notification' : 'resolved',
      number,
      brand,
      store: from,
      timezone: 'Europe/Paris',
      consoleUrl: 'http://127.0.0.1:8460/',
      now,
    });

  it('says what, how bad and since when, who speaks, and shows three telling mentions', async () => {
    const page = await compose();
    expect(page).toMatchObject({
      incident: 'inc-vinci-1605',
      headline: 'VINCI: 212 mentions in 10 min, 14 expected, since 16:05 — fake-looking domain vinci.group',
      replay: false,
      severity: 'critical',
      link: 'http://127.0.0.1:8460/#/incidents/inc-vinci-1605',
      rateLink: 'http://127.0.0.1:8460/#/incidents/inc-vinci-1605/pages/1',
    });
    expect(page.topOutlets).toEqual(
      expect.arrayContaining([
        { term: 'Wire', count: 6 },
        { term: 'Bloomberg', count: 1 },
      ]),
    );
    expect(page.topOutlets.map(({ term }) => term)).not.toContain('Elsewhere');
    expect(page.topAuthors[0]).toEqual({ term: 'Speed Desk (@speeddesk)', count: 7 });
    expect(page.samples).toEqual([
      {
        text: 'VINCI restates its accounts. An internal audit found …',
        author: 'VINCI Press Office',
        url: 'https://www.vinci.group/release',
        at: at('15:05:02'),
        risks: ['This press release is probably fake', expect.stringContaining('under another suffix')],
        ...(FAKE.outlet && { outlet: FAKE.outlet }),
      },
      expect.objectContaining({ text: 'VINCI dismisses its CFO', at: at('15:06:04'), risks: [] }),
      expect.objectContaining({ text: 'Enron à la française ?', sentiment: 'negative' }),
    ]);
  });

  it('names the day of a replay, and keeps to 120 characters', async () => {
    const alerts = [
      alertOf({ seen: 21_234.56, unit: 'negative mentions of the brand in French newspapers' }),
    ];
    const { headline, replay } = await compose({ alerts }, Date.parse('2026-01-01T00:00:00.000Z'));
    expect(replay).toBe(true);
    expect(headline).toMatch(/^\[replay 22 Nov 2016\] VINCI: 21,235 negative mentions/);
    expect([...headline].length).toBeLessThanOrEqual(120);
  });

  it('puts the worst finding first and leaves out what is over, until all is', async () => {
    const alerts = [
      alertOf({ id: 'over', rule: 'over', status: 'resolved' }),
      alertOf({ id: 'mild', rule: 'mild', severity: 'info' }),
      alertOf({
        id: 'bad',
        rule: 'bad',
        severity: 'error',
        seen: 62,
        expected: undefined,
        unit: '% of mentions negative',
      }),
    ];
    const page = await compose({ alerts });
    expect(page.findings.map(({ rule }) => rule)).toEqual(['bad', 'mild']);
    expect(page.headline).toMatch(
      /^VINCI: 62% of mentions negative in 10 min, since 16:05, and 1 more finding/,
    );
    const again = alertOf({
      id: 'again',
      rule: 'mild',
      severity: 'info',
      seen: 12,
      expected: undefined,
      at: at('16:25:00'),
    });
    const over = [...alerts, again].map((alert) => ({ ...alert, status: 'resolved' as const }));
    const end = await compose({ alerts: over, state: 'resolved' }, NOW, 'resolved');
    expect(end.headline).toBe(
      'VINCI: over after 1 hour 20 minutes; at its worst 62% of mentions negative in 10 min',
    );
    expect(end.findings).toHaveLength(3);
    expect(end.findings[0]?.summary).toBe(
      'At its worst 212 mentions in 10 minutes, where 14 were to be expected.',
    );
    expect(end.closing).toEqual([
      'It lasted 1 hour 20 minutes, from 16:05 to 17:25.',
      'Nobody acknowledged it.',
      'It ended by itself: nothing that raised it holds any more.',
    ]);
  });

  it('claims no calm where it ends because its rule was changed', async () => {
    const why = 'the rule was changed or removed';
    const alerts = [alertOf({ status: 'resolved', endedBecause: why })];
    const events: IncidentEvent[] = [
      { kind: 'resolved', id: 'end', at: '2026-01-01T00:30:00.000Z', by: 'vigie', why },
    ];
    const page = await compose({ alerts, events, state: 'resolved' }, NOW, 'resolved');
    expect(page.headline).toBe('VINCI: closed; at its worst 212 mentions in 10 min, 14 expected');
    expect(page.closing?.at(-1)).toBe(
      'It was closed because the rule was changed or removed, not because it has calmed: it may go on.',
    );
  });

  it('asks at the end whether the page before was useful', async () => {
    const page = await compose({ state: 'resolved' }, NOW, 'resolved', store, 3);
    expect(page.rateLink).toBe('http://127.0.0.1:8460/#/incidents/inc-vinci-1605/pages/2');
  });

  it('tells at the end who took care of it', async () => {
    const by = (kind: 'acknowledged' | 'resolved', minute: string, why?: string): IncidentEvent => ({
      kind,
      id: kind,
      at: `2026-01-01T00:${minute}:00.000Z`,
      by: 'Ada',
      ...(why && { why }),
    });
    const events = [by('acknowledged', '03'), by('resolved', '45', 'the denial is out')];
    const page = await compose({ events, state: 'resolved' }, NOW, 'resolved');
    expect(page.headline).toBe('VINCI: closed; at its worst 212 mentions in 10 min, 14 expected');
    expect(page.closing).toEqual([
      'It was closed after 45 minutes; what raised it has not calmed yet.',
      'Ada acknowledged it after 3 minutes.',
      'Ada resolved it: the denial is out.',
    ]);
  });

  const lookAlike = alertOf({
    id: 'look-alike',
    rule: 'vinci-look-alike-domain',
    type: 'frequency',
    severity: 'critical',
    filter: ['brand="vinci"', 'risk="look-alike-domain"'],
    startedAt: at('15:05:02'),
    window: { from: at('14:35:02'), to: at('15:12:00') },
    seen: 1,
    expected: undefined,
    unit: 'mentions with a look-alike domain',
    summary: '1 mention with a look-alike domain in 30 minutes',
    watches: 'Something imitates a domain of VINCI.',
  });

  it('shows nothing but what the rule counted', async () => {
    const page = await compose({ alerts: [lookAlike], startedAt: at('15:05:02') });
    expect(page.headline).toBe(
      'VINCI: press text from vinci.group, which only looks like vinci.com — since 16:05',
    );
    expect(page.findings[0]?.summary).toBe(
      'Something imitates a domain of VINCI: 1 mention with a look-alike domain in 30 minutes.',
    );
    expect(page.topOutlets).toEqual(FAKE.outlet ? [{ term: FAKE.outlet, count: 1 }] : []);
    expect(page.topAuthors).toEqual([{ term: 'VINCI Press Office', count: 1 }]);
    expect(page.samples.map(({ text }) => text)).toEqual([
      'VINCI restates its accounts. An internal audit found …',
    ]);
  });

  it('shows all that is counted once a rule without a filter joins, and what is worst first', async () => {
    const alerts = [lookAlike, alertOf({ severity: 'critical', startedAt: at('15:07:00') })];
    const page = await compose({ alerts });
    expect(page.headline).toBe(
      'VINCI: 212 mentions in 10 min, 14 expected, since 16:07, and 1 more finding — fake-looking domain vinci.group',
    );
    expect(page.topAuthors[0]).toEqual({ term: 'Speed Desk (@speeddesk)', count: 7 });
    expect(page.samples).toHaveLength(3);
  });

  it('dwells on the negative where the tone has turned, and on the group that was counted', async () => {
    const turned = alertOf({ focus: ['sentiment="negative"'], filter: ['brand="vinci"'] });
    expect((await compose({ alerts: [turned] })).samples.map(({ sentiment }) => sentiment)).toEqual([
      'negative',
      'negative',
    ]);
    const wire = alertOf({ group: { brand: 'vinci', outlet: 'Wire' } });
    expect((await compose({ alerts: [wire] })).topOutlets).toEqual([{ term: 'Wire', count: 6 }]);
  });

  it.each([
    [['channel!="certificate-log"'], ['story', 'outlet', 'author']],
    [['channel="social"'], []],
  ])('lets the store count all of it where %j leaves nearly all', async (filter, counted) => {
    const asked: string[] = [];
    const counting: Store = {
      ...store,
      topTerms: (given, field, size) => {
        asked.push(field);
        return store.topTerms(given, field, size);
      },
    };
    await compose({ alerts: [alertOf({ filter })] }, NOW, 'first', counting);
    expect(asked).toEqual(counted);
  });

  it('shows ordinary mentions from before it began only where there is nothing else', async () => {
    const early = alertOf({ window: { from: at('13:50:00'), to: at('15:15:00') } });
    const texts = async (startedAt: string) =>
      (await compose({ alerts: [early], startedAt })).samples.map(({ text }) => text);
    expect(await texts(at('15:12:00'))).toEqual([
      'Enron à la française ?',
      'VINCI restates its accounts. An internal audit found …',
      'bad',
    ]);
    expect(await texts(at('15:14:00'))).toHaveLength(3);
    expect(await texts(at('15:11:00'))).not.toContain('before');
  });
});
