/** Classes of characters, as bits that can be joined. */
export const LETTER = 1;
export const NUMBER = 2;
export const MARK = 4;
export const SPACE = 8;
export const PICTOGRAPH = 16;

const PATTERNS: readonly (readonly [bit: number, pattern: RegExp])[] = [
  [LETTER, /\p{L}/u],
  [NUMBER, /\p{N}/u],
  [MARK, /\p{M}/u],
  [SPACE, /\s/u],
  [PICTOGRAPH, /\p{Extended_Pictographic}/u],
];
const UNITS = 65_536;

/** The classes of every character that is one unit of UTF-16; a half of a longer character has none. */
export const UNIT_CLASSES: Uint8Array = classesOfUnits();

function classesOfUnits(): Uint8Array {
  const classes = new Uint8Array(UNITS);
  const units = Uint16Array.from({ length: UNITS }, (_, unit) => unit);
  const all = Buffer.from(units.buffer).toString('utf16le');
  for (const [bit, pattern] of PATTERNS)
    for (const { 0: run, index } of all.matchAll(new RegExp(`${pattern.source}+`, 'gu')))
      for (let unit = index; unit < index + run.length; unit++) classes[unit]! |= bit;
  return classes;
}

/** The classes of the character that begins at an index of the text. */
export function classesAt(text: string, index: number): number {
  const classes = UNIT_CLASSES[text.charCodeAt(index)] ?? 0;
  return classes === 0 && isLong(text, index) ? classesOf(text.slice(index, index + 2)) : classes;
}

/** Whether the character that begins at an index takes two units of UTF-16. */
export function isLong(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
}

/** Where the run of characters ends that begins at an index and has only characters of these classes. */
export function endOfRun(text: string, from: number, to: number, classes: number): number {
  let at = from;
  while (at < to) {
    if ((UNIT_CLASSES[text.charCodeAt(at)]! & classes) !== 0) at++;
    else if (at + 1 < to && isLong(text, at) && (classesAt(text, at) & classes) !== 0) at += 2;
    else break;
  }
  return at;
}

function classesOf(character: string): number {
  return PATTERNS.reduce((classes, [bit, pattern]) => (pattern.test(character) ? classes | bit : classes), 0);
}
