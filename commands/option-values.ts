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
