import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What Linux counts in at /proc, whatever the machine: a hundredth of a second. */
const TICKS_PER_SECOND = 100;

export type ChildProcess = { readonly pid: number; readonly command: string };

/** Seconds of processor that a process has used in all its threads; NaN where the system does not tell (not Linux). */
export function processorSeconds(pid: number): number {
  const fields = statOf(pid);
  return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND : Number.NaN;
}

/** The processes that a process started, theirs too; the parts of `command` end with NUL. */
export function descendantsOf(pid: number): readonly ChildProcess[] {
  if (!existsSync('/proc')) return [];
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(all.map((each) => [each, Number(statOf(each)?.[1])]));
  const below = (parent: number): number[] =>
    all.filter((each) => parents.get(each) === parent).flatMap((each) => [each, ...below(each)]);
  return below(pid).map((each) => ({ pid: each, command: read(`/proc/${each}/cmdline`) }));
}

/** The fields after the command's name, which may hold spaces: state, parent … */
function statOf(pid: number): readonly string[] | undefined {
  const text = read(`/proc/${pid}/stat`);
  return text === '' ? undefined : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Empty for a process that has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
