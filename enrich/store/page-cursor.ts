import { parseSearch } from './search-text';
import type { MentionQuery } from './store';

export type Order = NonNullable<MentionQuery['order']>;

/** Where a page ended: what its last mention was sorted by, the tie-break last. */
export type Place = readonly [by: number, tieBreak: number | string];

const MOST_MENTIONS = 1_000;

/** Nothing can be more relevant than another when no word is asked for. */
export function orderOf(query: MentionQuery): Order {
  const { order = 'newest' } = query;
  return order === 'relevance' && parseSearch(query.text ?? '').required.length === 0 ? 'newest' : order;
}

export function limitOf({ limit = 50 }: MentionQuery): number {
  return Math.max(0, Math.min(limit, MOST_MENTIONS));
}

export function encodeCursor(order: Order, place: Place): string {
  return Buffer.from(JSON.stringify([order, ...place])).toString('base64url');
}

/** Throws a RangeError for what is no place in a list of this order. */
export function decodeCursor<TieBreak extends 'number' | 'string'>(
  cursor: string,
  order: Order,
  tieBreakType: TieBreak,
): readonly [by: number, tieBreak: TieBreak extends 'number' ? number : string] {
  const [of, by, tieBreak] = readCursor(cursor);
  if (of !== order || typeof by !== 'number' || typeof tieBreak !== tieBreakType)
    throw new RangeError(
      `page after "${cursor}": no place in a list ordered by ${order}; give \`next\` of the page before, with the same order`,
    );
  return [by, tieBreak as TieBreak extends 'number' ? number : string];
}

function readCursor(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
