import type { DetectorDefinition, Finding } from '#alerting/detector';
import { any } from '#alerting/detectors/any';
import { cardinality } from '#alerting/detectors/cardinality';
import { change } from '#alerting/detectors/change';
import { flatline } from '#alerting/detectors/flatline';
import { metricAggregation } from '#alerting/detectors/metric-aggregation';
import { newTerm } from '#alerting/detectors/new-term';
import { parseMatcher } from '#alerting/matchers/parse-matcher';
import type { BrandMention } from '#enrich/brand-mention';
import { describeDetector } from '../contract/detector-contract';
import { brandMention } from './brand-mention';

describeDetector(any, {}, { onlyStormPasses: true });
describeDetector(flatline, { threshold: 15 }, { isSilence: true });
describeDetector(
  newTerm,
  { field: 'outlet', learn_for: '30m' },
  { calm: { outlet: 'Wire' }, stormy: { outlet: 'Le Canard' }, tellsNoCount: true },
);
describeDetector(
  cardinality,
  { cardinality_field: 'author', max_cardinality: 50 },
  { stormy: (second) => ({ author: { id: `author-${second}` } }) },
);
describeDetector(metricAggregation, {
  metric_agg_key: 'sentiment',
  metric_agg_type: 'avg',
  min_threshold: -0.45,
  min_doc_count: 20,
});
describeDetector(
  metricAggregation,
  {
    metric_agg_key: 'followers',
    metric_agg_type: 'percentiles',
    percentile_range: 75,
    max_threshold: 5_000,
    min_doc_count: 20,
  },
  {
    calm: { author: { id: 'a', followers: 100 } },
    stormy: (second) => ({ author: { id: 'b', followers: second * 10 } }),
  },
);
describeDetector(
  change,
  { compare_key: ['language'] },
  { calm: { language: 'fr' }, stormy: { language: 'de' }, tellsNoCount: true },
);

const MINUTE = 60_000;
const START = Date.parse('2016-11-22T12:00:00.000Z');

/** A detector with a clock of minutes from the start, and the state that is kept between the calls. */
function watch(definition: DetectorDefinition, options: Record<string, unknown>, timeframe = 10 * MINUTE) {
  const context = { timeframe, allowedLateness: 30 * MINUTE, worsenFactor: 2, counted: 'mentions' };
  const detector = definition.create(definition.options.parse(options), context);
  let state = detector.fresh();
  let finding: Finding | undefined;
  const evaluate = (minute: number) => {
    finding = detector.evaluate(state, START + minute * MINUTE, finding !== undefined);
    return finding;
  };
  return {
    evaluate,
    see: (minute: number, ...mentions: readonly Partial<BrandMention>[]) => {
      for (const given of mentions)
        detector.observe(state, { at: START + minute * MINUTE, mention: brandMention(given) }, true);
      return evaluate(minute);
    },
    late: (minute: number, given: Partial<BrandMention> = {}) =>
      detector.observe(state, { at: START + minute * MINUTE, mention: brandMention(given) }, true),
    resume: (minute: number) => detector.resume?.(state, START + minute * MINUTE),
    restart: () => {
      state = JSON.parse(JSON.stringify(state));
    },
    ended: () => detector.ended?.(state),
    size: () => JSON.stringify(state).length,
  };
}

const many = (count: number, given: (index: number) => Partial<BrandMention> = () => ({})) =>
  Array.from({ length: count }, (_, index) => given(index));
const author = (id: string | number, followers?: number): Partial<BrandMention> => ({
  author: { id: String(id), ...(followers !== undefined && { followers }) },
});
const tone = (score: number): Partial<BrandMention> => ({
  sentiment: { score, label: 'neutral', confidence: 1, words: [], model: 'm' },
});

describe('flatline', () => {
  it('says how long it has been silent, and what was to be expected', () => {
    const { see, evaluate, ended } = watch(flatline, { threshold: 4 }, 60 * MINUTE);
    expect(see(0, ...many(3))).toBeUndefined();
    expect(see(59, {})).toBeUndefined();
    expect(evaluate(70)).toMatchObject({
      seen: 1,
      expected: 4,
      unit: 'mentions',
      summary: 'only 1 mention in 1 hour, where at least 4 were to be expected',
      explanation: ['the alarm is set at fewer than 4 in 1 hour', 'over when there are 5 or more'],
    });
    expect(evaluate(190)).toMatchObject({
      seen: 0,
      badness: expect.closeTo(2 * (131 / 60), 5),
      summary: 'no mention for 2 hours 11 minutes, where at least 4 were to be expected in 1 hour',
    });
    expect(see(191, ...many(4))).toBeDefined();
    expect(see(192, {})).toBeUndefined();
    expect(ended()).toBe('it is heard again');
  });

  it('is worse the longer the silence, hardly so because its window runs empty', () => {
    const { see, evaluate } = watch(flatline, { threshold: 10 });
    for (let minute = 0; minute <= 20; minute++) see(minute, {}, {});
    const badness = [25, 27, 30, 31, 40, 60].map((minute) => evaluate(minute)?.badness ?? 0);
    expect(badness).toEqual([0, 1.2, 1.8, 2.2, 4, 8]);
  });

  it('does not call that too few which is only not enough to end the alarm', () => {
    const { see } = watch(flatline, { threshold: 8 });
    see(0, {});
    expect(see(15, ...many(7))?.summary).toBe(
      'only 7 mentions in 10 minutes, where at least 8 were to be expected',
    );
    expect(see(16, {}, {})).toMatchObject({
      badness: 2 - 9 / 8,
      summary: '9 mentions in 10 minutes, still fewer than the 10 that end the alarm',
    });
    expect(see(17, {})).toBeUndefined();
  });

  it('needs a whole timeframe of watch', () => {
    const { evaluate } = watch(flatline, { threshold: 1 });
    expect([0, 5, 9.9, 10].map((minute) => evaluate(minute) !== undefined)).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(evaluate(11)?.summary).toBe(
      'no mention at all in the 11 minutes of the watch, where at least 1 was to be expected in 10 minutes',
    );
  });

  it('lets a late mention break the silence that it belongs to', () => {
    const { see, late, evaluate } = watch(flatline, { threshold: 1 });
    see(0, {});
    expect(evaluate(12)).toBeDefined();
    late(5);
    expect(evaluate(13)).toBeUndefined();
    expect(evaluate(16)).toBeDefined();
  });

  it('believes in silence only when what was said while nobody watched could come in', () => {
    const { see, resume, evaluate } = watch(flatline, { threshold: 1 });
    see(0, {});
    resume(180);
    expect([180, 195, 209].map((minute) => evaluate(minute))).toEqual([undefined, undefined, undefined]);
    expect(evaluate(210)).toBeDefined();
  });

  it('goes on firing over an outage', () => {
    const { see, resume, evaluate } = watch(flatline, { threshold: 1 });
    see(0, {});
    expect(evaluate(11)).toBeDefined();
    resume(180);
    expect(evaluate(180)).toBeDefined();
  });

  it.each([
    ['takes a day of silence as usual', {}, 11 + 1_440],
    ['tells of a key once with forget_keys', { forget_keys: true }, 11 + 10],
  ])('%s, until it is heard again', (_, options, minute) => {
    const { see, restart, evaluate, ended } = watch(flatline, { threshold: 1, ...options });
    see(0, {});
    expect(evaluate(11)).toBeDefined();
    expect(evaluate(minute - 1)).toBeDefined();
    expect(evaluate(minute)).toBeUndefined();
    expect(ended()).toBe('it has been silent for so long that this is taken as usual');
    restart();
    expect(evaluate(minute + 5_000)).toBeUndefined();
    expect(see(10_000, {})).toBeUndefined();
    expect(evaluate(10_005)).toBeUndefined();
    expect(evaluate(10_011)).toBeDefined();
  });

  it('is not blinded by a clock that had been ahead', () => {
    const { see, resume, evaluate } = watch(flatline, { threshold: 1 });
    evaluate(600_000);
    resume(600_000);
    see(0, {});
    expect(evaluate(12)).toBeDefined();
  });

  it.each([{}, { threshold: 0 }, { threshold: 1.5 }])('refuses %j', (options) => {
    expect(flatline.options.safeParse(options).success).toBe(false);
  });
});

describe('any', () => {
  it('fires on each mention, and is over a timeframe after the last', () => {
    const { see, evaluate } = watch(any, {});
    expect(see(0, {})).toMatchObject({
      seen: 1,
      summary: '1 mention in 10 minutes',
      explanation: ['every one that passes the filter counts', 'over when there was none for 10 minutes'],
    });
    expect(see(6, {})?.seen).toBe(2);
    expect(evaluate(15)?.seen).toBe(1);
    expect(evaluate(17)).toBeUndefined();
  });
});

describe('new_term', () => {
  const outlets = { field: 'outlet', learn_for: '1d', terms_window_size: '30d' };
  const day = (days: number) => days * 1_440;

  it('names what was not heard of before', () => {
    const { see, ended, evaluate } = watch(newTerm, outlets);
    expect(see(0, { outlet: 'Wire' }, { outlet: 'Daily' })).toBeUndefined();
    expect(see(day(3), { outlet: 'WIRE' })).toBeUndefined();
    const first = see(day(3) + 1, { outlet: 'Le Canard' });
    expect(first).toMatchObject({
      seen: 1,
      unit: 'new outlets',
      summary: '1 new outlet, not heard of in the 3 days before: "Le Canard"',
      explanation: ['1 mention so far', 'over when nothing new has come for 10 minutes'],
      focus: ['outlet=~"Le Canard"'],
    });
    expect(first?.focus?.map((text) => parseMatcher(text).ok)).toEqual([true]);
    const four = see(
      day(3) + 2,
      ...['Bild', 'El País', 'Le Canard', 'Ça ira!'].map((outlet) => ({ outlet })),
    );
    expect(four).toMatchObject({
      seen: 4,
      summary: '4 new outlets, not heard of in the 3 days before: "Le Canard", "Bild", "El País" and 1 more',
    });
    expect(four?.focus).toBeUndefined();
    expect(evaluate(day(3) + 12)).toBeUndefined();
    expect(ended()).toBe('nothing new has come for 10 minutes');
    expect(see(day(3) + 13, { outlet: 'Bild' })).toBeUndefined();
  });

  it('only learns for learn_for, also when restarted meanwhile', () => {
    const { see, restart } = watch(newTerm, outlets);
    see(0, { outlet: 'Wire' });
    restart();
    expect(see(1_000, { outlet: 'Daily' })).toBeUndefined();
    restart();
    expect(see(1_441, { outlet: 'Evening' })).toBeDefined();
  });

  it('forgets what was not heard of for terms_window_size, and not before', () => {
    const { see } = watch(newTerm, outlets);
    see(0, { outlet: 'Wire' });
    for (let days = 1; days < 60; days++) see(day(days), { outlet: 'Daily' });
    expect(see(day(60), { outlet: 'Wire' })?.summary).toBe(
      '1 new outlet, not heard of in the 30 days before: "Wire"',
    );
    expect(see(day(89), { outlet: 'Wire' })).toBeUndefined();
  });

  it('waits for min_count mentions within a timeframe', () => {
    const { see } = watch(newTerm, { ...outlets, min_count: 3 });
    see(0, { outlet: 'Wire' });
    const late = day(2);
    expect(see(late, ...many(2, () => ({ outlet: 'Bild' })))).toBeUndefined();
    expect(see(late + 5, { outlet: 'Bild' })?.explanation).toEqual([
      '3 mentions so far',
      'a new one counts from 3 mentions on',
      'over when nothing new has come for 10 minutes',
    ]);
    expect(see(late + 20, ...many(2, () => ({ outlet: 'Le Canard' })))).toBeUndefined();
    expect(see(late + 45, ...many(2, () => ({ outlet: 'Le Canard' })))).toBeUndefined();
  });

  it('puts a late mention where it belongs: it is no news any more, and makes what came after it known', () => {
    const { see, late, evaluate } = watch(newTerm, outlets);
    see(0, { outlet: 'Wire' });
    see(day(2), { outlet: 'Wire' });
    late(day(2) - 20, { outlet: 'Bild' });
    expect(evaluate(day(2))).toBeUndefined();
    expect(see(day(2) + 1, { outlet: 'Bild' })).toBeUndefined();
    late(day(2) - 5, { outlet: 'Le Canard' });
    expect(evaluate(day(2) + 1)?.seen).toBe(1);
  });

  it.each([
    ['domain', { domains: ['a.example', 'b.example'] }, '2 new domains', ': "a.example" and "b.example"'],
    ['author', { author: { id: 'x', handle: 'ada' } }, '1 new author', ': "ada"'],
    ['language', { language: 'pl' }, '1 new language', ': "pl"'],
    ['voice', { voice: 'executive' as const }, '1 new voice', ': "executive"'],
    ['story', { story: { id: '81f0', first: true, copies: 0 } }, '1 new text', ''],
    ['outlet', { outlet: `Ada\u0000${'x'.repeat(5_000)}` }, '1 new outlet', `: "Ada ${'x'.repeat(55)}…"`],
  ])('speaks of a new %s as people do', (field, given, what, names) => {
    const { see } = watch(newTerm, { field, learn_for: '0s' });
    expect(see(5, given)?.summary).toBe(`${what}, not heard of in the minute before${names}`);
  });

  it('remembers 4,000 values at most, says how far back it knows then, and names no more than a hundred', () => {
    const { see, size } = watch(newTerm, { field: 'author', learn_for: '1d' });
    for (let days = 0; days < 6; days++)
      see(day(days), ...many(1_000, (index) => author(`${days}-${index}`)));
    expect(size()).toBeLessThan(90_000);
    expect(see(day(6), author('0-1'))?.summary).toMatch(/^1 new author, not heard of in the \d days before/);
    expect(see(day(6), ...many(150, (index) => author(`x${index}`)))?.seen).toBe(100);
    expect(see(day(6) + 1, author('5-999'), author('4-1'))?.seen).toBe(100);
  });

  it('refuses to learn for longer than it remembers', () => {
    const parsed = newTerm.options.safeParse({ field: 'outlet', learn_for: '40d' });
    expect(parsed.error?.issues).toMatchObject([
      { path: ['learn_for'], message: expect.stringContaining('would be forgotten') },
    ]);
  });
});

describe('cardinality', () => {
  it('tells how many different ones there are among how many mentions', () => {
    const { see } = watch(cardinality, { cardinality_field: 'author', max_cardinality: 5 });
    expect(see(0, ...many(20, (index) => author(index % 5)))).toBeUndefined();
    expect(see(1, author('new'))).toMatchObject({
      seen: 6,
      badness: 6,
      unit: 'different authors',
      summary: '6 different authors among 21 mentions in 10 minutes; the alarm is set above 5',
      explanation: [
        'the alarm is set at more than 5 different authors in 10 minutes',
        'over when there are 4 or fewer',
      ],
    });
  });

  it('tells how few there are while anything is said, and leaves silence to flatline', () => {
    const { see, evaluate } = watch(cardinality, { cardinality_field: 'outlet', min_cardinality: 3 });
    expect(see(0, { outlet: 'Wire' })).toBeUndefined();
    expect(see(11, { outlet: 'Wire' }, { outlet: 'wire' })).toMatchObject({
      seen: 1,
      expected: 3,
      badness: 2,
      summary: 'only 1 different outlet among 2 mentions in 10 minutes; the alarm is set below 3',
      explanation: [
        'the alarm is set at fewer than 3 different outlets in 10 minutes',
        'over when there are 3 or more, or when nothing is said at all',
      ],
    });
    expect(evaluate(25)).toBeUndefined();
  });

  it('does not miss what nobody could see yet', () => {
    const { see, resume } = watch(cardinality, { cardinality_field: 'outlet', min_cardinality: 2 });
    see(0, { outlet: 'Wire' });
    resume(300);
    expect(see(301, { outlet: 'Wire' })).toBeUndefined();
    expect(see(331, { outlet: 'Wire' })).toBeDefined();
  });

  it('is not held in an alarm of one kind by the limits of the other', () => {
    const options = { cardinality_field: 'author', min_cardinality: 9, max_cardinality: 10 };
    const { see } = watch(cardinality, options);
    see(0, author('a'));
    expect(see(11, ...many(8, author))?.expected).toBe(9);
    expect(see(12, author('ninth'))).toBeUndefined();
  });

  it('counts up to four times its limit, and stays as small, whatever comes', () => {
    const { see, size } = watch(cardinality, { cardinality_field: 'author', max_cardinality: 20 });
    for (let minute = 0; minute < 30; minute++)
      see(minute, ...many(300, (index) => author(minute * 300 + index)));
    const seen = see(30, author('last'))?.seen ?? 0;
    expect(seen).toBeGreaterThanOrEqual(60);
    expect(seen).toBeLessThanOrEqual(80);
    expect(size()).toBeLessThan(4_000);
  });

  it('counts a late one once it can be seen, and not twice', () => {
    const { see, late, evaluate } = watch(cardinality, { cardinality_field: 'author', max_cardinality: 2 });
    see(0, author('old'));
    see(20, author('a'), author('b'));
    late(1, author('older'));
    expect(evaluate(20)).toBeUndefined();
    late(15, author('old'));
    expect(evaluate(20)?.seen).toBe(3);
  });

  it.each([
    [{}, 'is missing'],
    [{ min_cardinality: 5, max_cardinality: 4 }, 'always fire'],
    [{ max_cardinality: 0 }, '>=1'],
    [{ max_cardinality: 1e6 }, '<=2000'],
  ])('refuses %j', (options, message) => {
    const parsed = cardinality.options.safeParse({ cardinality_field: 'author', ...options });
    expect(parsed.error?.issues[0]?.message).toContain(message);
  });
});

describe('metric_aggregation', () => {
  const followers = [100, 200, 300, 400, 10_000];
  const measure = (options: Record<string, unknown>, mentions: readonly Partial<BrandMention>[]) =>
    watch(metricAggregation, { min_doc_count: 1, ...options }).see(0, ...mentions);

  it.each([
    ['min', { max_threshold: 99 }, 100, 'the lowest following of 5 mentions in 10 minutes is 100 followers'],
    ['max', { max_threshold: 9_999 }, 10_000, 'the highest following of 5 mentions'],
    ['avg', { min_threshold: 2_201 }, 2_200, 'the average following of 5 mentions'],
    ['sum', { max_threshold: 10_999 }, 11_000, 'the total following of 5 mentions'],
    [
      'percentiles',
      { percentile_range: 80, max_threshold: 300 },
      400,
      'the 80th percentile of the following',
    ],
    [
      'percentiles',
      { percentile_range: 81, max_threshold: 300 },
      10_000,
      'the 81st percentile of the following',
    ],
  ])('knows the %s', (type, options, value, words) => {
    const found = measure(
      { metric_agg_key: 'followers', metric_agg_type: type, ...options },
      followers.map((count, index) => author(index, count)),
    );
    expect(Math.abs((found?.seen ?? 0) - value)).toBeLessThanOrEqual(type === 'percentiles' ? value / 20 : 0);
    expect(found?.summary).toContain(words);
  });

  it('tells the tone, with what was left out', () => {
    const found = measure(
      { metric_agg_key: 'sentiment', metric_agg_type: 'avg', min_threshold: -0.3, min_doc_count: 3 },
      [tone(-0.9), tone(-0.5), tone(0.2), {}, {}],
    );
    expect(found).toMatchObject({
      seen: -0.4,
      unit: 'average tone',
      badness: 3,
      summary: 'the average tone of 3 mentions in 10 minutes is -0.4, and the alarm is set below -0.3',
      explanation: [
        'the tone goes from −1 (hostile) to 1 (friendly)',
        'over when it is -0.3 or more',
        'no alarm on fewer than 3 mentions',
        '2 mentions of unknown tone are left out',
      ],
    });
  });

  it.each([
    ['max', 'followers at most'],
    ['sum', 'followers in all'],
    ['percentiles', 'followers (99th percentile)'],
  ])('has words for a headline about the %s', (type, unit) => {
    const percent = type === 'percentiles' ? { percentile_range: 99 } : {};
    const options = { metric_agg_key: 'followers', metric_agg_type: type, max_threshold: 1, ...percent };
    expect(measure(options, [author('a', 90_000)])?.unit).toBe(unit);
  });

  it.each([
    ['reach', { reach: { raw: 9, discounted: 7 } }, 7],
    ['engagement', { engagement: { likes: 1, replies: 3, views: 900 } }, 4],
    ['views', { engagement: { likes: 1, views: 900 } }, 900],
    ['engagement', { engagement: { views: 900 } }, undefined],
    ['views', {}, undefined],
  ])('reads %s from %j', (key, given, value) => {
    expect(measure({ metric_agg_key: key, metric_agg_type: 'sum', max_threshold: 0 }, [given])?.seen).toBe(
      value,
    );
  });

  it('says nothing on fewer than min_doc_count, and nothing of nothing', () => {
    const options = {
      metric_agg_key: 'sentiment',
      metric_agg_type: 'avg',
      min_threshold: 0,
      min_doc_count: 3,
    };
    expect(measure(options, [tone(-1), tone(-1)])).toBeUndefined();
    expect(measure(options, [{}, {}, {}])).toBeUndefined();
  });

  it('calls a total low only when a whole timeframe was watched', () => {
    const options = { metric_agg_key: 'reach', metric_agg_type: 'sum', min_threshold: 100, min_doc_count: 1 };
    const { see } = watch(metricAggregation, options);
    const ten = { reach: { raw: 10, discounted: 10 } };
    expect(see(0, ten)).toBeUndefined();
    expect(see(9, ten)).toBeUndefined();
    expect(see(11, ten)?.summary).toBe(
      'the total reach of 2 mentions in 10 minutes is 20 people, and the alarm is set below 100',
    );
  });

  it('puts a late value where it belongs, and stays small', () => {
    const options = {
      metric_agg_key: 'followers',
      metric_agg_type: 'percentiles',
      percentile_range: 50,
      max_threshold: 1_000,
      min_doc_count: 1,
    };
    const { see, late, evaluate, size } = watch(metricAggregation, options);
    for (let minute = 0; minute < 120; minute += 0.1) see(minute, author('a', (minute * 7_919) % 1_000));
    for (let count = 0; count < 300; count++) late(100, author('b', 1_000_000));
    expect(evaluate(120)).toBeUndefined();
    for (let count = 0; count < 300; count++) late(115, author('b', 1_000_000));
    expect(evaluate(120)?.seen).toBeGreaterThan(950_000);
    expect(size()).toBeLessThan(40_000);
  });

  it.each([
    [{ metric_agg_type: 'avg', min_doc_count: 1 }, 'is missing'],
    [{ metric_agg_type: 'avg', max_threshold: 1 }, 'expected number'],
    [{ metric_agg_type: 'avg', max_threshold: 1, min_threshold: 2, min_doc_count: 1 }, 'always fire'],
    [{ metric_agg_type: 'percentiles', max_threshold: 1, min_doc_count: 1 }, 'goes with'],
    [{ metric_agg_type: 'avg', percentile_range: 95, max_threshold: 1, min_doc_count: 1 }, 'goes with'],
  ])('refuses %j', (options, message) => {
    const parsed = metricAggregation.options.safeParse({ metric_agg_key: 'reach', ...options });
    expect(parsed.error?.issues.map((issue) => issue.message)).toEqual([expect.stringContaining(message)]);
  });
});

describe('change', () => {
  const language = (code?: string): Partial<BrandMention> => (code === undefined ? {} : { language: code });

  it('tells from what to what, and how often', () => {
    const { see, evaluate, ended } = watch(change, { compare_key: ['language'] });
    expect(see(0, language('fr'), language('fr'))).toBeUndefined();
    expect(see(1, language('en'))).toMatchObject({
      seen: 1,
      unit: 'changes of language',
      summary: 'the language has changed from "fr" to "en"',
      explanation: [
        'each mention is compared with the one before, if that is not older than 10 minutes',
        'over when nothing has changed for 10 minutes',
      ],
    });
    expect(see(2, language('fr'))?.summary).toBe(
      '2 changes of language in 10 minutes, the last from "en" to "fr"',
    );
    expect(evaluate(13)).toBeUndefined();
    expect(ended()).toBe('nothing has changed for 10 minutes');
  });

  it('watches several fields, and says which one changed', () => {
    const { see } = watch(change, { compare_key: ['voice', 'sentiment'] });
    see(0, { ...tone(0), voice: 'public' });
    expect(see(1, { ...tone(0), voice: 'official' })?.summary).toBe(
      'the voice has changed from "public" to "official"',
    );
    const negative = { score: -1, label: 'negative' as const, confidence: 1, words: [], model: 'm' };
    expect(see(2, { sentiment: negative, voice: 'official' })?.summary).toBe(
      '2 changes in 10 minutes, the last of the tone from "neutral" to "negative"',
    );
  });

  it.each([
    [true, undefined],
    [false, 'the language has changed from "fr" to none'],
  ])('with ignore_null: %s, of a value that is lost says %s', (ignoreNull, summary) => {
    const { see } = watch(change, { compare_key: ['language'], ignore_null: ignoreNull });
    see(0, language('fr'));
    expect(see(1, language())?.summary).toBe(summary);
  });

  it('compares with nothing that is older than the timeframe', () => {
    const { see } = watch(change, { compare_key: ['language'] });
    see(0, language('fr'));
    expect(see(11, language('en'))).toBeUndefined();
  });

  it.each([
    ['between equals', [0, 'fr', 4, 'fr', 2, 'fr'], undefined],
    [
      'where it makes no difference',
      [0, 'fr', 4, 'en', 2, 'en'],
      'the language has changed from "fr" to "en"',
    ],
    [
      'where it does',
      [0, 'fr', 4, 'fr', 2, 'en'],
      '2 changes of language in 10 minutes, the last from "en" to "fr"',
    ],
    ['before all', [1, 'fr', 4, 'fr', 0, 'en'], 'the language has changed from "en" to "fr"'],
  ])('puts a late mention %s in order', (_, said, summary) => {
    const { late, evaluate } = watch(change, { compare_key: ['language'] });
    for (let index = 0; index < said.length; index += 2)
      late(Number(said[index]), language(String(said[index + 1])));
    expect(evaluate(5)?.summary).toBe(summary);
  });

  it('stays small where all changes all the time', () => {
    const { see, size } = watch(change, { compare_key: ['author'] });
    for (let index = 0; index < 2_000; index++)
      see(index / 100, author(`${'x'.repeat(200)}${index}`, index), author(index));
    expect(see(21, author('last'))?.seen).toBe(49);
    expect(size()).toBeLessThan(8_000);
  });
});
