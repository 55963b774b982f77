/** The partition whose owner tells operators: there is one of them, however many workers there are. */
export const TELLING_PARTITION = 0;

/**
 * Whether it falls to this process to tell operators. `missed` counts answers of the bus in a row while this
 * process had no partition at all.
 */
export type Ownership = { readonly isOwner: boolean; readonly missed: number };

export const NO_OWNER: Ownership = { isOwner: false, missed: 0 };

const MISSED_UNTIL_LOST = 12;

/**
 * Pure: the ownership after one more look at the partitions that this process has. While the bus is away it stays as
 * it was, since nobody can take over meanwhile. A rebalance takes all partitions from everybody for a while; a
 * bus that fails in the middle of one must not find nobody who tells of it.
 */
export function takeLook(
  before: Ownership,
  { partitions, busAnswers }: { partitions: ReadonlySet<number>; busAnswers: boolean },
): Ownership {
  if (partitions.has(TELLING_PARTITION)) return { isOwner: true, missed: 0 };
  if (!busAnswers) return before;
  const missed = before.missed + 1;
  return { isOwner: before.isOwner && partitions.size === 0 && missed < MISSED_UNTIL_LOST, missed };
}
