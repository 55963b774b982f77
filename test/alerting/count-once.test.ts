import { countedInWords } from '#alerting/compile-rules';
import { type CountedLately, createCountOnce } from '#alerting/count-once';
import { detectors } from '#alerting/detectors/index';
import { createEvaluation } from '#alerting/evaluate-rules';
import { parseMatcher } from '#alerting/matchers/parse-matcher';
import type { CountBy } from '#alerting/rule';
import type { BrandMention } from '#enrich/brand-mention';
import { brandMention } from './brand-mention';
import { rule } from './rule';

const MINUTE = 60_000;
const START = Date.parse('2016-11-22T12:00:00.000Z');
const TIMES = { timeframe: 10 * MINUTE, allowedLateness: 30 * MINUTE };
const iso = (at: number) => new Date(at).toISOString();

const story = (id: string) => ({ story: { id, first: false, copies: 1 } });
const author = (handle: string) => ({ author: { id: `id of ${handle}`, handle } });

/** Which of the mentions count; each is given as minutes after the start and what it is. */
function counted(
  countBy: 'stories' | 'authors',
  list: readonly (readonly [number, Partial<BrandMention>])[],
) {
  const countOnce = createCountOnce(countBy, TIMES);
  const lately: CountedLately = [];
  return list.map(([minute, given], index) =>
    countOnce(lately, brandMention({ id: `m${index}~acme`, ...given }), START + minute * MINUTE),
  );
}

describe('count_by', () => {
  it.each<[string, 'stories' | 'authors', [number, Partial<BrandMention>][], boolean[]]>([
    [
      'copies of one story once',
      'stories',
      [
        [0, story('a')],
        [1, story('a')],
        [2, story('b')],
      ],
      [true, false, true],
    ],
    [
      'one author once, whatever the story',
      'authors',
      [
        [0, { ...author('ann'), ...story('a') }],
        [1, { ...author('ann'), ...story('b') }],
      ],
      [true, false],
    ],
    [
      'what has no story for itself',
      'stories',
      [
        [0, {}],
        [0, {}],
      ],
      [true, true],
    ],
    [
      'what has no author for its outlet',
      'authors',
      [
        [0, { outlet: 'The Post' }],
        [1, { outlet: 'The Post' }],
      ],
      [true, false],
    ],
    [
      'a mail without author for its sender',
      'authors',
      [
        [0, { sender: 'a@b.example' }],
        [1, { sender: 'a@b.example' }],
      ],
      [true, false],
    ],
    [
      'what has neither for itself',
      'authors',
      [
        [0, {}],
        [0, {}],
      ],
      [true, true],
    ],
    [
      'an author again after the timeframe',
      'authors',
      [
        [0, author('ann')],
        [9, author('ann')],
        [10.5, author('ann')],
      ],
      [true, false, true],
    ],
    [
      'a late one not beside the one after it',
      'authors',
      [
        [30, author('ann')],
        [22, author('ann')],
      ],
      [true, false],
    ],
    [
      'a late one where no window holds both',
      'authors',
      [
        [30, author('ann')],
        [5, author('ann')],
        [14, author('ann')],
      ],
      [true, true, false],
    ],
  ])('counts %s', (_, countBy, list, expected) => {
    expect(counted(countBy, list)).toEqual(expected);
  });

  it('forgets what is older than the timeframe and the allowed lateness, and never holds more than 10,000', () => {
    const countOnce = createCountOnce('authors', TIMES);
    const lately: CountedLately = [];
    const ids = () => lately.flatMap((one) => one.ids);
    for (let index = 0; index < 12_000; index++)
      countOnce(lately, brandMention(author(`a${index}`)), START + (index * 5 * MINUTE) / 12_000);
    expect(ids()).toHaveLength(10_000);
    expect(JSON.stringify(lately).length).toBeLessThan(200_000);
    countOnce(lately, brandMention(author('late')), START + 50 * MINUTE);
    expect(ids()).toHaveLength(1);
    expect(JSON.stringify(lately)).not.toContain('late');
  });

  it.each<[string[], CountBy, string]>([
    [[], 'mentions', 'mentions'],
    [[], 'stories', 'stories'],
    [[], 'authors', 'authors'],
    [['sentiment="negative"'], 'stories', 'negative stories'],
    [['sentiment<=-0.4'], 'authors', 'authors of negative mentions'],
    [['risk="look-alike-domain"'], 'stories', 'stories with a look-alike domain'],
    [['press_release.verdict>=suspect'], 'authors', 'authors of mentions of a suspect press release'],
  ])('of %j and %s reads "%s"', (filter, countBy, words) => {
    const matchers = filter.map((text) => {
      const parsed = parseMatcher(text);
      if (!parsed.ok) throw new Error(parsed.message);
      return parsed.matcher;
    });
    expect(countedInWords(matchers, countBy)).toBe(words);
  });
});

/** Alerts on these mentions, each of them evaluated in turn; from what was stored after every `restartEvery`. */
function alertsOf(
  given: Record<string, unknown>,
  mentions: BrandMention[],
  restartEvery = mentions.length + 1,
) {
  const evaluation = createEvaluation([rule(given)], detectors);
  const stored = new Map<string, string>();
  let { state } = evaluation.restore([]);
  return mentions.flatMap((mention, index) => {
    const { alerts } = evaluation.observe(state, mention, Date.parse(mention.collectedAt));
    if ((index + 1) % restartEvery === 0) {
      for (const put of evaluation.takeChanges(state).puts)
        stored.set(`${put.namespace} ${put.key}`, JSON.stringify(put));
      state = evaluation.restore([...stored.values()].map((text) => JSON.parse(text))).state;
    }
    return alerts;
  });
}

const mention = (index: number, given: Partial<BrandMention>): BrandMention => {
  const at = iso(START + index * 5_000);
  return brandMention({ id: `m${index}~acme`, publishedAt: at, collectedAt: at, ...given });
};
const many = (count: number, given: (index: number) => Partial<BrandMention>) =>
  Array.from({ length: count }, (_, index) => mention(index, given(index)));

describe('a rule', () => {
  it.each([
    ['frequency', { num_events: 5 }],
    ['spike', { spike_height: 3, threshold_cur: 5, threshold_ref: 1 }],
    ['percentage_match', { match: ['channel="social"'], max_percentage: 10, min_denominator: 5 }],
  ])(
    'of type %s takes forty copies of one story, or forty shouts of one author, for one',
    (type, options) => {
      const parsed = detectors.find(({ kind }) => kind === type)?.options.parse(options);
      const base = { type, options: parsed };
      const copies = many(40, () => ({ ...story('wire'), ...author('shouter') }));
      expect(alertsOf(base, copies)).not.toEqual([]);
      expect(alertsOf({ ...base, count_by: 'stories' }, copies)).toEqual([]);
      expect(alertsOf({ ...base, count_by: 'authors' }, copies)).toEqual([]);
      const apart = many(40, (index) => ({ ...story(`s${index}`), ...author(`a${index}`) }));
      for (const count_by of ['stories', 'authors'])
        expect(alertsOf({ ...base, count_by }, apart).map(({ at, seen }) => [at, seen])).toEqual(
          alertsOf(base, apart).map(({ at, seen }) => [at, seen]),
        );
    },
  );

  it.each<[CountBy, string, string, string]>([
    [
      'stories',
      '5 stories in 10 minutes; the alarm is set at 5',
      'stories',
      'copies of one story are counted once',
    ],
    [
      'authors',
      '5 authors in 10 minutes; the alarm is set at 5',
      'authors',
      'an author is counted once, however often they write',
    ],
  ])('that counts %s says so on its page', (count_by, summary, unit, why) => {
    // Each tells the wire's story, then one of their own.
    const list = many(10, (index) => ({
      ...story(index % 2 === 0 ? `own ${index}` : 'wire'),
      ...author(`a${Math.floor(index / 2)}`),
    }));
    const [alert] = alertsOf({ count_by }, list);
    expect(alert).toMatchObject({
      summary,
      unit,
      seen: 5,
      at: iso(START + (count_by === 'stories' ? 6 : 8) * 5_000),
    });
    expect(alert?.explanation).toContain(why);
  });

  it('says one story, not one storie', () => {
    const base = { count_by: 'stories', options: { num_events: 1 } };
    expect(alertsOf(base, [mention(0, story('a'))])[0]?.summary).toBe('1 story in 10 minutes');
  });

  it('counts apart in each group', () => {
    const base = { count_by: 'authors', query_key: ['language'] };
    const list = many(10, (index) => ({ ...author(`a${index % 5}`), language: index < 5 ? 'fr' : 'en' }));
    expect(alertsOf(base, list).map(({ group }) => group.language)).toEqual(['fr', 'en']);
  });

  it('finds the same wherever it is restarted', () => {
    const list = many(60, (index) => author(`a${index % 12}`));
    const base = { count_by: 'authors', options: { num_events: 12 } };
    expect(alertsOf(base, list, 1)).toEqual(alertsOf(base, list));
    expect(alertsOf(base, list)).toHaveLength(1);
    expect(alertsOf({ ...base, options: { num_events: 13 } }, list, 1)).toEqual([]);
  });
});
