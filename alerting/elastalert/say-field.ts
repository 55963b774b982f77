import type { BrandMention } from '#enrich/brand-mention';
import type { Field } from '../matchers/field';
import { MENTION_FIELDS } from '../matchers/mention-fields';
import type { Bound, Test } from './condition';
import { translate } from './other-values';
import {
  type Answer,
  cannot,
  chunks,
  escapePattern,
  joinAll,
  joinSome,
  matcher,
  quote,
  type Said,
} from './said';

/** A field of a mention, and whether its condition must not hold. */
type Asked = { readonly field: string; readonly negated: boolean };

const NOT_IN_TEXT =
  'matchers cannot say that a text does not contain something; leave such mentions out by author, outlet, source or voice';
const DIGITS = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/** One condition on a field of a mention in Vigie's matchers. */
export function sayField(field: string, test: Test, negated: boolean): Answer {
  const known = MENTION_FIELDS[field];
  if (!known) return cannot(`mentions have no field "${field}"`);
  const asked = { field, negated };
  if (test.kind === 'exists') return sayExists(asked, known);
  if (test.kind === 'range') return sayRange(asked, known, test.bounds);
  if (known.kind === 'prose') return sayProse(asked, test);
  if (test.kind === 'is') return sayOneOf(asked, known, test.values);
  if (test.kind === 'words') {
    // A name of several words is one value here; in Elasticsearch any of them would do.
    return sayOneOf(asked, known, [test.words.join(' ')]);
  }
  if (known.kind === 'number') return cannot(`${field} is a number: it has no pattern`);
  return sayPattern(
    asked,
    test.kind === 'wildcard' ? wildcardPattern(test.pattern) : test.pattern,
    test.kind,
  );
}

function sayOneOf(asked: Asked, known: Field<BrandMention>, values: readonly string[]): Answer {
  const { field, negated } = asked;
  const words = values.map((value) => translate(field, value));
  const remark = words.find((word) => word.remark)?.remark;
  const texts = [...new Set(words.map(({ value }) => value))];
  const isNumeric = known.kind === 'number' && texts.some((text) => DIGITS.test(text));
  if (isNumeric || (negated && texts.length === 1)) {
    const answers = texts.map((text) =>
      matcher(field, `${negated ? '!=' : '='}${isNumeric ? text : quote(text)}`),
    );
    return join(answers, negated ? joinAll : joinSome, remark);
  }
  if (!negated) {
    const answers = texts.map((text) => matcher(field, `=${quote(text)}`, escapePattern(text)));
    return join(answers, joinSome, remark);
  }
  const answers = chunks(texts.map(escapePattern)).map((pattern) => matcher(field, `!~${quote(pattern)}`));
  return join(answers, joinAll, remark);
}

function join(answers: readonly Answer[], joined: (of: readonly Said[]) => Said, remark?: string): Answer {
  const refused = answers.find(({ ok }) => !ok);
  if (refused) return refused;
  const said = joined(answers.flatMap((answer) => (answer.ok ? [answer.said] : [])));
  return { ok: true, said, remark };
}

function sayExists({ field, negated }: Asked, known: Field<BrandMention>): Answer {
  if (field === 'text')
    return negated ? cannot('every mention has a text') : { ok: true, said: { kind: 'everything' } };
  if (field === 'sentiment') return matcher(field, `${negated ? '=' : '!='}"unscored"`);
  if (known.kind === 'number')
    return negated ? cannot(`matchers cannot say that ${field} is unknown`) : matcher(field, '>=0');
  if (known.kind === 'prose') return cannot(`matchers cannot say whether there is a ${field}`);
  return matcher(field, `${negated ? '!~' : '=~'}".+"`);
}

const OPPOSITE: Readonly<Record<Bound['operator'], Bound['operator']>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

function sayRange({ field, negated }: Asked, known: Field<BrandMention>, bounds: readonly Bound[]): Answer {
  const isOrdered = known.kind === 'number' || (known.kind === 'choice' && known.ordered);
  if (!isOrdered) return cannot(`${field} has no order, so it cannot be above or below something`);
  const limits = bounds.map(({ limit }) => Number(limit));
  if (field === 'sentiment' && limits.some((limit) => Math.abs(limit) > 1))
    return cannot('the tone goes from −1 (hostile) to 1 (friendly) here: write the limit in that scale');
  const answers = bounds.map(({ operator, limit }) =>
    matcher(field, `${negated ? OPPOSITE[operator] : operator}${limit}`),
  );
  const remark = negated ? `mentions whose ${field} is unknown no longer count` : undefined;
  return join(answers, negated ? joinSome : joinAll, remark);
}

function sayProse({ field, negated }: Asked, test: Exclude<Test, { kind: 'exists' | 'range' }>): Answer {
  if (negated) return cannot(NOT_IN_TEXT);
  if (test.kind === 'regexp')
    return cannot('a text is searched for words and phrases, not with a pattern: list the words');
  if (test.kind === 'wildcard') {
    const word = test.pattern.replace(/^\*+|\*+$/g, '');
    if (/[*?]/.test(word) || word === '')
      return cannot('a text is searched for whole words: list those that are meant');
    return join(
      [matcher(field, `:${quote(word)}`)],
      joinSome,
      `only "${word}" itself is found as a whole word, no longer word: add the others that are meant`,
    );
  }
  const phrases = test.kind === 'is' ? test.values : test.words;
  const answers = phrases.map((phrase) => matcher(field, `:${quote(phrase)}`));
  return join(answers, test.kind === 'words' && test.every ? joinAll : joinSome);
}

function sayPattern({ field, negated }: Asked, pattern: string, kind: 'wildcard' | 'regexp'): Answer {
  if (kind === 'regexp' && /(^|[^\\])[~<>@&#"]/.test(pattern))
    return cannot('the pattern uses signs of Lucene\'s own (~ < > @ & # ")');
  return matcher(field, `${negated ? '!~' : '=~'}${quote(pattern)}`, negated ? undefined : pattern);
}

function wildcardPattern(text: string): string {
  return [...text].map((sign) => (sign === '*' ? '.*' : sign === '?' ? '.' : escapePattern(sign))).join('');
}
