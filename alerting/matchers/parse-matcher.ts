import type { BrandMention } from '#enrich/brand-mention';
import { compileTest } from './compile-test';
import { type Fields, OPERATORS, type Operator } from './field';
import { INCIDENT_FIELDS, type Routable } from './incident-fields';
import { suggest } from './likely-word';
import { MENTION_FIELDS } from './mention-fields';

/** One condition, ready to be asked. `source` is the text as written. */
export type Matcher<Subject> = {
  readonly source: string;
  readonly field: string;
  readonly operator: Operator;
  readonly value: string;
  readonly matches: (subject: Subject) => boolean;
};
export type MentionMatcher = Matcher<BrandMention>;
export type RouteMatcher = Matcher<Routable>;

/** `at` is the index in the text at which the mistake stands. */
export type ParsedMatcher<Subject> =
  | { readonly ok: true; readonly matcher: Matcher<Subject> }
  | { readonly ok: false; readonly message: string; readonly at: number };

const SHAPE = /^(\s*)([\p{L}\p{N}_.-]+)(\s*)(=~|!=|!~|<=|>=|==|=|<|>|:)(\s*)([\s\S]*?)\s*$/u;
const failure = (message: string, at: number) => ({ ok: false, message, at }) as const;

type Value = { ok: true; value: string; quoted: boolean } | { ok: false; message: string; at: number };

function readValue(text: string): Value {
  if (text === '') return failure('the value is missing: write it in double quotes, as in brand="acme"', 0);
  if (!text.startsWith('"')) {
    const stray = text.search(/[\s"]/);
    if (stray >= 0) return failure('a value with spaces or quotes is written in double quotes', stray);
    return { ok: true, value: text, quoted: false };
  }
  const closed = /^"((?:[^"\\]|\\[\s\S])*)"/.exec(text);
  if (!closed) return failure('the closing double quote is missing', text.length);
  if (closed[0].length < text.length)
    return failure('nothing may follow the value: write each matcher on its own', closed[0].length);
  // Only \" is an escape, so that \d and \\ reach a pattern as they are written.
  const value = (closed[1] as string).replaceAll('\\"', '"');
  return { ok: true, value, quoted: true };
}

function parse<Subject>(text: string, fields: Fields<Subject>): ParsedMatcher<Subject> {
  const shape = SHAPE.exec(text);
  if (!shape) {
    const name = /^\s*[\p{L}\p{N}_.-]*\s*/u.exec(text)?.[0] ?? '';
    return failure(
      `expected field, operator (${OPERATORS.join(' ')}) and value, as in brand="acme"`,
      name.length,
    );
  }
  const [, lead = '', name = '', gap = '', written = '', space = '', rest = ''] = shape;
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field) return failure(`unknown field "${name}"${suggest(name, Object.keys(fields))}`, lead.length);
  const operatorAt = lead.length + name.length + gap.length;
  if (written === '==') return failure('unknown operator "==": write "="', operatorAt);
  const valueAt = operatorAt + written.length + space.length;
  const value = readValue(rest);
  if (!value.ok) return failure(value.message, valueAt + value.at);
  const operator = written as Operator;
  const test = compileTest(name, field, operator, value.value);
  if (!test.ok)
    return failure(test.message, test.part === 'operator' ? operatorAt : valueAt + (value.quoted ? 1 : 0));
  const matcher = { source: text.trim(), field: name, operator, value: value.value, matches: test.matches };
  return { ok: true, matcher };
}

/** Reads a condition on mentions such as `sentiment<=-0.4` or `text:"recall"`. Never throws. */
export function parseMatcher(text: string): ParsedMatcher<BrandMention> {
  return parse(text, MENTION_FIELDS);
}

/** Reads a condition on incidents such as `severity>=error`, for routes. Never throws. */
export function parseRouteMatcher(text: string): ParsedMatcher<Routable> {
  return parse(text, INCIDENT_FIELDS);
}

/** Whether the condition holds for this mention (or incident). */
export function matches<Subject>(matcher: Matcher<Subject>, subject: Subject): boolean {
  return matcher.matches(subject);
}
