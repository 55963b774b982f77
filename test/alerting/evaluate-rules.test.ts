import type { Alert } from '#alerting/alert';
import { detectors } from '#alerting/detectors/index';
import { newTerm } from '#alerting/detectors/new-term';
import { SpikeOptions } from '#alerting/detectors/spike';
import { alertId } from '#alerting/episode';
import { createEvaluation } from '#alerting/evaluate-rules';
import type { Rule } from '#alerting/rule';
import type { BrandMention } from '#enrich/brand-mention';
import type { StateRecord } from '#ingest/state/state';
import { brandMention } from './brand-mention';
import { rule } from './rule';

const MINUTE = 60_000;
const START = Date.parse('2016-11-22T12:00:00.000Z');
const iso = (at: number) => new Date(at).toISOString();

let nextId = 0;
function at(time: number, given: Partial<BrandMention> = {}): BrandMention {
  const id = `m${nextId++}~${given.brand ?? 'acme'}`;
  return brandMention({ id, publishedAt: iso(time), collectedAt: iso(time), ...given });
}
const burst = (count: number, from: number, given: Partial<BrandMention> = {}) =>
  Array.from({ length: count }, (_, index) => at(from + index * 1_000, given));

/** Feeds mentions through, restarting from what was stored every so often; gives the alerts and the stored records. */
function evaluate(rules: Rule[], mentions: BrandMention[], restartEvery = Number.POSITIVE_INFINITY) {
  const stored = new Map<string, StateRecord>();
  const evaluation = createEvaluation(rules, detectors);
  let { state } = evaluation.restore([]);
  const alerts: Alert[] = [];
  const observed: string[] = [];
  let takenAt = 0;
  const store = () => {
    const { puts, deletes } = evaluation.takeChanges(state);
    for (const put of puts) stored.set(`${put.namespace} ${put.key}`, JSON.parse(JSON.stringify(put)));
    for (const { namespace, key } of deletes) stored.delete(`${namespace} ${key}`);
  };
  mentions.forEach((mention, index) => {
    // The bus takes one after the other, whatever their own times say.
    takenAt = Math.max(takenAt, Date.parse(mention.collectedAt));
    const outcome = evaluation.observe(state, mention, takenAt);
    alerts.push(...outcome.alerts);
    observed.push(outcome.observed);
    if ((index + 1) % restartEvery !== 0) return;
    store();
    state = evaluation.restore([...stored.values()]).state;
  });
  store();
  const tick = (now: number) => evaluation.tick(state, now);
  return {
    alerts,
    observed,
    stored: [...stored.values()],
    tick,
    told: alerts.map(({ status, seen }) => `${status} ${seen}`),
  };
}

describe('an alert', () => {
  it('begins with its first finding, and says all that a page needs', () => {
    const { alerts } = evaluate(
      [
        rule({
          severity: 'error',
          filter: ['brand="acme"', 'sentiment<=-0.4'],
          query_key: ['brand', 'language'],
        }),
      ],
      burst(5, START, {
        language: 'fr',
        sentiment: { score: -0.5, label: 'negative', confidence: 1, words: [], model: 'm' },
      }),
    );
    const startedAt = iso(START + 4_000);
    expect(alerts).toEqual([
      {
        id: alertId('many', { brand: 'acme', language: 'fr' }, startedAt),
        status: 'firing',
        rule: 'many',
        type: 'frequency',
        origin: { file: 'rules/acme.yaml', line: 3 },
        brand: 'acme',
        group: { brand: 'acme', language: 'fr' },
        severity: 'error',
        startedAt,
        at: startedAt,
        window: { from: iso(START + 4_000 - 10 * MINUTE), to: startedAt },
        seen: 5,
        unit: 'negative mentions',
        summary: '5 negative mentions in 10 minutes; the alarm is set at 5 (language fr)',
        explanation: [
          'the alarm is set at 5 in 10 minutes',
          'over when there were 2 or fewer for 10 minutes',
        ],
        filter: ['brand="acme"', 'sentiment<=-0.4'],
        dedupKey: 'brand=acme',
      },
    ]);
  });

  it('is told again when it doubles, and ends at its worst when later mentions show that it calmed', () => {
    const { told } = evaluate([rule()], [...burst(24, START), at(START + 30 * MINUTE, { brand: 'other' })]);
    expect(told).toEqual(['firing 5', 'firing 10', 'firing 20', 'resolved 24']);
  });

  it.each([
    ['the same', 5, []],
    ['twice as bad', 10, ['firing 10']],
  ])('is held back within realert when a new episode is %s', (_, count, again) => {
    const later = START + 15 * MINUTE;
    const { told } = evaluate(
      [rule()],
      [...burst(5, START), at(later - MINUTE, { brand: 'other' }), ...burst(count, later)],
    );
    expect(told).toEqual(['firing 5', 'resolved 5', ...again]);
  });

  it('comes after realert, though the episode began within it', () => {
    const mentions = [...burst(5, START), at(START + 14 * MINUTE, { brand: 'other' })];
    for (let minute = 15; minute < 40; minute += 1.5) mentions.push(at(START + minute * MINUTE));
    const { alerts } = evaluate([rule()], mentions);
    expect(alerts.map(({ status, at }) => [status, (Date.parse(at) - START) / MINUTE])).toEqual([
      ['firing', expect.closeTo(0.07, 1)],
      ['resolved', 14],
      ['firing', 31.5],
    ]);
  });

  it('is the same, wherever the evaluation is restarted', () => {
    const mentions = [...burst(24, START), ...burst(8, START + 60 * MINUTE), at(START + 90 * MINUTE)];
    const rules = [
      rule(),
      rule({
        name: 'storm',
        type: 'spike',
        options: {
          spike_height: 3,
          threshold_cur: 6,
          threshold_ref: 1,
          spike_type: 'up',
          reference_windows: 6,
          adapt_after: 86_400_000,
        },
      }),
    ];
    expect(evaluate(rules, mentions, 1).alerts).toEqual(evaluate(rules, mentions).alerts);
    expect(evaluate(rules, mentions).alerts.length).toBeGreaterThan(6);
  });

  it('ends when its rule is changed or removed', () => {
    const { stored } = evaluate([rule()], burst(5, START));
    for (const rules of [[], [rule({ options: { num_events: 6 } })]]) {
      const { alerts, state } = createEvaluation(rules, detectors).restore(
        JSON.parse(JSON.stringify(stored)),
      );
      expect(alerts).toMatchObject([{ status: 'resolved', rule: 'many', seen: 5 }]);
      expect(state.groups.size).toBe(0);
    }
    expect(createEvaluation([rule({ severity: 'info' })], detectors).restore(stored)).toMatchObject({
      alerts: [],
    });
  });
});

describe('a mention', () => {
  it('counts once, also after a restart', () => {
    const mentions = burst(4, START);
    const { observed, alerts } = evaluate([rule()], [...mentions, ...mentions, ...mentions], 3);
    expect(observed).toEqual([...Array(4).fill('counted'), ...Array(8).fill('duplicate')]);
    expect(alerts).toEqual([]);
  });

  it('counts late where it belongs, within the allowed lateness, and is ignored as backfill', () => {
    const { observed, told } = evaluate(
      [rule({ allowed_lateness: '5m' })],
      [
        at(START),
        at(START + 10 * MINUTE),
        at(START + 5 * MINUTE),
        at(START + 6 * MINUTE),
        at(START + 4 * MINUTE),
        at(START + 9 * MINUTE, { backfill: true }),
        at(START + 7 * MINUTE),
        at(START + 8 * MINUTE),
      ],
    );
    expect(observed).toEqual([
      'counted',
      'counted',
      'counted',
      'counted',
      'late',
      'backfill',
      'counted',
      'counted',
    ]);
    expect(told).toEqual(['firing 5']);
  });

  it.each([
    ['frequency', { num_events: 20 }, 'firing 20'],
    ['spike', { spike_height: 3, threshold_cur: 20, threshold_ref: 1 }, 'firing 20'],
    [
      'percentage_match',
      { match: ['sentiment="negative"'], max_percentage: 10, min_denominator: 20 },
      'firing 100',
    ],
    [
      'percentage_match',
      { match: ['sentiment="negative"'], baseline: 'history', min_denominator: 20 },
      'firing 100',
    ],
  ])(
    'in a %s rule belongs to its own minute: what a slow feed brings 25 minutes late swells no present window',
    (type, options, fires) => {
      const negative = { label: 'negative' as const, score: -0.8, confidence: 1, words: [], model: 'm' };
      const seconds = (count: number, from: number) => burst(count, from, { sentiment: negative });
      const now = START + 60 * MINUTE;
      const rules = [
        rule({
          type,
          options: detectors.find(({ kind }) => kind === type)?.options.parse(options),
          timeframe: '10m',
        }),
      ];
      const late = evaluate(rules, [at(START), at(now), ...seconds(19, now - 25 * MINUTE)]);
      expect(late.observed).toEqual(Array(21).fill('counted'));
      expect(late.told).toEqual([]);
      expect(evaluate(rules, [at(START), ...seconds(20, now)]).told).toEqual([fires]);
    },
  );

  it('of a replay is counted apart from what is live, and joins no live incident', () => {
    const live = Date.parse('2026-01-05T12:00:00.000Z');
    const evaluation = createEvaluation([rule()], detectors);
    const { state } = evaluation.restore([]);
    const alerts = [...burst(5, START), ...burst(5, live)]
      .sort((a, b) => a.publishedAt.slice(-8).localeCompare(b.publishedAt.slice(-8)))
      .flatMap((mention) => evaluation.observe(state, mention, live).alerts);
    expect(alerts.map(({ dedupKey, seen }) => [dedupKey, seen])).toEqual([
      ['brand=acme replay-2016', 5],
      ['brand=acme', 5],
    ]);
    expect(evaluation.tick(state, live + 60 * MINUTE)).toMatchObject([
      { status: 'resolved', dedupKey: 'brand=acme' },
    ]);
  });

  it('leaves little behind: ids are forgotten once they would be too late anyway', () => {
    const mentions = Array.from({ length: 5_000 }, (_, index) => at(START + index * 5_000));
    const { stored } = evaluate([rule({ options: { num_events: 10_000 } })], mentions, 100);
    const seen = stored.filter(({ namespace }) => namespace === 'seen');
    expect(seen.length).toBeLessThan(4);
    expect(JSON.stringify(stored).length).toBeLessThan(50_000);
  });
});

describe('a clock that was wrong', () => {
  const spike = rule({
    name: 'storm',
    type: 'spike',
    options: SpikeOptions.parse({ spike_height: 3, threshold_cur: 5, threshold_ref: 1 }),
  });
  const year = 365 * 24 * 60 * MINUTE;

  it.each([
    ['45 minutes', 45 * MINUTE],
    ['a year', year],
  ])('%s ahead while nothing came blinds no rule afterwards', (_, ahead) => {
    const evaluation = createEvaluation([rule(), spike], detectors);
    const { state } = evaluation.restore([]);
    const feed = (list: BrandMention[]) =>
      list.flatMap((one) => evaluation.observe(state, one, Date.parse(one.collectedAt)).alerts);
    feed([at(START)]);
    evaluation.tick(state, START + ahead);
    expect(feed(burst(5, START + MINUTE)).map((one) => `${one.rule} ${one.status}`)).toEqual([
      'many firing',
      'storm firing',
    ]);
    expect(evaluation.tick(state, START + 40 * MINUTE).map((one) => `${one.rule} ${one.status}`)).toEqual([
      'many resolved',
      'storm resolved',
    ]);
  });

  it.each([
    ['45 minutes', 45 * MINUTE],
    ['a year', year],
  ])('%s ahead when mentions came ends what it fired, and counts what comes after', (_, ahead) => {
    const evaluation = createEvaluation([rule(), spike], detectors);
    const { state } = evaluation.restore([]);
    const feed = (list: BrandMention[]) =>
      list.flatMap((one) => evaluation.observe(state, one, Date.parse(one.collectedAt)).alerts);
    feed([at(START)]);
    expect(feed(burst(5, START + ahead)).length).toBeGreaterThan(0);
    const after = feed(burst(5, START + MINUTE)).map((one) => `${one.rule} ${one.status}`);
    expect(after).toContain('many resolved');
    expect(after.slice(-2).sort()).toEqual(['many firing', 'storm firing']);
  });
});

it('gives every alert an end and counts what it should, whatever comes in whatever order', () => {
  for (let seed = 1; seed <= 10; seed++) {
    let random = seed;
    const next = (below: number) => {
      random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fffffff;
      return Math.floor((random / 0x7fffffff) * below);
    };
    const unique = Array.from({ length: 300 }, () => {
      const time = START + next(240) * MINUTE + next(60) * 1_000;
      return at(time, { collectedAt: iso(time + next(20) * MINUTE), brand: `acme${next(2)}` });
    }).sort((a, b) => a.collectedAt.localeCompare(b.collectedAt));
    const twice = unique.flatMap((mention) => (next(3) === 0 ? [mention, mention] : [mention]));
    const rules = [rule({ realert: '1m' })];
    const { alerts, observed, tick } = evaluate(rules, twice, 1 + next(40));
    expect(observed.filter((one) => one === 'counted')).toHaveLength(300);
    expect(evaluate(rules, twice).alerts).toEqual(alerts);
    const all = [...alerts, ...tick(START + 600 * MINUTE)];
    const of = (status: string) => new Set(all.filter((one) => one.status === status).map(({ id }) => id));
    expect(of('resolved')).toEqual(of('firing'));
  }
});

describe('a group', () => {
  const byAuthor = rule({ query_key: ['author', 'outlet'] });
  const author = (handle: string) => ({ author: { id: 'a', handle } });

  it('keeps apart what differs, though its name is hostile', () => {
    const list = burst(10, START).map((mention, index) => ({
      ...mention,
      ...(index % 2 === 0 ? { ...author('a\u001fb'), outlet: 'c' } : { ...author('a'), outlet: 'b\u001fc' }),
    }));
    expect(evaluate([byAuthor], list, 3).told).toEqual(['firing 5', 'firing 5']);
  });

  it.each([
    ['NUL', 'Ada\u0000Lovelace'],
    ['half a character', 'Ada\ud83d'],
    ['great length', 'Ada'.repeat(100_000)],
  ])('with %s in its name is one group, with a short key that databases keep', (_, handle) => {
    const { told, stored, alerts } = evaluate([byAuthor], burst(5, START, author(handle)));
    expect(told).toEqual(['firing 5']);
    expect(JSON.stringify([stored, alerts]).length).toBeLessThan(10_000);
    const keys = stored.filter(({ namespace }) => namespace === 'detectors').map(({ key }) => key);
    expect(keys).toEqual([expect.stringMatching(/^many\u001f(?:[^\p{Cc}\p{Cs}]|\u001f)*$/u)]);
  });
});

it('does not forget over a silent week what a new_term rule has learned of a brand in a month', () => {
  const options = newTerm.options.parse({ field: 'outlet', learn_for: '1d' });
  const rules = [rule({ type: 'new_term', timeframe: '1h', options })];
  const days = (count: number) => START + count * 1_440 * MINUTE;
  const mentions = [at(START, { outlet: 'Wire' }), at(days(2), { outlet: 'Wire' })];
  const week = Array.from({ length: 7 }, (_, day) => at(days(3 + day), { brand: 'other' }));
  const { alerts } = evaluate(
    rules,
    [...mentions, ...week, at(days(10), { outlet: 'Wire' }), at(days(10), { outlet: 'Bild' })],
    2,
  );
  expect(alerts.map(({ summary }) => summary)).toEqual([
    '1 new outlet, not heard of in the 10 days before: "Bild"',
  ]);
});

it('says which rule has an unknown type or filter', () => {
  expect(() => createEvaluation([rule({ type: 'spikes' })], detectors)).toThrow(
    'rules/acme.yaml:3 rule "many": unknown type "spikes": expected any, cardinality, change, flatline, frequency, metric_aggregation, new_term, percentage_match, press_release, spike',
  );
  expect(() => createEvaluation([rule({ filter: ['brnd="a"'] })], detectors)).toThrow(
    'did you mean "brand"?',
  );
});
