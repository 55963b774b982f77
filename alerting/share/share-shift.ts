import { BUCKETS_PER_WINDOW as WINDOW } from '../window-counts';
import type { Offset } from './hour-shares';
import { addTallies, type ShareCounts, tallyOf } from './share-counts';
import { shareTail } from './share-tail';
import { type Tally, type Usual, usualBeside } from './usual-share';

/** Of the spans that are looked at: in buckets, the running one among them. */
const SPANS = [2, 3, 4, 6, 9, 13, 19, 28, 41, WINDOW] as const;
/**
 * Rarer than this by chance, or the whole window stays silent. Of shorter spans there are more, and they are there for
 * what is stronger: they are asked for more, by the square of their length.
 */
const CHANCE = 5e-5;
/** No distribution asked for has so much beyond so few standard deviations that it need be summed. */
const FEWEST_DEVIATIONS = 3;

/** A span in which more mentions match than the past and chance explain. Bucket numbers. */
export type ShareShift = {
  readonly from: number;
  readonly tally: Tally;
  /** What was to be expected of it. */
  readonly usual: Usual;
  readonly chance: number;
};

/** What is usual over all, and how that differs at a bucket. */
export type UsualCourse = { readonly usual: Usual; readonly offsetAt: (bucket: number) => Offset };

/** The least that counts: a share, and mentions to take it of. */
export type ShareGate = { readonly shift: number; readonly mentions: number };

/** The chance that so much evidence comes together where nothing has changed. */
export function chanceOf(
  { mentions, weight }: Tally,
  { mean, variance, tie, mentions: known }: Usual,
): number {
  // What is usual is itself known by so many mentions only: they tie what is expected together.
  const alike = tie + 1 / known;
  const deviation = Math.sqrt(mentions * variance * (1 + mentions * alike));
  if (weight - mentions * mean < FEWEST_DEVIATIONS * deviation) return 1;
  // Evidence that varies less than yes and no stands for more mentions that say yes or no.
  const scale = variance / (mean * (1 - mean));
  return shareTail(
    { matching: weight / scale, all: mentions / scale },
    { share: mean, tie: Math.min(0.5, alike * scale) },
  );
}

/** The span, from a thirtieth of the window to all of it, that is hardest to explain, if one passes the gate. */
export function shiftAt(
  counts: ShareCounts,
  now: number,
  course: UsualCourse,
  gate: ShareGate,
): ShareShift | undefined {
  let found: ShareShift | undefined;
  let rarest = 1;
  let tally: Tally = { mentions: 0, matching: 0, weight: 0, squares: 0 };
  let offset: Offset = { mean: 0, share: 0 };
  let taken = 0;
  for (const buckets of SPANS) {
    const from = now - buckets + 1;
    const further = tallyOf(counts, from, now - taken);
    offset = meanOffset(offset, tally.mentions, course.offsetAt((from + now - taken) / 2), further.mentions);
    tally = addTallies(tally, further);
    taken = buckets;
    const { mentions, matching } = tally;
    if (mentions < gate.mentions) continue;
    const usual = usualBeside(course.usual, offset);
    if (matching / mentions < usual.share + gate.shift) continue;
    const chance = chanceOf(tally, usual);
    const rarity = chance / (CHANCE * (buckets / WINDOW) ** 2);
    if (rarity > rarest) continue;
    rarest = rarity;
    found = { from, tally, usual, chance };
  }
  return found;
}

function meanOffset(left: Offset, before: number, right: Offset, further: number): Offset {
  const part = before + further === 0 ? 0 : further / (before + further);
  return {
    mean: left.mean + part * (right.mean - left.mean),
    share: left.share + part * (right.share - left.share),
  };
}
