/** One line: what was measured on Kafka and Elasticsearch, and the same on the embedded adapters where there is such a thing. */
export type Line = {
  readonly name: string;
  readonly unit: string;
  readonly services?: number;
  /** Share of the ceiling. */
  readonly ratio?: number;
  readonly embedded?: number;
  readonly note?: string;
};

const WIDTHS = { name: 52, figure: 10, unit: 11 } as const;

export function formatHead(): string {
  const heads = ['servers', '÷ ceiling', 'embedded'].map((head) => head.padStart(WIDTHS.figure));
  return `${''.padEnd(WIDTHS.name)}${heads.join('')}`;
}

export function formatLine({ name, unit, services, ratio, embedded, note }: Line): string {
  const figures = [figure(services), ratio === undefined ? '' : ratio.toFixed(2), figure(embedded)];
  const columns = figures.map((text) => text.padStart(WIDTHS.figure)).join('');
  return `${name.padEnd(WIDTHS.name)}${columns} ${unit.padEnd(WIDTHS.unit)}${note ?? ''}`.trimEnd();
}

/** Thousands separated; one decimal below 100. */
function figure(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  return value.toLocaleString('en-US', { maximumFractionDigits: value >= 100 ? 0 : 1 });
}
