/** Calls back for every place where a pattern ends in the text, in the order of the text. */
export type TextScanner = (text: string, onHit: (pattern: number, end: number) => void) => void;

/**
 * Finds all of many patterns in one pass over the text (Aho–Corasick as a table of transitions): the cost does
 * not grow with the number of patterns. Patterns are compared by UTF-16 unit; fold both sides first.
 */
export function createTextScanner(patterns: readonly string[]): TextScanner {
  const { classes, classCount } = classesOf(patterns);
  const { next, ends } = buildTrie(patterns, classes, classCount);
  followFailures(next, ends, classCount);
  // Half the memory is twice as much of it near the processor.
  const table = ends.length < 65_536 ? Uint16Array.from(next) : Int32Array.from(next);
  return (text, onHit) => {
    let node = 0;
    for (let index = 0; index < text.length; index++) {
      node = table[node * classCount + classes[text.charCodeAt(index)]!]!;
      const found = ends[node];
      if (found) for (const pattern of found) onHit(pattern, index + 1);
    }
  };
}

function classesOf(patterns: readonly string[]): { classes: Uint16Array; classCount: number } {
  const classes = new Uint16Array(65_536);
  let classCount = 1;
  for (const pattern of patterns)
    for (let index = 0; index < pattern.length; index++) {
      const unit = pattern.charCodeAt(index);
      if (classes[unit] === 0) classes[unit] = classCount++;
    }
  return { classes, classCount };
}

type Trie = { next: number[]; ends: (number[] | undefined)[] };

function buildTrie(patterns: readonly string[], classes: Uint16Array, classCount: number): Trie {
  const next: number[] = new Array(classCount).fill(-1);
  const ends: Trie['ends'] = [undefined];
  patterns.forEach((pattern, number) => {
    let node = 0;
    for (let index = 0; index < pattern.length; index++) {
      const edge = node * classCount + classes[pattern.charCodeAt(index)]!;
      if (next[edge] === -1) {
        next[edge] = ends.length;
        ends.push(undefined);
        for (let empty = 0; empty < classCount; empty++) next.push(-1);
      }
      node = next[edge]!;
    }
    if (node !== 0) ends[node] = [...(ends[node] ?? []), number];
  });
  return { next, ends };
}

/** Turns missing edges into the edge of the longest proper suffix, breadth first. */
function followFailures(next: number[], ends: Trie['ends'], classCount: number): void {
  const failure: number[] = [0];
  const queue: number[] = [0];
  for (let head = 0; head < queue.length; head++) {
    const node = queue[head]!;
    for (let unitClass = 0; unitClass < classCount; unitClass++) {
      const edge = node * classCount + unitClass;
      const fallback = node === 0 ? 0 : next[failure[node]! * classCount + unitClass]!;
      const child = next[edge]!;
      if (child === -1) next[edge] = fallback;
      else {
        failure[child] = fallback;
        const inherited = ends[fallback];
        if (inherited) ends[child] = [...(ends[child] ?? []), ...inherited];
        queue.push(child);
      }
    }
  }
}
