import { parse } from 'csv-parse/sync';
import { SURPRISE_BUCKET_MS } from './surprise';

/** One row as it stands in the file; `bucket` is its number from the first row on. */
export type CountRow = {
  readonly timestamp: string;
  readonly at: number;
  readonly value: number;
  readonly bucket: number;
};

const MOST_MISTAKES = 10;
/** A year. A gap of more is a mistyped date; filling it would take memory without end. */
const LONGEST_GAP = 105_120;

/**
 * Reads a CSV with the columns `timestamp` (ISO 8601, or `2026-03-10 16:05:00`; UTC where no zone is named) and
 * `value` (mentions in the five minutes from then on), oldest first; further columns are ignored. Throws with every
 * mistake, each with its line.
 */
export function readCounts(text: string, name: string): CountRow[] {
  const records = readRecords(text, name);
  const header = (records.shift()?.record ?? []).map((column) => column.trim().toLowerCase());
  const [timestampAt, valueAt] = [header.indexOf('timestamp'), header.indexOf('value')];
  if (timestampAt < 0 || valueAt < 0)
    throw new Error(
      `${name}:1: expected the columns timestamp and value, found ${header.join(', ') || 'nothing'}`,
    );
  const rows: CountRow[] = [];
  const mistakes: string[] = [];
  for (const { record, line } of records) {
    const row = readRow(record[timestampAt]?.trim() ?? '', record[valueAt]?.trim() ?? '', rows);
    if (typeof row === 'string') mistakes.push(`${name}:${line}: ${row}`);
    else rows.push(row);
  }
  if (mistakes.length > 0) {
    const more = mistakes.length - MOST_MISTAKES;
    const told = mistakes.slice(0, MOST_MISTAKES).join('\n');
    throw new Error(more > 0 ? `${told}\nand ${more} more like these` : told);
  }
  return rows;
}

function readRecords(text: string, name: string): { record: string[]; line: number }[] {
  try {
    const read = parse(text, { bom: true, info: true, relaxColumnCount: true, skipEmptyLines: true });
    return (read as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      record,
      line: info.lines,
    }));
  } catch (cause) {
    throw new Error(`${name} cannot be read as CSV: ${(cause as Error).message}`, { cause });
  }
}

/** The row, or what is wrong with it. */
function readRow(timestamp: string, count: string, before: readonly CountRow[]): CountRow | string {
  const at = readTime(timestamp);
  if (at === undefined)
    return `timestamp "${timestamp}" is no date; write it as 2026-03-10 16:05:00 or 2026-03-10T16:05:00Z`;
  const value = count === '' ? Number.NaN : Number(count);
  if (!Number.isFinite(value) || value < 0)
    return `value "${count}" is no count; write the number of mentions, 0 or more`;
  const [first, last] = [before[0], before.at(-1)];
  if (!first || !last) return { timestamp, at, value, bucket: 0 };
  const bucket = Math.round((at - first.at) / SURPRISE_BUCKET_MS);
  if (bucket <= last.bucket)
    return `timestamp "${timestamp}" does not lie five minutes after ${last.timestamp}; sort the rows, one for each five minutes`;
  if (bucket - last.bucket > LONGEST_GAP)
    return `timestamp "${timestamp}" lies more than a year after ${last.timestamp}`;
  return { timestamp, at, value, bucket };
}

function readTime(text: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(\.\d{1,9})?)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(
    text,
  );
  if (!match) return undefined;
  const [, date, minutes = '00:00', seconds = ':00', fraction = '', zone = 'Z'] = match;
  const at = Date.parse(`${date}T${minutes}${seconds}${fraction.slice(0, 4)}${zone.toUpperCase()}`);
  return Number.isNaN(at) ? undefined : at;
}
