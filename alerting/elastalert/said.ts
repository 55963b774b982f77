import { parseMatcher } from '../matchers/parse-matcher';

/** A condition in Vigie's matchers, as far as it can be said. */
export type Said =
  | { readonly kind: 'matcher'; readonly field: string; readonly text: string; readonly pattern?: string }
  | { readonly kind: 'all' | 'some'; readonly of: readonly Said[] }
  | { readonly kind: 'everything' };

/** What became of one condition. `remark`: it does not mean quite the same. */
export type Answer =
  | { readonly ok: true; readonly said: Said; readonly remark?: string | undefined }
  | { readonly ok: false; readonly why: string };

/** Patterns may be 200 characters long. */
const LONGEST_PATTERN = 180;

export const cannot = (why: string): Answer => ({ ok: false, why });
export const quote = (text: string): string => `"${text.replaceAll('"', '\\"')}"`;
export const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** The matcher, if Vigie understands it. `pattern`: several of one field may be joined with `|`. */
export function matcher(field: string, rest: string, pattern?: string): Answer {
  const text = `${field}${rest}`;
  const parsed = parseMatcher(text);
  if (!parsed.ok) return cannot(parsed.message);
  return { ok: true, said: { kind: 'matcher', field, text, ...(pattern !== undefined && { pattern }) } };
}

export function joinAll(of: readonly Said[]): Said {
  const flat = of
    .flatMap((said) => (said.kind === 'all' ? said.of : [said]))
    .filter(({ kind }) => kind !== 'everything');
  if (flat.length === 0) return { kind: 'everything' };
  return flat.length === 1 ? (flat[0] as Said) : { kind: 'all', of: flat };
}

/** One of these; those that ask the same field become one matcher: `language=~"en|fr"`. */
export function joinSome(of: readonly Said[]): Said {
  const flat = of.flatMap((said) => (said.kind === 'some' ? said.of : [said]));
  if (flat.some(({ kind }) => kind === 'everything')) return { kind: 'everything' };
  const byField = new Map<string, string[]>();
  const others: Said[] = [];
  for (const said of flat) {
    if (said.kind !== 'matcher' || said.pattern === undefined) others.push(said);
    else byField.set(said.field, [...(byField.get(said.field) ?? []), said.pattern]);
  }
  const joined = [...byField].flatMap(([field, patterns]): Said[] => {
    const single = flat.find(
      (said) => said.kind === 'matcher' && said.field === field && said.pattern !== undefined,
    );
    if (new Set(patterns).size === 1 && single) return [single];
    return chunks([...new Set(patterns)]).flatMap((pattern) => {
      const answer = matcher(field, `=~${quote(pattern)}`, pattern);
      return answer.ok ? [answer.said] : [];
    });
  });
  const unique = new Map([...joined, ...others].map((said) => [JSON.stringify(said), said]));
  const list = [...unique.values()];
  return list.length === 1 ? (list[0] as Said) : { kind: 'some', of: list };
}

/** Patterns joined with `|`, in as few as are not too long. */
export function chunks(patterns: readonly string[]): string[] {
  const joined: string[] = [];
  for (const pattern of patterns) {
    const last = joined.at(-1);
    if (last !== undefined && last.length + pattern.length < LONGEST_PATTERN)
      joined[joined.length - 1] = `${last}|${pattern}`;
    else joined.push(pattern);
  }
  return joined;
}

/** The ways in which it can hold, each as matchers that must all hold; undefined when there are more than `most`. */
export function alternatives(said: Said, most: number): readonly (readonly string[])[] | undefined {
  switch (said.kind) {
    case 'everything':
      return [[]];
    case 'matcher':
      return [[said.text]];
    case 'some': {
      const ways = said.of.map((inner) => alternatives(inner, most));
      if (ways.some((way) => way === undefined)) return undefined;
      const every = ways.flatMap((way) => way ?? []);
      return every.length > most ? undefined : every;
    }
    case 'all': {
      let ways: readonly (readonly string[])[] = [[]];
      for (const inner of said.of) {
        const further = alternatives(inner, most);
        if (!further || ways.length * further.length > most) return undefined;
        ways = ways.flatMap((way) => further.map((more) => [...new Set([...way, ...more])]));
      }
      return ways;
    }
  }
}
