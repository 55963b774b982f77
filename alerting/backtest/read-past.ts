import type { Stretch } from '#config/fields/moment';
import type { BrandMention } from '#enrich/brand-mention';
import type { Bucket, Store } from '#enrich/store/store';

/** A page of stored mentions, oldest first; `read` and `total` are mentions so far and in all. */
export type PastMentions = {
  readonly mentions: readonly BrandMention[];
  readonly read: number;
  readonly total: number;
};

const PAGE = 1_000;
const HOUR_MS = 3_600_000;
/** Fewer than a store counts at once. */
const MOST_BUCKETS = 15_000;
/** Every page asks how many there are in its slice: of a slice so large that is quick. */
const SLICE = 20_000;

/**
 * Reads what was published in the stretch in pages, the next while one is worked on. In slices of time, because a
 * store counts all that a query finds with each of its pages, and of years that would take longer than the reading.
 */
export async function* readPast(
  store: Pick<Store, 'search' | 'countPerBucket'>,
  { from, to }: Stretch,
): AsyncGenerator<PastMentions> {
  const bucketMs = Math.max(HOUR_MS, Math.ceil((to - from) / MOST_BUCKETS));
  const buckets = await store.countPerBucket({ from, to }, bucketMs);
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  const pages = readSlices(store, slicesOf(buckets, { from, to }, bucketMs));
  let read = 0;
  let next = pages.next();
  for (let page = await next; !page.done; page = await next) {
    next = pages.next();
    // The one who awaits it sees the error; until then it must not end the process.
    next.catch(() => undefined);
    read += page.value.length;
    yield { mentions: page.value, read, total };
  }
}

/** Neighbouring buckets together until they hold enough; empty ones at the edges are left out. */
export function slicesOf(buckets: readonly Bucket[], { from, to }: Stretch, bucketMs: number): Stretch[] {
  const slices: Stretch[] = [];
  let open: { from: number; count: number } | undefined;
  for (const { at, count } of buckets) {
    if (count === 0) continue;
    open ??= { from: Math.max(from, at), count: 0 };
    open.count += count;
    if (open.count < SLICE) continue;
    slices.push({ from: open.from, to: Math.min(to, at + bucketMs) });
    open = undefined;
  }
  return open ? [...slices, { from: open.from, to }] : slices;
}

async function* readSlices(
  store: Pick<Store, 'search'>,
  slices: readonly Stretch[],
): AsyncGenerator<readonly BrandMention[]> {
  for (const slice of slices) {
    let after: string | undefined;
    do {
      const page = await store.search({ ...slice, order: 'oldest', limit: PAGE, ...(after && { after }) });
      after = page.next;
      if (page.mentions.length > 0) yield page.mentions;
    } while (after !== undefined);
  }
}
