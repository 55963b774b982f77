import { InvalidArgumentError } from 'commander';
import { parseDuration } from '#config/fields/duration';

/** Reads an option such as `--since 2h`, to milliseconds. */
export function durationOption(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('expected a duration such as 2h or 7d');
  return ms;
}

/** Reads an option that says how many are wanted. */
export function countOption(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1_000)
    throw new InvalidArgumentError('expected a number from 1 to 1000');
  return value;
}

/** Reads a time such as `2026-01-31` (its first moment in UTC) or `2026-01-31T08:00:00+01:00`, to epoch milliseconds. */
export function instantOption(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new InvalidArgumentError('expected a time such as 2026-01-31 or 2026-01-31T08:00Z');
  return at;
}
