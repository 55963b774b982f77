import type { DetectorContext, Finding, Observation } from '../detector';
import type { Explanation } from '../explanation';
import { bucketsOf, sumCounts, BUCKETS_PER_WINDOW as WINDOW } from '../window-counts';
import { chanceGate, denominatorGate, explainShare, percentOf } from './explain-share';
import { freshHours, type HourShares, offsetAt, takeHour } from './hour-shares';
import { countShare, emptyShareCounts, type ShareCounts, tallyOf } from './share-counts';
import { readShareMatch } from './share-match';
import { chanceOf, type ShareShift, shiftAt } from './share-shift';
import { shareInWords, shareUnit, shiftGates, unscoredInWords } from './share-words';
import {
  freshUsual,
  PRIOR_OF_MATCHES,
  PRIOR_OF_TONES,
  takeBlock,
  type Usual,
  type UsualShare,
  usualBeside,
  usualOf,
} from './usual-share';
import { wilsonInterval } from './wilson-interval';

type Options = {
  readonly match: readonly string[];
  readonly evidence: 'match' | 'tone';
  readonly min_shift: number;
  readonly min_denominator: number;
  readonly history: number;
  readonly adapt_after: number;
};

/** While it fires what is usual stands still, until this bucket at the latest. */
type Onset = { readonly from: number; readonly until: number };

type State = {
  /** The bucket in which counting began. */
  since?: number;
  counts: ShareCounts;
  usual: UsualShare;
  hours: HourShares;
  /** The last stretch of one timeframe that was taken into what is usual. */
  block?: number;
  onset?: Onset;
  /** When it last fired, in buckets: that is not usual. */
  storm?: { from: number; to: number };
};

const HOUR_MS = 3_600_000;

/** The share of the newest mentions beside the group's own past, on buckets of event time. */
export function createShareHistory(
  options: Options,
  { timeframe, allowedLateness, counted }: DetectorContext,
) {
  const match = readShareMatch(options.match);
  const bucketOf = bucketsOf(timeframe);
  const width = timeframe / WINDOW;
  const late = Math.ceil(allowedLateness / width);
  const keep = 3 * WINDOW + late;
  const fade = Math.exp(-timeframe / options.history);
  const parts = Math.min(WINDOW, Math.max(1, Math.ceil(timeframe / HOUR_MS)));
  const prior = options.evidence === 'tone' ? PRIOR_OF_TONES : PRIOR_OF_MATCHES;
  const gate = { shift: options.min_shift / 100, mentions: options.min_denominator };

  const isStormy = ({ onset, storm }: State, from: number, to: number): boolean =>
    (onset !== undefined && to >= onset.from) ||
    (storm !== undefined && to >= storm.from && from <= storm.to);

  const middleOf = (from: number, to: number): number => ((from + to + 1) / 2) * width;
  const usualOver = (state: State, from: number, to: number): Usual =>
    usualBeside(usualOf(state.usual, prior), offsetAt(state.hours, middleOf(from, to)));

  /** Takes a stretch that is over into what is usual, hour by hour where it is longer. */
  const take = (state: State, from: number, to: number, fade: number): void => {
    const expected = usualOver(state, from, to);
    takeBlock(state.usual, tallyOf(state.counts, from, to), { expected, fade });
    const overAll = usualOf(state.usual, prior);
    for (let part = 0; part < parts; part++) {
      const first = from + Math.round((part * WINDOW) / parts);
      const last = from + Math.round(((part + 1) * WINDOW) / parts) - 1;
      const held = {
        at: middleOf(first, last),
        length: timeframe / parts,
        tally: tallyOf(state.counts, first, last),
      };
      takeHour(state.hours, held, overAll);
    }
  };

  /** What nothing late can change any more becomes usual. */
  const learn = (state: State, now: number): void => {
    if (state.since === undefined) return;
    const due = Math.floor((now + 1 - late) / WINDOW) - 2;
    state.block ??= Math.floor(state.since / WINDOW) - 1;
    for (let block = Math.max(state.block + 1, due - 2); block <= due; block++) {
      const [from, to] = [block * WINDOW, (block + 1) * WINDOW - 1];
      if (!isStormy(state, from, to)) take(state, from, to, fade ** (block - state.block));
      state.block = block;
    }
  };

  const endStorm = (state: State, now: number): void => {
    const { onset, storm } = state;
    if (!onset) return;
    // Two storms close together are one: none of it may be learned once the second has taken the first one's place.
    const isNear = storm !== undefined && onset.from - storm.to < keep;
    state.storm = { from: isNear ? storm.from : onset.from, to: now };
    state.onset = undefined;
  };

  const adapt = (state: State, now: number): void => {
    const { excess, pairs } = state.usual;
    state.usual = { ...tallyOf(state.counts, now - WINDOW + 1, now), excess, pairs };
    state.onset = undefined;
    state.storm = undefined;
  };

  const calmsAt = ({ share }: Usual): number => share + gate.shift / 2;

  /** Matching mentions a timeframe at the rate of its last sixth, where that holds enough to tell. */
  const recentRate = ({ counts }: State, now: number): number => {
    const recent = tallyOf(counts, now - WINDOW / 6 + 1, now);
    return recent.mentions < gate.mentions ? 0 : 6 * recent.matching;
  };

  const finding = (state: State, at: number, shift: ShareShift): Finding => {
    const now = bucketOf(at);
    const { usual, tally } = shift;
    const { mentions: all, matching, weight } = tally;
    const span = Math.max(width, at - shift.from * width);
    const seen = { matching, all, unscored: sumCounts(state.counts.unscored, shift.from, now), span };
    const { least, most } = wilsonInterval(matching, all);
    const past = Math.min(options.history, Math.max(0, now - (state.since ?? now)) * width);
    return {
      at,
      window: { from: Math.max(at - timeframe, shift.from * width), to: at },
      seen: Math.round((100 * matching) / all),
      expected: Math.round(100 * usual.share),
      unit: shareUnit(counted, match),
      summary: `${shareInWords(seen, counted, match)}, where ${Math.round(100 * usual.share)} % is usual`,
      explanation: [
        ...shiftGates(
          {
            usual: 100 * usual.share,
            stands: { mentions: state.usual.mentions, span: past },
            least: 100 * least,
            most: 100 * most,
            chance: shift.chance,
            ...(options.evidence === 'tone' && { tone: { seen: weight / all, usual: usual.mean } }),
            minShift: options.min_shift,
            minDenominator: options.min_denominator,
            calms: 100 * calmsAt(usual),
            timeframe,
          },
          seen,
          counted,
        ),
        ...unscoredInWords(seen),
      ],
      badness: Math.round(Math.max((matching * timeframe) / span, recentRate(state, now))),
      focus: options.match,
    };
  };

  /** What is seen since it began, at most a whole window, while that is still more than usual. */
  const lasting = (state: State, onset: Onset, now: number): ShareShift | undefined => {
    const from = Math.max(onset.from, now - WINDOW + 1);
    const tally = tallyOf(state.counts, from, now);
    const usual = usualOver(state, from, now);
    const isOver = tally.mentions < gate.mentions / 2 || tally.matching / tally.mentions < calmsAt(usual);
    return isOver ? undefined : { from, tally, usual, chance: chanceOf(tally, usual) };
  };

  const newShift = (state: State, now: number): ShareShift | undefined => {
    const course = {
      usual: usualOf(state.usual, prior),
      offsetAt: (bucket: number) => offsetAt(state.hours, (bucket + 0.5) * width),
    };
    return shiftAt(state.counts, now, course, gate);
  };

  const evaluate = (state: State, at: number, firing: boolean): Finding | undefined => {
    const now = bucketOf(at);
    if (!firing) endStorm(state, now);
    learn(state, now);
    const { onset } = state;
    if (onset && now > onset.until) {
      adapt(state, now);
      return undefined;
    }
    if (onset) {
      const still = lasting(state, onset, now);
      if (still) return finding(state, at, still);
      endStorm(state, now);
      return undefined;
    }
    const shift = newShift(state, now);
    if (!shift) return undefined;
    state.onset = { from: shift.from, until: now + Math.ceil(options.adapt_after / width) };
    return finding(state, at, shift);
  };

  const explain = (state: State, at: number): Explanation => {
    const now = bucketOf(at);
    const { onset } = state;
    const shift = onset ? lasting(state, onset, now) : newShift(state, now);
    const from = shift?.from ?? Math.max(onset?.from ?? 0, now - WINDOW + 1);
    const { matching, mentions: all } = tallyOf(state.counts, from, now);
    const usual = usualOver(state, from, now);
    const limit = 100 * (onset ? calmsAt(usual) : usual.share + gate.shift);
    const seen = percentOf(matching, all);
    const { isNegative } = match;
    const start = Math.max(at - timeframe, from * width);
    return explainShare({ from: start, at, matching, all, counted, isNegative, usual: usual.share }, [
      denominatorGate(all, gate.mentions, onset !== undefined),
      {
        name: onset ? 'not over' : 'min_shift above the usual',
        seen,
        needs: 'at least',
        limit,
        open: seen >= limit,
      },
      ...(onset ? [] : [chanceGate(shift?.chance)]),
    ]);
  };

  return {
    explain,
    fresh: (): State => ({
      counts: emptyShareCounts(options.evidence === 'tone'),
      usual: freshUsual(),
      hours: freshHours(),
    }),
    observe: (state: State, { at, mention }: Observation, isCounted: boolean) => {
      if (!isCounted) return;
      const bucket = bucketOf(at);
      state.since ??= bucket;
      countShare(state.counts, { mention, bucket, match }, keep);
    },
    evaluate,
  };
}
