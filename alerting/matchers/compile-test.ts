import type { Field, Operator } from './field';
import { suggest } from './likely-word';
import { phraseFinder } from './phrase';
import { compilePattern } from './safe-pattern';

type Test<Subject> =
  | { readonly ok: true; readonly matches: (subject: Subject) => boolean }
  | { readonly ok: false; readonly message: string; readonly part: 'operator' | 'value' };
type Read<Subject> = (subject: Subject) => string | readonly string[] | undefined;

const TEXT_OPERATORS: readonly Operator[] = ['=', '!=', '=~', '!~'];
const ORDER_OPERATORS: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>='];
const fold = (text: string): string => text.normalize('NFC').toLowerCase();

function refuse(name: string, operator: Operator, allowed: readonly Operator[]) {
  const message = `operator "${operator}" does not fit "${name}": expected one of ${allowed.join(' ')}`;
  return { ok: false, message, part: 'operator' } as const;
}

function some<Subject>(read: Read<Subject>, test: (value: string) => boolean) {
  return (subject: Subject): boolean => {
    const value = read(subject);
    if (value === undefined) return false;
    return typeof value === 'string' ? test(value) : value.some(test);
  };
}

function textTest<Subject>(read: Read<Subject>, operator: Operator, wanted: string): Test<Subject> {
  let test = (value: string): boolean => value === wanted || fold(value) === folded;
  const folded = fold(wanted);
  if (operator === '=~' || operator === '!~') {
    const pattern = compilePattern(wanted);
    if (!pattern.ok) return { ok: false, message: pattern.message, part: 'value' };
    test = pattern.test;
  }
  const found = some(read, test);
  return { ok: true, matches: operator.startsWith('!') ? (subject) => !found(subject) : found };
}

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function numberTest<Subject>(
  read: (subject: Subject) => number | undefined,
  operator: Operator,
  limit: number,
): Test<Subject> {
  if (operator === '!=') return { ok: true, matches: (subject) => read(subject) !== limit };
  const compare = COMPARE[operator] as (a: number, b: number) => boolean;
  return {
    ok: true,
    matches: (subject) => {
      const value = read(subject);
      return value !== undefined && compare(value, limit);
    },
  };
}

type Choice<Subject> = Pick<Extract<Field<Subject>, { kind: 'choice' }>, 'values' | 'read' | 'ordered'>;

function choiceTest<Subject>(
  name: string,
  field: Choice<Subject>,
  operator: Operator,
  value: string,
): Test<Subject> {
  if (TEXT_OPERATORS.includes(operator) && operator.endsWith('~'))
    return textTest(field.read, operator, value);
  const allowed = field.ordered ? ([...ORDER_OPERATORS, '=~', '!~'] as const) : TEXT_OPERATORS;
  if (!allowed.includes(operator)) return refuse(name, operator, allowed);
  const place = field.values.indexOf(value);
  if (place < 0)
    return { ok: false, message: `unknown ${name} "${value}"${suggest(value, field.values)}`, part: 'value' };
  if (!field.ordered || operator === '=' || operator === '!=') return textTest(field.read, operator, value);
  const rank = (subject: Subject) => {
    const at = field.values.indexOf(field.read(subject) ?? '');
    return at < 0 ? undefined : at;
  };
  return numberTest(rank, operator, place);
}

function numberOrWord<Subject>(
  name: string,
  field: Extract<Field<Subject>, { kind: 'number' }>,
  operator: Operator,
  value: string,
): Test<Subject> {
  const number = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isNaN(number))
    return ORDER_OPERATORS.includes(operator)
      ? numberTest(field.read, operator, number)
      : refuse(name, operator, ORDER_OPERATORS);
  if (field.words) return choiceTest(name, { ...field.words, ordered: false }, operator, value);
  return { ok: false, message: `expected a number for "${name}" (got "${value}")`, part: 'value' };
}

/** The closure that answers one condition, or what is wrong with the operator or the value. */
export function compileTest<Subject>(
  name: string,
  field: Field<Subject>,
  operator: Operator,
  value: string,
): Test<Subject> {
  switch (field.kind) {
    case 'number':
      return numberOrWord(name, field, operator, value);
    case 'choice':
      return choiceTest(name, field, operator, value);
    case 'text':
      return TEXT_OPERATORS.includes(operator)
        ? textTest(field.read, operator, value)
        : refuse(name, operator, TEXT_OPERATORS);
    case 'prose':
      if (operator !== ':') return refuse(name, operator, [':']);
      if (value.trim() === '') return { ok: false, message: 'expected a word or phrase', part: 'value' };
      return { ok: true, matches: some(field.read, phraseFinder(value)) };
  }
}
