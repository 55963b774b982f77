import type { Alert } from '#alerting/alert';
import { detectors } from '#alerting/detectors/index';
import { createEvaluation } from '#alerting/evaluate-rules';
import type { Rule } from '#alerting/rule';
import type { BrandMention } from '#enrich/brand-mention';
import type { StateRecord } from '#ingest/state/state';
import { brandMention } from './brand-mention';
import { rule } from './rule';

const MINUTE = 60_000;
const START = Date.parse('2016-11-22T12:00:00.000Z');
const iso = (at: number) => new Date(at).toISOString();

const quiet = (given: Record<string, unknown> = {}) =>
  rule({
    name: 'quiet',
    type: 'flatline',
    timeframe: '1h',
    options: { threshold: 1, forget_keys: false },
    ...given,
  });

/** Rules under a clock of minutes that ticks, and what is stored when the process ends. */
function watch(rules: readonly Rule[], brands: readonly string[]) {
  const evaluation = createEvaluation(rules, detectors);
  const stored = new Map<string, StateRecord>();
  const alerts: Alert[] = [];
  let { state } = evaluation.restore([], brands);
  let next = 0;
  const store = () => {
    const { puts, deletes } = evaluation.takeChanges(state);
    for (const put of puts) stored.set(`${put.namespace} ${put.key}`, JSON.parse(JSON.stringify(put)));
    for (const { namespace, key } of deletes) stored.delete(`${namespace} ${key}`);
  };
  return {
    /** Ticks every minute, as what is stored does. */
    pass: (from: number, to: number) => {
      for (let minute = from; minute <= to; minute++) {
        alerts.push(...evaluation.tick(state, START + minute * MINUTE));
        store();
      }
    },
    see: (minute: number, given: Partial<BrandMention> = {}) => {
      const at = START + minute * MINUTE;
      const mention = brandMention({
        id: `m${next++}`,
        publishedAt: iso(at),
        collectedAt: iso(at),
        ...given,
      });
      alerts.push(...evaluation.observe(state, mention, at).alerts);
      store();
    },
    restart: (again: readonly string[] = brands, changed = rules) => {
      const restored = createEvaluation(changed, detectors).restore([...stored.values()], again);
      alerts.push(...restored.alerts);
      state = restored.state;
    },
    told: () =>
      alerts.map(({ status, brand, at }) => [
        status,
        brand,
        Math.floor((Date.parse(at) - START + MINUTE) / (10 * MINUTE)) * 10,
      ]),
    alerts,
    groups: () => state.groups.size,
  };
}

describe('silence', () => {
  it('of a brand that was never heard is noticed after a timeframe', () => {
    const { pass, told, alerts } = watch([quiet()], ['acme', 'globex']);
    pass(0, 90);
    expect(told()).toEqual([
      ['firing', 'acme', 60],
      ['firing', 'globex', 60],
    ]);
    expect(alerts[0]?.summary).toMatch(
      /^no mention at all in the 1 hour( \d minutes)? of the watch, where at least 1 was to be expected in 1 hour$/,
    );
  });

  it.each([
    [['brand="acme"'], ['acme']],
    [['brand!="acme"'], ['globex']],
    [
      ['brand=~"acme|globex"', 'channel="news"'],
      ['acme', 'globex'],
    ],
  ])('is watched of the brands that the filter %j lets through', (filter, brands) => {
    const { pass, told } = watch([quiet({ filter })], ['acme', 'globex']);
    pass(0, 90);
    expect(told().map(([, brand]) => brand)).toEqual(brands);
  });

  it('begins with the first mention where further fields are counted apart', () => {
    const { pass, see, told } = watch([quiet({ query_key: ['brand', 'outlet'] })], ['acme']);
    pass(0, 90);
    expect(told()).toEqual([]);
    see(91, { outlet: 'Wire' });
    pass(92, 170);
    expect(told()).toEqual([['firing', 'acme', 150]]);
  });

  it('is of one length, however often the process is restarted', () => {
    const { pass, restart, told } = watch([quiet()], ['acme']);
    for (let minute = 0; minute < 90; minute += 9) {
      pass(minute, minute + 8);
      restart();
    }
    pass(90, 100);
    expect(told()).toEqual([['firing', 'acme', 60]]);
  });

  it('fires once, ends when it is heard again, and comes back', () => {
    const { pass, see, restart, told, alerts } = watch([quiet()], ['acme']);
    pass(0, 70);
    restart();
    pass(71, 80);
    see(81);
    restart();
    pass(82, 150);
    expect(told()).toEqual([
      ['firing', 'acme', 60],
      ['resolved', 'acme', 80],
      ['firing', 'acme', 140],
    ]);
    expect(alerts[1]?.explanation.at(-1)).toBe('it is heard again');
  });

  it('after an outage of hours is believed when what was said meanwhile has had time to come', () => {
    const { pass, see, restart, told } = watch([quiet()], ['acme', 'globex']);
    pass(0, 20);
    see(21);
    restart();
    // Three hours later a feed brings what globex heard while nobody watched.
    see(200, { brand: 'globex' });
    pass(201, 240);
    expect(told()).toEqual([['firing', 'acme', 230]]);
  });

  it('of a brand outlives days without a word; of an outlet, only what its alert needs', () => {
    const rules = [quiet(), quiet({ name: 'outlets', query_key: ['outlet'] })];
    const { pass, see, groups, told } = watch(rules, ['acme']);
    see(0, { outlet: 'Wire' });
    for (let minute = 1; minute < 6_000; minute += 9) pass(minute, minute);
    expect(groups()).toBe(1);
    expect(told().filter(([status]) => status === 'resolved')).toHaveLength(2);
  });

  it('ends with its brand or its rule', () => {
    for (const [brands, rules, why] of [
      [[], [quiet()], 'the brand is not watched any more'],
      [['acme'], [], 'the rule was changed or removed'],
    ] as const) {
      const { pass, restart, alerts, groups } = watch([quiet()], ['acme']);
      pass(0, 70);
      restart(brands, [...rules]);
      expect(alerts.map(({ status }) => status)).toEqual(['firing', 'resolved']);
      expect(alerts[1]?.explanation.at(-1)).toBe(why);
      expect(Date.parse(alerts[1]?.at ?? '')).toBe(Date.parse(alerts[0]?.startedAt ?? ''));
      expect(groups()).toBe(0);
    }
  });

  it.each([
    ['while nothing was said', undefined],
    ['when the other brand was heard', { brand: 'globex' }],
  ])('is watched on though the clock had been ahead %s', (_, given) => {
    const { pass, see, told } = watch([quiet()], ['acme', 'globex']);
    pass(1_000_000, 1_000_001);
    if (given) see(1_000_002, given);
    see(0, { brand: 'globex' });
    pass(1, 120);
    expect(
      told()
        .map(([status, brand]) => `${brand} ${status}`)
        .sort(),
    ).toEqual(['acme firing', 'globex firing']);
  });
});
