import { detectors } from '#alerting/detectors/index';
import { createEvaluation } from '#alerting/evaluate-rules';
import type { BrandMention } from '#enrich/brand-mention';
import { arrivals } from '../../bench/detection/arrivals';
import { seededRandom } from '../../bench/synthetic-mentions';
import { brandMention } from './brand-mention';
import { rule } from './rule';

const MINUTE = 60_000;
const START = Date.parse('2026-03-02T00:00:00.000Z');
const LATEST = 30 * MINUTE;
const optionsOf = (kind: string, options: object) =>
  detectors.find((detector) => detector.kind === kind)?.options.parse(options);

const RULES = [
  rule({
    name: 'storm',
    type: 'spike',
    options: optionsOf('spike', { spike_height: 3, threshold_cur: 60, threshold_ref: 20 }),
  }),
  rule({ name: 'many', options: optionsOf('frequency', { num_events: 100 }) }),
  rule({
    name: 'tone',
    type: 'percentage_match',
    options: optionsOf('percentage_match', {
      match: ['sentiment="negative"'],
      max_percentage: 40,
      min_denominator: 40,
    }),
  }),
];

/** Eighteen hours of three a minute, with a steep storm, a short one and a swell; storms are mostly negative. */
const STORMS = [
  { from: 360, to: 380, perMinute: 30 },
  { from: 660, to: 668, perMinute: 45 },
  { from: 900, to: 960, perMinute: 25 },
];
const stormAt = (minute: number) => STORMS.find(({ from, to }) => minute >= from && minute < to);

type Arrival = { readonly at: number; readonly mention: BrandMention };

function inOrder(seed: number): Arrival[] {
  const random = seededRandom(seed);
  const course = { minutes: 1_080, perMinute: (minute: number) => stormAt(minute)?.perMinute ?? 3 };
  return [...arrivals(course, random)].map((offset, index) => {
    const at = START + Math.floor(offset);
    const isNegative = random() < (stormAt(offset / MINUTE) ? 0.8 : 0.1);
    const iso = new Date(at).toISOString();
    const label = isNegative ? ('negative' as const) : ('neutral' as const);
    const sentiment = { score: isNegative ? -0.7 : 0, label, confidence: 1, words: [], model: 'm' };
    return {
      at,
      mention: brandMention({ id: `m${index}~acme`, publishedAt: iso, collectedAt: iso, sentiment }),
    };
  });
}

/** A fifth comes up to half an hour late, one in twenty twice, one in a hundred with a stamp of the future. */
function disturbed(ordered: readonly Arrival[], seed: number): Arrival[] {
  const random = seededRandom(seed + 1_000);
  return ordered
    .flatMap(({ at, mention }) => {
      const arrival = random() < 0.2 ? at + random() * LATEST : at;
      const collectedAt = new Date(arrival).toISOString();
      // Collectors take what claims to be of the future for published when it was collected.
      const publishedAt = random() < 0.01 ? collectedAt : mention.publishedAt;
      const once = { at: arrival, mention: { ...mention, publishedAt, collectedAt } };
      return random() < 0.05 ? [once, { ...once, at: arrival + random() * LATEST }] : [once];
    })
    .sort((a, b) => a.at - b.at);
}

/** What fired, by rule, with the storm that it belongs to (-1: none). */
function fired(arriving: readonly Arrival[]): string[] {
  const evaluation = createEvaluation(RULES, detectors);
  const { state } = evaluation.restore([]);
  const alerts = arriving.flatMap(({ at, mention }) => [
    ...evaluation.tick(state, at),
    ...evaluation.observe(state, mention, at).alerts,
  ]);
  const stormOf = (startedAt: string) => {
    const minute = (Date.parse(startedAt) - START) / MINUTE;
    return STORMS.findIndex(({ from, to }) => minute >= from && minute < to + 30);
  };
  return [
    ...new Set(
      alerts
        .filter(({ status }) => status === 'firing')
        .map(({ rule: name, startedAt }) => `${name} in storm ${stormOf(startedAt)}`),
    ),
  ].sort();
}

describe('mentions that come late, twice and from the future', () => {
  it.each([1, 2, 3, 4, 5, 6])('raise the same alerts as in order (course %i)', (seed) => {
    const ordered = inOrder(seed);
    const expected = fired(ordered);
    expect(expected).toEqual([
      'many in storm 0',
      'many in storm 1',
      'many in storm 2',
      'storm in storm 0',
      'storm in storm 1',
      'storm in storm 2',
      'tone in storm 0',
      'tone in storm 1',
      'tone in storm 2',
    ]);
    expect(fired(disturbed(ordered, seed))).toEqual(expected);
  });

  it('raise the alarm of a storm that came late as a whole', () => {
    const ordered = inOrder(7);
    const late = ordered
      .map((arrival) => {
        const minute = (arrival.at - START) / MINUTE;
        return stormAt(minute) === STORMS[1] ? { ...arrival, at: arrival.at + 20 * MINUTE } : arrival;
      })
      .sort((a, b) => a.at - b.at)
      .map(({ at, mention }) => ({ at, mention: { ...mention, collectedAt: new Date(at).toISOString() } }));
    expect(fired(late)).toContain('storm in storm 1');
  });
});
