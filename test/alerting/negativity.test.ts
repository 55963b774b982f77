import type { Finding } from '#alerting/detector';
import { detectors } from '#alerting/detectors/index';
import { percentageMatch } from '#alerting/detectors/percentage-match';
import { createEvaluation } from '#alerting/evaluate-rules';
import { shareTail } from '#alerting/share/share-tail';
import type { BrandMention } from '#enrich/brand-mention';
import { informationOf, mostSeen, soonest } from '../../bench/detection/detection-bound';
import { DAY, negativityRule, quietPages, stepDelays } from '../../bench/detection/negativity-trials';
import { ENGLISH, WITHOUT_ERRORS } from '../../bench/detection/scorer-errors';
import { brandMention } from './brand-mention';
import { rule } from './rule';

const MINUTE = 60_000;
const HOUR = 60;
const START = Date.parse('2016-11-21T00:00:00.000Z');

function toned(score: number, given: Partial<BrandMention> = {}): BrandMention {
  const label = score < -0.1 ? ('negative' as const) : ('neutral' as const);
  return brandMention({ sentiment: { score, label, confidence: 1, words: [], model: 'm' }, ...given });
}

/** So many minutes with so many mentions each, this share of them negative and evenly spread. */
type Stretch = {
  readonly minutes: number;
  readonly perMinute: number;
  readonly negative: number;
  readonly score?: number;
};
const stretch = (minutes: number, perMinute: number, negative: number, score = -0.5): Stretch => ({
  minutes,
  perMinute,
  negative,
  score,
});
const twoDays = stretch(48 * HOUR, 2, 0.2);

function watch(stretches: readonly Stretch[], options: Record<string, unknown> = {}) {
  const parsed = percentageMatch.options.parse({
    match: ['sentiment="negative"'],
    baseline: 'history',
    history: '2d',
    min_denominator: 20,
    ...options,
  });
  const detector = percentageMatch.create(parsed, {
    timeframe: 60 * MINUTE,
    allowedLateness: 30 * MINUTE,
    worsenFactor: 2,
    counted: 'mentions',
  });
  const state = detector.fresh();
  const changes: [number, 'begins' | 'ends'][] = [];
  const findings: Finding[] = [];
  let [began, owed, firing] = [0, 0, false];
  for (const { minutes, perMinute, negative, score = -0.5 } of stretches) {
    for (let index = 0; index < minutes * perMinute; index++) {
      const at = START + (began + index / perMinute) * MINUTE;
      owed += negative;
      const isNegative = owed >= 1;
      if (isNegative) owed--;
      detector.observe(state, { at, mention: toned(isNegative ? score : 0) }, true);
      const finding = detector.evaluate(state, at, firing);
      if ((finding !== undefined) !== firing) {
        firing = finding !== undefined;
        changes.push([Math.round((at - START) / MINUTE), firing ? 'begins' : 'ends']);
      }
      if (finding) findings.push(finding);
    }
    began += minutes;
  }
  return { changes, findings, state };
}

describe('a share beside its own past', () => {
  it('sees a surge of negatives in a volume that stays the same, and tells every gate', () => {
    const { changes, findings } = watch([twoDays, stretch(120, 2, 0.6), stretch(180, 2, 0.2)]);
    expect(changes).toEqual([
      [2_895, 'begins'],
      [3_056, 'ends'],
    ]);
    expect(findings[0]).toEqual({
      at: START + 2_895 * MINUTE,
      window: { from: START + 2_877 * MINUTE, to: START + 2_895 * MINUTE },
      seen: 54,
      expected: 20,
      unit: '% of mentions negative',
      summary: '20 of 37 mentions in 18 minutes are negative: 54 %, where 20 % is usual',
      explanation: [
        '20 % is usual, by about 3,600 mentions of the last 2 days',
        'with room for chance the share is now 38 to 69 %',
        'by chance, and by how the share varies anyway, so much would come once in 200,000 times',
        '34 percentage points more than usual; the alarm needs 5, on 20 mentions or more',
        'over when it is below 22 % in 1 hour',
      ],
      badness: 67,
      focus: ['sentiment="negative"'],
    });
  });

  it.each<readonly [string, readonly Stretch[]]>([
    ['5 of 8 at night', [stretch(48 * HOUR, 0.1, 0.2), stretch(80, 0.1, 0.625)]],
    ['a share that is always high', [stretch(48 * HOUR, 2, 0.7)]],
    ['ten times as many mentions with the usual share', [twoDays, stretch(60, 20, 0.2)]],
    ['a shift below min_shift, however sure', [twoDays, stretch(120, 60, 0.24)]],
    ['fewer negatives', [stretch(48 * HOUR, 2, 0.6), stretch(120, 2, 0.1)]],
  ])('stays silent on %s', (_, stretches) => {
    expect(watch(stretches).changes).toEqual([]);
  });

  it('does not take a storm for usual, and sees the next one', () => {
    const storm = stretch(90, 2, 0.8);
    const calm = stretch(6 * HOUR, 2, 0.2);
    const { changes, findings } = watch([twoDays, storm, calm, storm, calm]);
    expect(changes.map(([, change]) => change)).toEqual(['begins', 'ends', 'begins', 'ends']);
    expect(new Set(findings.map(({ expected }) => expected))).toEqual(new Set([20]));
  });

  it('takes a lasting new level as usual after adapt_after', () => {
    const { changes } = watch([twoDays, stretch(24 * HOUR, 2, 0.6)], { adapt_after: '6h' });
    expect(changes.map(([, change]) => change)).toEqual(['begins', 'ends']);
  });

  it('learns that nights are worse than days: what is usual at night is a surge by day', () => {
    const days = Array.from({ length: 7 }, () => [stretch(12 * HOUR, 2, 0.3), stretch(12 * HOUR, 2, 0.1)]);
    const night = stretch(12 * HOUR, 2, 0.3);
    const { changes, findings } = watch([...days.flat(), night, stretch(12 * HOUR, 2, 0.5)]);
    expect(changes).toEqual([[10_830, 'begins']]);
    expect(findings[0]?.expected).toBeLessThan(18);
  });

  it('counts how negative the mentions are where the tone is the evidence', () => {
    const past = stretch(48 * HOUR, 2, 0.2, -0.2);
    const stretches = [past, stretch(60, 2, 0.35, -0.9)];
    const [byMatch, byTone] = ['match', 'tone'].map((evidence) => watch(stretches, { evidence }));
    expect(byTone?.findings[0]?.explanation).toContain(
      'the mentions are 0.14 negative on average, where 0.04 is usual (0 not at all, 1 utterly)',
    );
    expect(byTone?.changes[0]?.[0]).toBeLessThan(byMatch?.changes[0]?.[0] ?? Number.POSITIVE_INFINITY);
  });

  it.each([
    [{ baseline: 'fixed' }, 'needed unless baseline is history'],
    [{ baseline: 'history', max_percentage: 40 }, 'of no use where baseline is history'],
    [{ baseline: 'history', evidence: 'tone', match: ['language="fr"'] }, 'tone needs a match on sentiment'],
  ])('refuses %j', (options, message) => {
    const parsed = percentageMatch.options.safeParse({
      match: ['sentiment="negative"'],
      min_denominator: 40,
      ...options,
    });
    expect(parsed.error?.issues[0]?.message).toContain(message);
  });
});

it('is kept apart by language: a surge among the French is seen though they are few', () => {
  const evaluation = createEvaluation(
    [
      rule({
        type: 'percentage_match',
        timeframe: '1h',
        query_key: ['brand', 'language'],
        options: negativityRule({ min_denominator: 20 }).options,
      }),
    ],
    detectors,
  );
  const { state } = evaluation.restore([]);
  const told: unknown[] = [];
  for (let minute = 0; minute < 25 * HOUR; minute++) {
    const at = START + minute * MINUTE;
    const take = (language: string, score: number, second: number) => {
      const publishedAt = new Date(at + second * 1_000).toISOString();
      const id = `m${minute}-${second}~acme`;
      const mention = toned(score, { id, language, publishedAt, collectedAt: publishedAt });
      told.push(...evaluation.observe(state, mention, at + second * 1_000).alerts);
    };
    for (let second = 0; second < 10; second++) take('en', second === 0 ? -0.5 : 0, second);
    take('fr', minute >= 24 * HOUR || minute % 5 === 0 ? -0.5 : 0, 30);
  }
  expect(told).toMatchObject([{ status: 'firing', group: { brand: 'acme', language: 'fr' } }]);
});

describe('the chance of a share', () => {
  it.each([
    ['8 of 10 where half is usual', { matching: 8, all: 10 }, { share: 0.5, tie: 0 }, 56 / 1_024],
    ['the same where any share is as likely', { matching: 8, all: 10 }, { share: 0.5, tie: 1 / 3 }, 3 / 11],
    ['all of 12', { matching: 12, all: 12 }, { share: 0.25, tie: 0 }, 0.25 ** 12],
    ['what is usual', { matching: 2, all: 10 }, { share: 0.2, tie: 0 }, 1],
    ['one where none is usual', { matching: 1, all: 10 }, { share: 0, tie: 0 }, 0],
  ])('is right for %s', (_, seen, usual, chance) => {
    expect(shareTail(seen, usual)).toBeCloseTo(chance, 6);
  });
});

describe('a step of the true share from 20 to 45 % at 10 mentions a minute', () => {
  const trial = { before: DAY / 2, after: 60 };

  it('is paged within 15 minutes where every tone is judged rightly', () => {
    const delays = stepDelays(4, { ...trial, rule: negativityRule(), seen: WITHOUT_ERRORS });
    expect(delays.at(-1)).toBeLessThan(15);
  });

  it('is paged within the time that the errors of the scorer leave to any test, and half as much again', () => {
    const delays = stepDelays(4, { ...trial, rule: negativityRule(), seen: ENGLISH });
    expect(delays.at(-1)).toBeLessThan(1.5 * soonest({ before: 0.272, after: 0.381 }, 0.95, 10));
  });

  it.each([
    ['without errors', { before: 0.2, after: 0.45 }, 0.159, 1, 9],
    ['with the errors in English', { before: 0.272, after: 0.381 }, 0.028, 0.31, 42],
  ])('can be seen %s by no test more often or sooner', (_, change, information, within, minutes) => {
    expect(informationOf(change)).toBeCloseTo(information, 3);
    expect(mostSeen(change, 15, 10)).toBeCloseTo(within, 2);
    expect(soonest(change, 0.95, 10)).toBe(minutes);
  });

  it('is no page while it has not come, with the errors of the scorer', () => {
    const course = { perMinute: () => 10, negative: () => 0.2, seen: ENGLISH };
    expect(quietPages(1, negativityRule(), course, 2 * DAY)).toEqual([0]);
  });
});
