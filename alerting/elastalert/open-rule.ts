import type { Note } from './note';
import type { Path, WrittenRule } from './read-rule-file';

/** A rule that is being carried over: what was asked for counts as dealt with; what nobody asked for is told at the end. */
export type OpenRule = {
  readonly file: string;
  readonly line: number;
  readonly has: (option: string) => boolean;
  /** The option's value, `undefined` where it is not written. */
  readonly take: (option: string) => unknown;
  /** The options that nobody has asked for. */
  readonly rest: () => readonly string[];
  readonly note: (path: Path, message: string) => void;
  /** Notes why the rule, or one of those that it becomes, cannot be carried over. */
  readonly refuse: (path: Path, message: string) => void;
  readonly notes: () => readonly Omit<Note, 'rule'>[];
};

export function openRule({ file, value, place }: WrittenRule): OpenRule {
  const taken = new Set<string>();
  const notes: Omit<Note, 'rule'>[] = [];
  const note = (path: Path, message: string) => {
    const told = { file, ...place(path), option: formatPath(path), message };
    // Of rules that a filter's alternatives make, each would say the same.
    if (!notes.some((known) => known.option === told.option && known.message === message)) notes.push(told);
  };
  return {
    file,
    line: place([]).line,
    has: (option) => value[option] !== undefined && value[option] !== null,
    take: (option) => {
      taken.add(option);
      return value[option] ?? undefined;
    },
    rest: () => Object.keys(value).filter((option) => !taken.has(option)),
    note,
    refuse: (path, message) => note(path, `not imported: ${message}`),
    notes: () => notes,
  };
}

/** `['filter', 0, 'term']` → `filter[0].term`. */
function formatPath(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
}

/** A number, also where it stands in quotes. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

/** A text, or a list of texts, as a list. Numbers and truth values become texts. */
export function textsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return list.filter((entry) => ['string', 'number', 'boolean'].includes(typeof entry)).map(String);
}
