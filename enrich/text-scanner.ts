import { breadthFirst, buildTrie, classesOf, packTrie, type Trie } from './pattern-trie';

/** Calls back for every place where a pattern ends in the text, in the order of the text. */
export type TextScanner = (text: string, onHit: (pattern: number, end: number) => void) => void;

/**
 * Finds all of many patterns in one pass over the text (Aho–Corasick as a table of transitions): the cost does
 * not grow with the number of patterns. Patterns are compared by UTF-16 unit; fold both sides first.
 */
export function createTextScanner(patterns: readonly string[]): TextScanner {
  const units = classesOf(patterns);
  const { classes, classCount } = units;
  const trie = buildTrie(patterns, units);
  const order = breadthFirst(trie, classCount);
  followFailures(trie, order, classCount);
  const { table, firstEnd, hits } = packTrie(trie, order, classCount);
  return (text, onHit) => {
    let node = 0;
    for (let index = 0; index < text.length; index++) {
      node = table[node * classCount + classes[text.charCodeAt(index)]!]!;
      if (node >= firstEnd) for (const pattern of hits[node - firstEnd]!) onHit(pattern, index + 1);
    }
  };
}

/** Turns missing edges into the edge of the longest proper suffix, breadth first. */
function followFailures({ next, ends }: Trie, order: readonly number[], classCount: number): void {
  const failure: number[] = [0];
  for (const node of order) {
    for (let unitClass = 0; unitClass < classCount; unitClass++) {
      const edge = node * classCount + unitClass;
      const fallback = node === 0 ? 0 : next[failure[node]! * classCount + unitClass]!;
      const child = next[edge]!;
      if (child === -1) next[edge] = fallback;
      else {
        failure[child] = fallback;
        const inherited = ends[fallback];
        if (inherited) ends[child] = [...(ends[child] ?? []), ...inherited];
      }
    }
  }
}
