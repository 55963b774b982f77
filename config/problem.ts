/** A mistake in the configuration, at the place where it can be mended. Lines and columns count from 1. */
export type Problem = {
  /** Below the folder that holds the configuration: `config/rules/vinci.yaml`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `rules[0].timeframe`; empty when the file as a whole is meant. */
  readonly path: string;
  readonly message: string;
  /** A warning does not keep the program from starting. */
  readonly severity: 'error' | 'warning';
};

/** `config/rules/vinci.yaml:5:24 rules[0].spike_height: expected a number (got "three")`. */
export function formatProblem({ file, line, column, path, message, severity }: Problem): string {
  const about = path === '' ? '' : ` ${path}:`;
  return `${file}:${line}:${column}${about} ${severity === 'warning' ? 'warning: ' : ''}${message}`;
}

/** By file, then by position; each problem once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const once = new Map(problems.map((problem) => [formatProblem(problem), problem]));
  return [...once.values()].sort(
    (a, b) =>
      compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.path, b.path),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `['rules', 0, 'timeframe']` → `rules[0].timeframe`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      return index === 0 ? String(part) : `.${String(part)}`;
    })
    .join('');
}
