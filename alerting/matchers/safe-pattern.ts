/** Longest pattern that is accepted, and how much of a value is compared with it. */
const LONGEST_PATTERN = 200;
const COMPARED = 1_000;
/** Most ways in which a pattern may be tried on one value: milliseconds, not minutes. */
const MOST_TRIES = 2_000_000;

type Group = { tries: number; worst: number; alternatives: number };
type Result = { ok: true; test: (value: string) => boolean } | { ok: false; message: string };

const freshGroup = (): Group => ({ tries: 1, worst: 1, alternatives: 1 });
const closeAlternative = (group: Group): void => {
  group.worst = Math.max(group.worst, group.tries);
  group.tries = 1;
};

/** How often a quantifier lets its part be tried; undefined where no quantifier stands. */
function quantifier(text: string, at: number): { length: number; tries: number } | undefined {
  const match = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(text.slice(at));
  if (!match) return undefined;
  const [whole, least, comma, most] = match;
  if (whole.startsWith('?')) return { length: whole.length, tries: 2 };
  if (least === undefined || (comma && !most)) return { length: whole.length, tries: COMPARED };
  return { length: whole.length, tries: comma ? Number(most) - Number(least) + 1 : 1 };
}

/** Upper bound of how often a backtracking engine tries, or a sentence that says what is not allowed. */
function countTries(pattern: string): number | string {
  const open: Group[] = [freshGroup()];
  const top = () => open.at(-1) as Group;
  const parts = /\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\((?:\?:)?|[\s\S]/uy;
  for (let at = 0; at < pattern.length; ) {
    parts.lastIndex = at;
    const part = parts.exec(pattern)?.[0] ?? '';
    at += part.length;
    if (/^\\[1-9k]/.test(part)) return 'refers back to a group';
    if (part === '(' && pattern[at] === '?') return 'looks ahead or behind, or names a group';
    if (part.startsWith('(')) {
      open.push(freshGroup());
      continue;
    }
    if (part === '|') {
      closeAlternative(top());
      top().alternatives++;
      continue;
    }
    let tries = 1;
    if (part === ')' && open.length > 1) {
      const group = open.pop() as Group;
      closeAlternative(group);
      tries = group.worst * group.alternatives;
    }
    const repeated = quantifier(pattern, at);
    if (repeated) {
      if (part === ')' && repeated.tries > 2) return 'repeats a group';
      tries *= repeated.tries;
      at += repeated.length;
    }
    top().tries *= tries;
  }
  closeAlternative(top());
  return top().worst;
}

/**
 * Compiles a pattern that must match a whole value (its first 1,000 characters), without regard to case.
 * Patterns that could take long on a hostile text are refused with what to write instead.
 */
export function compilePattern(pattern: string): Result {
  if (pattern.length > LONGEST_PATTERN)
    return { ok: false, message: `the pattern is longer than ${LONGEST_PATTERN} characters` };
  let expression: RegExp;
  try {
    expression = new RegExp(`^(?:${pattern})$`, 'isu');
    new RegExp(pattern, 'u');
  } catch (error) {
    return {
      ok: false,
      message: `not a regular expression (${error instanceof Error ? error.message : ''})`,
    };
  }
  const tries = countTries(pattern);
  if (typeof tries === 'string')
    return { ok: false, message: `the pattern ${tries}: list the alternatives instead, as in "a|b"` };
  if (tries > MOST_TRIES)
    return {
      ok: false,
      message: 'the pattern could take too long: use fewer of * + ? { } in one alternative',
    };
  return { ok: true, test: (value) => expression.test(value.slice(0, COMPARED)) };
}
