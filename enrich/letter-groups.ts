import type { EldData } from './eld-data';
import { createEldWords } from './eld-words';
import { createGroupTable } from './group-table';

/** Told a letter group as two numbers: its first four characters, and the next two; zeros where it is shorter. */
export type OnLetterGroup = (head: number, tail: number) => void;

const SPACE = 32;
/** Bytes of a word in which groups begin. */
const WORD_BYTES = 70;
/** The longest group that tables have. */
const GROUP_BYTES = 6;
/** More groups than eld finds in a text, which it cuts after 380 bytes. */
const MOST_GROUPS = 400;

/** A letter group of tables, as `OnLetterGroup` is told it. */
export function packGroup(group: string): { readonly head: number; readonly tail: number } {
  if (group.length > GROUP_BYTES) throw new Error(`the letter group "${group}" is too long`);
  const byte = (at: number) => (at < group.length ? group.charCodeAt(at) : 0);
  return {
    head: (byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3),
    tail: (byte(4) << 8) | byte(5),
  };
}

/**
 * Cuts texts into letter groups as eld does: four bytes at every third, with a space where a word begins or ends.
 * Calls back once for each group of a text that tables may have, and answers how many different groups there are.
 */
export function createGroupCutter(
  eld: Pick<EldData, 'separators' | 'alphabet'>,
): (text: string, onGroup: OnLetterGroup) => number {
  const eachWord = createEldWords(eld);
  const seen = createGroupTable(MOST_GROUPS);

  return (text, onGroup) => {
    const tooLong = new Set<string>();
    let groups = 0;
    seen.clear();
    const take = (bytes: Uint8Array, from: number, to: number) => {
      if (to - from > GROUP_BYTES) {
        tooLong.add(String.fromCharCode(...bytes.subarray(from, to)));
        return;
      }
      const head = headAt(bytes, from);
      const tail = to - from > 4 ? tailAt(bytes, from + 4) & (to - from > 5 ? 0xffff : 0xff00) : 0;
      if (seen.get(head, tail) !== 0) return;
      seen.set(head, tail, 1);
      groups++;
      onGroup(head, tail);
    };
    eachWord(text, (bytes, length) => {
      bytes[0] = SPACE;
      bytes[length + 1] = SPACE;
      bytes[length + 2] = 0;
      eachGroup(bytes, length, take);
    });
    return groups + tooLong.size;
  };
}

/** Tells from where to where the groups of a word go that has a space on each side. */
function eachGroup(
  bytes: Uint8Array,
  length: number,
  take: (bytes: Uint8Array, from: number, to: number) => void,
): void {
  const end = Math.min(length, WORD_BYTES);
  if (end <= 4) {
    take(bytes, 0, length + 2);
    return;
  }
  take(bytes, 0, 5);
  for (let at = 3; at + 4 < end; at += 3) take(bytes, at + 1, at + 5);
  // Of a word beyond the limit, eld takes the whole rest as its last group.
  take(bytes, end - 3, length + 2);
}

function headAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

function tailAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}
