/** `1 mention`, `412 mentions`: the noun is given in the plural, and its first plural word loses the s for one. */
export function countInWords(count: number, plural: string): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? plural.replace(/s\b/, '') : plural}`;
}

/** A count that may have a fraction: whole from 10 on, one decimal below. */
export function roundCount(count: number): number {
  return count >= 10 ? Math.round(count) : Math.round(count * 10) / 10;
}
