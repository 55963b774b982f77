/** `1 mention`, `412 mentions`: the noun is given in the plural. */
export function countInWords(count: number, plural: string): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? singular(plural) : plural}`;
}

/** Of words that count, the singular: that of their first word in the plural; `negative stories` → `negative story`. */
export function singular(plural: string): string {
  return plural.replace(/ies\b|s\b/, (end) => (end === 'ies' ? 'y' : ''));
}

/** A count that may have a fraction: whole from 10 on, one decimal below. */
export function roundCount(count: number): number {
  return count >= 10 ? Math.round(count) : Math.round(count * 10) / 10;
}
