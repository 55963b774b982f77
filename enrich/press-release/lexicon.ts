import type { TextSpan } from '../enricher';
import type { FoldText } from '../fold-text';
import { createTextScanner } from '../text-scanner';
import { isWordUnit } from '../word-bounds';

/** Phrases by group, one a line or parted by ` | `; a `*` at the end lets any ending follow. */
export type WordTable = Readonly<Record<string, string>>;

/** Where the phrases of each group stand in a text, in its order. */
export type Hits<Group extends string> = {
  readonly has: (group: Group) => boolean;
  readonly of: (group: Group) => readonly TextSpan[];
  /** Whether a phrase of any of these groups was found. */
  readonly some: (groups: ReadonlySet<Group>) => boolean;
  /** Some phrase of any group was found. */
  readonly any: boolean;
};

const NONE: readonly TextSpan[] = [];

/** Finds every phrase of every group in one pass over a folded text; phrases begin and end at word bounds. */
export function createLexicon<Table extends WordTable>(
  table: Table,
  fold: FoldText,
): (folded: string) => Hits<keyof Table & string> {
  const phrases = Object.entries(table).flatMap(([group, text]) =>
    text
      .split(/\s*[|\n]\s*/)
      .filter((phrase) => phrase.trim() !== '')
      .map((phrase) => {
        const isOpen = phrase.trim().endsWith('*');
        const folded = fold(phrase.replace('*', '').trim()).replace(/\s+/g, ' ');
        return { group, folded, isOpen };
      }),
  );
  const byHead = groupByHead(phrases);
  const heads = [...byHead.keys()];
  const begunBy = [...byHead.values()];
  const scan = createTextScanner(heads);
  return (folded) => {
    let found: Map<string, TextSpan[]> | undefined;
    scan(folded, (head, headEnd) => {
      const start = headEnd - heads[head]!.length;
      if (isWordUnit(folded.charCodeAt(start - 1))) return;
      for (const { group, folded: phrase, isOpen } of begunBy[head]!) {
        if (!folded.startsWith(phrase, start)) continue;
        const end = start + phrase.length;
        if (!isOpen && isWordUnit(folded.charCodeAt(end))) continue;
        found ??= new Map();
        const spans = found.get(group);
        if (spans) spans.push({ start, end });
        else found.set(group, [{ start, end }]);
      }
    });
    const hits = found;
    return {
      any: hits !== undefined,
      has: (group) => hits?.has(group) ?? false,
      of: (group) => hits?.get(group) ?? NONE,
      some: (groups) => {
        if (hits) for (const group of hits.keys()) if (groups.has(group)) return true;
        return false;
      },
    };
  };
}

type Phrase = { readonly group: string; readonly folded: string; readonly isOpen: boolean };

/** Text is scanned for how phrases begin: a third of the table, and what begins like one is seldom none. */
const HEAD = 6;

function groupByHead(phrases: readonly Phrase[]): Map<string, Phrase[]> {
  const byHead = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    const head = phrase.folded.slice(0, HEAD);
    const others = byHead.get(head);
    if (others) others.push(phrase);
    else byHead.set(head, [phrase]);
  }
  return byHead;
}
