/** Units (UTF-16) that occur in patterns, numbered from 1; all others are 0. */
export type UnitClasses = { readonly classes: Uint16Array; readonly classCount: number };

/** Edges by node × class, -1 where there is none; the patterns that end in a node. Node 0 is the root. */
export type Trie = { readonly next: number[]; readonly ends: (number[] | undefined)[] };

/** A trie as one table; `table[node * classCount + class]` is the next node. */
export type PackedTrie = {
  readonly table: Uint16Array | Int32Array;
  /** Patterns end in this node and in all after it. */
  readonly firstEnd: number;
  /** Those patterns, from the node `firstEnd` on. */
  readonly hits: readonly (readonly number[])[];
};

export function classesOf(patterns: readonly string[]): UnitClasses {
  const classes = new Uint16Array(65_536);
  let classCount = 1;
  for (const pattern of patterns)
    for (let index = 0; index < pattern.length; index++) {
      const unit = pattern.charCodeAt(index);
      if (classes[unit] === 0) classes[unit] = classCount++;
    }
  return { classes, classCount };
}

export function buildTrie(patterns: readonly string[], { classes, classCount }: UnitClasses): Trie {
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

/** The nodes breadth first, by their edges away from the root; call it before edges that lead back are added. */
export function breadthFirst({ next }: Trie, classCount: number): number[] {
  const queue: number[] = [0];
  for (let head = 0; head < queue.length; head++)
    for (let unitClass = 0; unitClass < classCount; unitClass++) {
      const child = next[queue[head]! * classCount + unitClass]!;
      if (child !== -1) queue.push(child);
    }
  return queue;
}

/**
 * Numbers the nodes in this order, those where patterns end last; a missing edge leads to the root. Ordinary text stays
 * near the root: that part of the table lies together then, near the processor, and the number alone tells that a
 * pattern ends.
 */
export function packTrie({ next, ends }: Trie, order: readonly number[], classCount: number): PackedTrie {
  const ending = order.filter((node) => ends[node]);
  const renumbered = [...order.filter((node) => !ends[node]), ...ending];
  const numberOf: number[] = [];
  renumbered.forEach((node, number) => {
    numberOf[node] = number;
  });
  // Half the memory is twice as much of it near the processor.
  const Table = renumbered.length < 65_536 ? Uint16Array : Int32Array;
  const table = new Table(renumbered.length * classCount);
  renumbered.forEach((node, number) => {
    for (let unitClass = 0; unitClass < classCount; unitClass++)
      table[number * classCount + unitClass] = numberOf[next[node * classCount + unitClass]!] ?? 0;
  });
  return { table, firstEnd: renumbered.length - ending.length, hits: ending.map((node) => ends[node]!) };
}
