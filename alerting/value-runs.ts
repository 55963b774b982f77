/** A stretch of event time (epoch milliseconds) in which every mention had the same value. */
export type Run = { readonly value: string; from: number; to: number };

/** Neighbouring runs, oldest first, each of another value than the one before; plain JSON. */
export type Runs = Run[];

export type Change = { readonly at: number; readonly from: string; readonly to: string };

/** Puts a value where it belongs, also a late one; of many runs the newest `most` stay. */
export function putValue(runs: Runs, at: number, value: string, most: number): void {
  const index = runs.findLastIndex(({ from }) => from <= at);
  const [before, after] = [runs[index], runs[index + 1]];
  if (before && at <= before.to && before.value !== value) split(runs, index, at, value);
  else if (before?.value === value) before.to = Math.max(before.to, at);
  else if (after?.value === value) after.from = at;
  else runs.splice(index + 1, 0, { value, from: at, to: at });
  if (runs.length > most) runs.splice(0, runs.length - most);
}

function split(runs: Runs, index: number, at: number, value: string): void {
  const whole = runs[index] as Run;
  const rest: Run = { value: whole.value, from: at, to: whole.to };
  // Said at the same moment as the last of the run: nothing of it comes after.
  const parts: Run[] = at === whole.to ? [] : [rest];
  whole.to = at;
  runs.splice(index + 1, 0, { value, from: at, to: at }, ...parts);
}

/** Forgets what ended before this; the last run stays, for what comes next is compared with it. */
export function forgetRuns(runs: Runs, before: number): void {
  while (runs.length > 1 && (runs[0] as Run).to < before) runs.shift();
}

/** How often the value changed after `since`, and the last time; only of values that were said at most `within` apart. */
export function changesSince(
  runs: Runs,
  { since, within }: { readonly since: number; readonly within: number },
): { count: number; last?: Change } {
  let count = 0;
  let last: Change | undefined;
  for (let index = runs.length - 1; index > 0; index--) {
    const [before, run] = [runs[index - 1] as Run, runs[index] as Run];
    if (run.from <= since) break;
    if (run.from - before.to > within) continue;
    count += 1;
    last ??= { at: run.from, from: before.value, to: run.value };
  }
  return last ? { count, last } : { count };
}
