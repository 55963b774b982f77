import type { Brand } from '#enrich/brand';
import type { BrandMention } from '#enrich/brand-mention';
import { createDraw } from './draw';
import { createMentionMaker } from './make-mention';
import type { RuleTest } from './rule-test';
import { seededRandom } from './seeded-random';
import type { Amount, Stretch } from './stretch';

/** A mention as it comes in; `at` is when it is collected, epoch milliseconds. */
export type Arrival = { readonly at: number; readonly mention: BrandMention };

/** A stretch with its place on the time line, epoch milliseconds. */
type Placed = { readonly stretch: Stretch; readonly from: number };

/** The second copy of a mention comes within this. */
const TWICE_WITHIN_MS = 60_000;
/** The golden ratio's part behind the point: its multiples spread over a span without a pattern. */
const GOLDEN = 0.618_033_988_749_895;

/** What the test's input amounts to, in the order in which it comes in. `start` is epoch milliseconds. */
export function arrivalsOf(
  { input }: Pick<RuleTest, 'input'>,
  brand: Brand,
  start: number,
): readonly Arrival[] {
  const make = createMentionMaker(brand);
  const arrivals = placeStretches(input, start).flatMap((placed) => arrivalsIn(placed, make));
  return arrivals.sort((a, b) => a.at - b.at);
}

/** When the last stretch ends, in milliseconds from the start. */
export function lengthOf({ input }: Pick<RuleTest, 'input'>): number {
  return Math.max(...placeStretches(input, 0).map(({ stretch, from }) => from + stretch.for));
}

function placeStretches(input: readonly Stretch[], start: number): readonly Placed[] {
  let end = start;
  return input.map((stretch) => {
    const from = stretch.at === undefined ? end : start + stretch.at;
    end = from + stretch.for;
    return { stretch, from };
  });
}

function arrivalsIn({ stretch, from }: Placed, make: ReturnType<typeof createMentionMaker>): Arrival[] {
  const random = stretch.seed === undefined ? undefined : seededRandom(stretch.seed);
  const [labels, late, twice] = [createDraw(random), createDraw(random), createDraw(random)];
  let delayed = 0;
  const fraction = random ?? (() => (++delayed * GOLDEN) % 1);
  return momentsOf(stretch, random).flatMap((moment) => {
    const publishedAt = Math.round(from + moment);
    const isLate = stretch.late !== undefined && late.isOne(stretch.late.share);
    const at = publishedAt + (isLate ? Math.round(fraction() * (stretch.late?.upTo ?? 0)) : 0);
    const mention = make(stretch, labels, { publishedAt, collectedAt: at });
    const isTwice = stretch.duplicate !== undefined && twice.isOne(stretch.duplicate);
    const again = { at: at + Math.round(fraction() * TWICE_WITHIN_MS), mention };
    return isTwice ? [{ at, mention }, again] : [{ at, mention }];
  });
}

/** When something is said, in milliseconds from the beginning of the stretch. */
function momentsOf(stretch: Stretch, random: (() => number) | undefined): readonly number[] {
  const amount = amountOf(stretch);
  if ('count' in amount) {
    const places = Array.from(
      { length: amount.count },
      (_, index) => random?.() ?? (index + 0.5) / amount.count,
    );
    return places.sort((a, b) => a - b).map((place) => place * stretch.for);
  }
  const moments: number[] = [];
  const pause = random ? () => -Math.log(1 - random()) / amount.perMs : () => 1 / amount.perMs;
  for (let at = random ? pause() : pause() / 2; at < stretch.for; at += pause()) moments.push(at);
  return moments;
}

function amountOf({ mentions, per_minute }: Stretch): Amount {
  return mentions ?? { perMs: (per_minute ?? 0) / 60_000 };
}
