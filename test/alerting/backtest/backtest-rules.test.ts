import { createArrivals } from '#alerting/backtest/arrivals';
import { createBacktest, warmUpOf } from '#alerting/backtest/backtest-rules';
import { explainState } from '#alerting/backtest/explain-state';
import { detectors } from '#alerting/detectors/index';
import { SpikeOptions } from '#alerting/detectors/spike';
import { conditionHolds } from '#alerting/explanation';
import type { BrandMention, PressRelease } from '#enrich/brand-mention';
import { judged } from '../press-release-mentions';
import { rule } from '../rule';
import { arrivalsOf, backtest, burst, DAY, HOUR, MINUTE, mentionAt, pagesOf, route, START } from './course';

const five = rule({ name: 'five', realert: '30m' });

describe('a back-test', () => {
  it('counts a storm as one alert and one page, and tells how long it went on', () => {
    const result = backtest([five], burst(100, 6));
    expect(pagesOf(result)).toEqual([
      [101, 'first notification', 'five'],
      [expect.any(Number), 'resolved', 'five'],
    ]);
    expect(result.rules).toEqual([
      {
        rule: 'five',
        type: 'frequency',
        alerts: 1,
        pages: 1,
        pagesPerWeek: 1,
        longestStormMs: expect.any(Number),
        quietWeeks: 0,
        weeks: 1,
        detected: [],
      },
    ]);
    expect(result.all.longestStormMs).toBeGreaterThan(9 * MINUTE);
    expect(result.all.longestStormMs).toBeLessThan(16 * MINUTE);
  });

  it.each([
    ['within realert of the last is no page', [100, 120], [101]],
    ['after realert is one', [100, 300], [101, 301]],
    ['that is twice as bad is one, also within realert', [100, 120, 120], [101, 121]],
  ])('a second storm %s', (_, minutes, expected) => {
    const storms = minutes.map((minute, index) => burst(minute, 5, { source: `feed-${index}` }));
    const mentions = storms.flatMap((storm, index) =>
      storm.map((mention) => ({ ...mention, id: `${index}-${mention.id}` })),
    );
    const pages = pagesOf(backtest([five], mentions));
    expect(pages.filter(([, reason]) => reason !== 'resolved').map(([minute]) => minute)).toEqual(expected);
  });

  it('knows of declared moments what was known', () => {
    const options = SpikeOptions.parse({ spike_height: 3, threshold_cur: 20, threshold_ref: 20 });
    const storm = rule({ name: 'storm', type: 'spike', options });
    const minutes = Array.from({ length: 100 }, (_, minute) => burst(minute, minute < 80 ? 2 : 10)).flat();
    const moment = {
      name: 'results day',
      brands: ['acme'],
      from: '2026-03-02T01:20:00Z',
      to: '2026-03-02T02:00:00Z',
      expect: 6,
      timezone: 'UTC',
    };
    const pagesWith = (moments: (typeof moment)[]) => pagesOf(backtest([storm], minutes, { moments })).length;
    expect([pagesWith([]) > 0, pagesWith([moment])]).toEqual([true, 0]);
  });

  it('sends one page of an incident of several rules, and each rule has its part', () => {
    const result = backtest([five, rule({ name: 'other' })], burst(100, 6));
    expect(pagesOf(result)[0]).toEqual([101, 'first notification', 'five other']);
    expect(result.rules.map(({ pages }) => pages)).toEqual([1, 1]);
    expect(result.all.pages).toBe(1);
  });

  it('reminds every repeat_interval while it goes on, and does not count that', () => {
    const mentions = Array.from({ length: 10 * 60 }, (_, minute) => mentionAt(minute));
    const result = backtest([five], mentions);
    expect(pagesOf(result).map(([, reason]) => reason)).toEqual([
      'first notification',
      'twice as bad',
      'repeat interval elapsed',
      'repeat interval elapsed',
      'resolved',
    ]);
    expect(result.all).toMatchObject({ alerts: 1, pages: 2 });
  });

  it('knows quiet weeks from loud ones, and reports on nothing before its first day', () => {
    const mentions = [-10_000, 100, 15 * 24 * 60].flatMap((minute) => burst(minute, 6));
    const { all } = backtest([five], mentions, { stretch: { from: START, to: START + 28 * DAY } });
    expect(all).toMatchObject({ alerts: 2, pages: 2, pagesPerWeek: 0.5, quietWeeks: 2, weeks: 4 });
  });

  it('tells when labelled incidents were told of, by rule and in all', () => {
    const labelled = [
      { name: 'storm', brand: 'acme', from: START + 95 * MINUTE, to: START + 2 * HOUR },
      { name: 'other brand', brand: 'zenith', from: START, to: START + DAY },
      { name: 'later', brand: 'acme', from: START + 2 * DAY, to: START + 3 * DAY },
    ];
    const rules = [five, rule({ name: 'ten', options: { num_events: 10 } })];
    const { rules: tallies, all } = backtest(rules, burst(100, 5), { labelled });
    const found = [5.8 * MINUTE, undefined, undefined];
    expect(all.detected.map(({ afterMs }) => afterMs)).toEqual(found);
    expect(tallies.map(({ detected }) => detected.map(({ afterMs }) => afterMs))).toEqual([
      found,
      [undefined, undefined, undefined],
    ]);
  });

  it('reads so much before its first day that every window is known', () => {
    expect(warmUpOf([five])).toBe(7 * DAY);
    expect(warmUpOf([five, rule({ timeframe: '2d' })])).toBe(16 * DAY);
  });
});

describe('what was collected later than it was published', () => {
  it('is counted when it was collected, in the window where it belongs', () => {
    const late = [0, 1, 2, 3, 4].map((second) => mentionAt(100 + second / 60, { collectedAfter: 5 }));
    expect(pagesOf(backtest([five], late))[0]?.[0]).toBe(105);
  });

  it('is not counted when it was too late for the rule, or was collected as backfill', () => {
    const ordinary = [101, 145].map((minute) => mentionAt(minute));
    const tooLate = burst(100, 6).map((mention) => ({
      ...mention,
      collectedAt: new Date(START + 146 * MINUTE).toISOString(),
    }));
    const backfill = burst(200, 6, { backfill: true });
    const { mentions, pages } = backtest([five], [...ordinary, ...tooLate, ...backfill]);
    expect(mentions).toEqual({ counted: 2, late: 6, backfill: 6, duplicate: 0 });
    expect(pages).toEqual([]);
  });

  it('waits in order of collection, and never more of it than a bound', () => {
    const mentions = [3, 2, 1].map((after, minute) => mentionAt(minute, { collectedAfter: 10 * after }));
    const order = (waiting: number) => {
      const arrivals = createArrivals(waiting);
      const taken = mentions.map((mention) => arrivals.take([mention]).length);
      return [taken, arrivals.rest().map(({ at }) => (at - START) / MINUTE)];
    };
    expect(order(10)).toEqual([
      [0, 0, 0],
      [12, 21, 30],
    ]);
    expect(order(2)).toEqual([[0, 0, 3], []]);
  });

  it('is a release with the verdict that it had at first', () => {
    const release = judged('fake~acme', '15:05:02', { verdict: 'suspect' }).pressRelease as PressRelease;
    const stored: BrandMention = mentionAt(1, {
      pressRelease: { ...release, verdict: 'refuted', rejudged: { at: '', by: 'denial', from: 'suspect' } },
    });
    expect(arrivalsOf([stored])[0]?.mention.pressRelease).toEqual({ ...release, verdict: 'suspect' });
  });
});

describe('an explanation', () => {
  const explainAt = (minute: number, mentions: readonly BrandMention[]) => {
    const at = START + minute * MINUTE;
    const running = createBacktest({ rules: [five], detectors, route, stretch: { from: at, to: at + 1 } });
    running.take(arrivalsOf(mentions));
    return explainState(running.stateAt(at), { rule: five, detectors, brands: ['acme'], at });
  };

  it.each([
    ['before anything was counted', 50, 0, 'quiet', false],
    ['while there are too few', 100.5, 4, 'quiet', false],
    ['while it fires', 102, 6, 'firing', true],
    ['after it has calmed', 125, 0, 'quiet', false],
    ['when the condition holds again within realert', 128, 6, 'held', true],
  ])('tells what was seen %s', (_, minute, seen, kind, open) => {
    const storms = [...burst(100, 6), ...burst(126, 6)];
    const [explained] = explainAt(minute, storms);
    expect(explained).toMatchObject({ rule: 'five', group: { brand: 'acme' }, seen, outcome: { kind } });
    expect(explained?.gates[0]).toMatchObject({ seen, open });
  });

  it('shows how long ago it was last told, while realert keeps it quiet', () => {
    const [explained] = explainAt(120, burst(100, 6));
    const gate = explained?.gates.at(-1);
    expect(gate).toMatchObject({
      name: expect.stringContaining('realert'),
      limit: '30 minutes',
      open: false,
    });
    expect(gate?.seen).toMatch(/^19 minutes \d+ seconds since it was last told$/);
  });

  it('refuses a brand that the rule is not about', () => {
    const about = rule({ name: 'zenith', filter: ['brand="zenith"'] });
    const { stateAt } = createBacktest({
      rules: [about],
      detectors,
      route,
      stretch: { from: START, to: START + 1 },
    });
    const question = { rule: about, detectors, brands: ['acme'], at: START };
    expect(() => explainState(stateAt(START), question)).toThrow(
      'rule "zenith" is not about acme: see its filter',
    );
  });

  it('is refused for a rule type that has none', () => {
    const silent = detectors.map((definition) => ({
      ...definition,
      create: (...given: Parameters<typeof definition.create>) => {
        const { explain, ...detector } = definition.create(...given);
        return detector;
      },
    }));
    const { stateAt } = createBacktest({
      rules: [five],
      detectors: silent,
      route,
      stretch: { from: START, to: START + 1 },
    });
    const question = { rule: five, detectors: silent, brands: ['acme'], at: START };
    expect(() => explainState(stateAt(START), question)).toThrow(
      'the type frequency does not explain itself',
    );
  });

  it('holds when one way of several is open, and all that belong to none', () => {
    const gate = (open: boolean, way?: string) => ({
      name: 'gate',
      seen: 1,
      needs: 'at least' as const,
      limit: 1,
      open,
      ...(way && { way }),
    });
    expect(conditionHolds({ gates: [gate(true), gate(false, 'a'), gate(true, 'b')] })).toBe(true);
    expect(conditionHolds({ gates: [gate(true), gate(false, 'a'), gate(true, 'a')] })).toBe(false);
    expect(conditionHolds({ gates: [gate(false), gate(true, 'a')] })).toBe(false);
  });
});
