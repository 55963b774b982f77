/** One measured figure, as printed. */
export type Row = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly note?: string;
};

/** Thousands separated, at most three significant decimals. */
export function formatRow({ name, value, unit, note }: Row): string {
  const digits = value >= 100 ? 0 : value >= 1 ? 1 : 3;
  const figure = value.toLocaleString('en-US', { maximumFractionDigits: digits });
  return `${name.padEnd(58)} ${figure.padStart(12)} ${unit}${note ? `   (${note})` : ''}`;
}
