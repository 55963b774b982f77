import type { Finding } from '#alerting/detector';
import { frequency } from '#alerting/detectors/frequency';
import { detectors } from '#alerting/detectors/index';
import { percentageMatch } from '#alerting/detectors/percentage-match';
import { pressRelease } from '#alerting/detectors/press-release';
import { spike } from '#alerting/detectors/spike';
import { wilsonInterval } from '#alerting/share/wilson-interval';
import { describeDetector } from '../contract/detector-contract';
import { brandMention } from './brand-mention';

describeDetector(frequency, { num_events: 100 });
describeDetector(spike, { spike_height: 3, threshold_cur: 20, threshold_ref: 12 });
describeDetector(percentageMatch, {
  match: ['sentiment="negative"'],
  max_percentage: 60,
  min_denominator: 20,
});
describeDetector(percentageMatch, {
  match: ['sentiment="negative"'],
  baseline: 'history',
  min_denominator: 20,
});
describeDetector(percentageMatch, {
  match: ['sentiment="negative"'],
  baseline: 'history',
  evidence: 'tone',
  min_denominator: 20,
});
describeDetector(
  pressRelease,
  { verdict: 'suspect' },
  {
    stormy: {
      channel: 'e-mail',
      sender: 'press@acme.group',
      pressRelease: {
        verdict: 'likely-fake',
        score: 0.9,
        signals: [],
        role: 'release',
        origin: 'look-alike',
        case: 'm3602~acme',
        claims: [],
      },
    },
  },
);

const MINUTE = 60_000;
const START = Date.parse('2016-11-22T12:00:00.000Z');
const context = { timeframe: 10 * MINUTE, allowedLateness: 5 * MINUTE, worsenFactor: 2, counted: 'mentions' };

/** Minutes (from the start) at which a spike begins and ends, when each minute has so many mentions. */
function spikeStory(options: Record<string, unknown>, perMinute: readonly number[]) {
  const detector = spike.create(
    spike.options.parse({ threshold_cur: 20, threshold_ref: 40, spike_height: 3, ...options }),
    context,
  );
  const state = detector.fresh();
  const changes: [number, 'begins' | 'ends'][] = [];
  const findings: Finding[] = [];
  let firing = false;
  const evaluate = (at: number) => {
    const finding = detector.evaluate(state, at, firing);
    if ((finding !== undefined) !== firing) {
      firing = finding !== undefined;
      changes.push([Math.round((at - START) / 6_000) / 10, firing ? 'begins' : 'ends']);
    }
    if (finding) findings.push(finding);
  };
  perMinute.forEach((count, minute) => {
    for (let index = 0; index < count; index++) {
      const at = START + minute * MINUTE + (index * MINUTE) / count;
      detector.observe(state, { at, mention: brandMention() }, true);
      evaluate(at);
    }
    evaluate(START + (minute + 1) * MINUTE - 1);
  });
  return { changes, findings };
}
const minutes = (count: number, perMinute: number) => Array.from({ length: count }, () => perMinute);

describe('spike', () => {
  it('fires within half a minute of a step to five times, and stays until it calms', () => {
    const { changes, findings } = spikeStory({}, [
      ...minutes(80, 10),
      ...minutes(60, 50),
      ...minutes(30, 10),
    ]);
    expect(changes).toEqual([
      [80.3, 'begins'],
      [147.5, 'ends'],
    ]);
    expect(findings[0]?.summary).toBe('16 mentions in 19 seconds, where 3 were to be expected');
    expect(findings[0]?.explanation).toEqual([
      '5.3 times as many as usual, by the average of the hour before',
      expect.stringMatching(/^by chance so many would come together once in [\d,]+ times$/),
      'over when it is below 200 in 10 minutes',
    ]);
    const whole = findings.find(({ seen }) => seen >= 300);
    expect(whole).toMatchObject({ expected: 100, unit: 'mentions' });
    expect(whole?.explanation).toEqual([
      '3 times the usual 100, the average of the hour before',
      'the alarm is set at 300 or more in 10 minutes',
      'over when it is below 200',
    ]);
  });

  it('is not blind after a storm, nor takes the storm for its baseline', () => {
    const { changes } = spikeStory({}, [
      ...minutes(70, 10),
      ...minutes(20, 60),
      ...minutes(20, 10),
      ...minutes(20, 60),
    ]);
    expect(changes.map(([, what]) => what)).toEqual(['begins', 'ends', 'begins']);
  });

  it('takes a lasting new level as normal after adapt_after', () => {
    const { changes } = spikeStory({ adapt_after: '60m' }, [...minutes(70, 10), ...minutes(140, 60)]);
    expect(changes.map(([, what]) => what)).toEqual(['begins', 'ends']);
  });

  it('sees a steady ramp that stays below spike_height from window to window', () => {
    const ramp = Array.from({ length: 70 }, (_, minute) => Math.round(10 * 2.5 ** (minute / 10)));
    expect(spikeStory({}, [...minutes(40, 10), ...ramp]).changes[0]?.[0]).toBeLessThan(65);
  });

  it('fires soon after the start, with threshold_ref as what is expected', () => {
    const { changes, findings } = spikeStory({ threshold_ref: 10 }, [...minutes(2, 1), ...minutes(5, 20)]);
    expect(changes[0]?.[0]).toBeLessThan(4);
    expect(findings[0]?.explanation[0]).toContain('3 times the 10 that the rule expects even on a quiet day');
  });

  it.each([
    ['zero against zero', minutes(100, 0)],
    ['an ordinary day', minutes(100, 10)],
    ['a first handful after silence', [...minutes(60, 0), ...minutes(10, 1)]],
    ['fewer than threshold_cur', [1, ...minutes(80, 0), ...minutes(1, 19)]],
  ])('stays silent on %s', (_, perMinute) => {
    expect(
      spikeStory({ threshold_ref: 0, threshold_cur: 20, spike_type: 'both' }, perMinute).changes,
    ).toEqual(perMinute[0] === 10 ? expect.not.arrayContaining([expect.arrayContaining([90])]) : []);
  });

  it('does not hold on to a floor for want of history', () => {
    const { changes } = spikeStory({ threshold_ref: 5 }, minutes(120, 10));
    expect(changes).toEqual([
      [1.9, 'begins'],
      [20.2, 'ends'],
    ]);
  });

  it('finds silence where a lot was to be expected', () => {
    const { changes, findings } = spikeStory({ spike_type: 'down' }, [
      ...minutes(60, 10),
      ...minutes(20, 0),
      ...minutes(20, 10),
    ]);
    expect(changes.map(([, what]) => what)).toEqual(['begins', 'ends']);
    expect(findings[0]?.summary).toMatch(/^only 3\d mentions in 10 minutes, where 100 were to be expected$/);
  });

  it.each([
    { spike_height: 3, threshold_cur: 20 },
    { spike_height: 3, threshold_ref: 20 },
    { spike_height: 1, threshold_cur: 20, threshold_ref: 5 },
    { spike_height: 3, threshold_cur: 0, threshold_ref: 5 },
  ])('refuses %j', (options) => {
    expect(spike.options.safeParse(options).success).toBe(false);
  });
});

describe('frequency', () => {
  it.each([
    [
      1,
      1,
      '1 mention in 10 minutes',
      ['a single one raises the alarm', 'over when there was none for 10 minutes'],
    ],
    [
      5,
      1_234,
      '1,234 mentions in 10 minutes; the alarm is set at 5',
      ['the alarm is set at 5 in 10 minutes', 'over when there were 2 or fewer for 10 minutes'],
    ],
  ])('says in words what %d events mean when %d are there', (wanted, count, summary, explanation) => {
    const detector = frequency.create({ num_events: wanted }, context);
    const state = detector.fresh();
    for (let index = 0; index < count; index++)
      detector.observe(state, { at: START, mention: brandMention() }, true);
    expect(detector.evaluate(state, START, false)).toMatchObject({ summary, explanation, seen: count });
  });
});

describe('percentage_match', () => {
  const options = { match: ['sentiment="negative"'], max_percentage: 40, min_denominator: 5 };
  function share(negative: number, neutral: number, unscored: number) {
    const detector = percentageMatch.create(percentageMatch.options.parse(options), context);
    const state = detector.fresh();
    const observe = (count: number, label?: 'negative' | 'neutral') => {
      for (let index = 0; index < count; index++) {
        const sentiment = label && {
          score: label === 'negative' ? -1 : 0,
          label,
          confidence: 1,
          words: [],
          model: 'm',
        };
        detector.observe(state, { at: START, mention: brandMention({ sentiment }) }, true);
      }
    };
    observe(negative, 'negative');
    observe(neutral, 'neutral');
    observe(unscored);
    return detector.evaluate(state, START, false);
  }

  it('does not page for 5 of 8 at night', () => {
    expect(share(5, 3, 0)).toBeUndefined();
  });

  it('tells the share, its certainty and how many could not be scored', () => {
    expect(share(65, 35, 7)).toMatchObject({
      seen: 65,
      unit: '% of mentions negative',
      badness: 65,
      summary: '65 of 100 mentions in 10 minutes are negative: 65 %, and the alarm is set at 40 %',
      explanation: [
        'with room for chance it is at least 55 %',
        'over when it is 40 % or less',
        'no alarm on fewer than 5 mentions',
        '7 mentions without a judged tone are left out',
      ],
    });
  });

  it.each([
    [0, 0, 0],
    [5, 8, 0.306],
    [65, 100, 0.553],
    [10, 10, 0.722],
  ])('knows that %d of %d is at least %d', (matching, all, least) => {
    expect(wilsonInterval(matching, all).least).toBeCloseTo(least, 3);
  });

  it('refuses a match that cannot be read', () => {
    const parsed = percentageMatch.options.safeParse({ ...options, match: ['sentimnt<0'] });
    expect(parsed.error?.issues[0]?.message).toContain('did you mean "sentiment"?');
  });
});

it('lists every rule type once', () => {
  expect(detectors.map(({ kind }) => kind)).toEqual([
    'any',
    'cardinality',
    'change',
    'flatline',
    'frequency',
    'metric_aggregation',
    'new_term',
    'percentage_match',
    'press_release',
    'spike',
  ]);
});
