import { all, type Bound, type Condition, everything, not, some, type Test } from './condition';
import type { Path } from './read-rule-file';

type Settings = {
  readonly path: Path;
  /** Where words without a field are looked for. */
  readonly fields: readonly string[];
  /** Words that stand side by side must all be there; otherwise one is enough. */
  readonly isAnd: boolean;
};
type Token =
  | { readonly kind: '(' | ')' | 'and' | 'or' | 'not' | 'plus' }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'test'; readonly test: Test };
type Clause = {
  readonly condition: Condition;
  readonly sign?: 'plus' | 'not';
  readonly joined?: 'and' | 'or';
};
type Tokens = { readonly list: readonly Token[]; at: number };

/** Deeper is nobody's query. */
const DEEPEST = 30;

/** A query of Lucene's language, as `query_string` has it: field:value, phrases, ranges, AND, OR, NOT, + and −. */
export function readQueryString(query: string, settings: Settings): Condition {
  const tokens = tokenize(query);
  if (typeof tokens === 'string') return { kind: 'unsayable', why: tokens, path: settings.path };
  if (query.trim() === '*' || query.trim() === '*:*' || tokens.length === 0) return everything;
  const reader: Tokens = { list: tokens, at: 0 };
  const read = readClauses(reader, settings, 0);
  if (read && reader.at === tokens.length) return read;
  const why = `the query string cannot be read: check its brackets and operators (${tokens.length} parts, the mistake is at part ${reader.at + 1})`;
  return { kind: 'unsayable', why, path: settings.path };
}

function readClauses(tokens: Tokens, settings: Settings, depth: number): Condition | undefined {
  const clauses: Clause[] = [];
  while (tokens.at < tokens.list.length && tokens.list[tokens.at]?.kind !== ')') {
    const joined = takeKind(tokens, 'and') ? 'and' : takeKind(tokens, 'or') ? 'or' : undefined;
    const sign = takeKind(tokens, 'plus') ? 'plus' : takeKind(tokens, 'not') ? 'not' : undefined;
    const condition = readClause(tokens, settings, depth);
    if (!condition || (joined && clauses.length === 0)) return undefined;
    clauses.push({ condition, ...(sign && { sign }), ...(joined && { joined }) });
  }
  if (clauses.length === 0) return undefined;
  return clauses.some(({ joined }) => joined)
    ? joinByWords(clauses, settings)
    : joinBySigns(clauses, settings);
}

const signed = ({ condition, sign }: Clause): Condition => (sign === 'not' ? not(condition) : condition);

/** `a b +c -d`: what is neither wanted nor unwanted only counts where nothing is wanted. */
function joinBySigns(clauses: readonly Clause[], { isAnd }: Settings): Condition {
  const musts = clauses.filter(({ sign }) => sign !== undefined).map(signed);
  const others = clauses.filter(({ sign }) => sign === undefined).map(signed);
  const isWanted = clauses.some(({ sign }) => sign === 'plus');
  if (isAnd) return all([...musts, ...others]);
  if (isWanted || others.length === 0) return all(musts);
  return musts.length === 0 ? some(others) : all([some(others), ...musts]);
}

/** `a AND b OR c`: AND binds before OR. */
function joinByWords(clauses: readonly Clause[], { isAnd }: Settings): Condition {
  const groups: Condition[][] = [];
  for (const clause of clauses) {
    const isOr = clause.joined === 'or' || (!clause.joined && !isAnd && !clause.sign);
    const last = groups.at(-1);
    if (!last || isOr) groups.push([signed(clause)]);
    else last.push(signed(clause));
  }
  return some(groups.map(all));
}

function readClause(tokens: Tokens, settings: Settings, depth: number): Condition | undefined {
  const token = tokens.list[tokens.at];
  if (!token || depth > DEEPEST) return undefined;
  tokens.at += 1;
  if (token.kind === 'field') return readClause(tokens, { ...settings, fields: [token.name] }, depth + 1);
  if (token.kind === '(') {
    const inner = readClauses(tokens, settings, depth + 1);
    return inner && takeKind(tokens, ')') ? inner : undefined;
  }
  if (token.kind !== 'test') return undefined;
  const { fields, path } = settings;
  if (fields.length === 1 && fields[0] === '_exists_' && token.test.kind !== 'range')
    return { kind: 'field', field: textOf(token.test), test: { kind: 'exists' }, path };
  return some(fields.map((field) => ({ kind: 'field', field, test: token.test, path })));
}

function textOf(test: Test): string {
  if (test.kind === 'words') return test.words.join(' ');
  return test.kind === 'is' ? test.values.join(' ') : '';
}

function takeKind(tokens: Tokens, kind: Token['kind']): boolean {
  if (tokens.list[tokens.at]?.kind !== kind) return false;
  tokens.at += 1;
  return true;
}

const PARTS: readonly (readonly [RegExp, (match: RegExpExecArray) => Token | undefined | string])[] = [
  [/\s+/y, () => undefined],
  [/AND(?![^\s()])|&&/y, () => ({ kind: 'and' })],
  [/OR(?![^\s()])|\|\|/y, () => ({ kind: 'or' })],
  [/NOT(?![^\s()])|[!-](?=[^\s)])/y, () => ({ kind: 'not' })],
  [/\+(?=[^\s)])/y, () => ({ kind: 'plus' })],
  [/[()]/y, ([sign]) => ({ kind: sign as '(' | ')' })],
  [
    /((?:[\p{L}\p{N}_@.*-]|\\.)+):(?!\s*$|\/\/)\s*/uy,
    ([, name = '']) => ({ kind: 'field', name: name.replace(/\\(.)/g, '$1') }),
  ],
  [/"((?:[^"\\]|\\.)*)"(~\d*)?(?:\^[\d.]+)?/sy, ([, text = '', near]) => (near ? NEARNESS : phrase(text))],
  [/\/((?:[^/\\]|\\.)+)\//sy, ([, pattern = '']) => ({ kind: 'test', test: { kind: 'regexp', pattern } })],
  [
    /([[{])\s*(\S+)\s+TO\s+([^\s\]}]+)\s*([\]}])/y,
    ([, open, from = '', to = '', close]) => range(open, from, to, close),
  ],
  [
    /(>=|<=|>|<)\s*([^\s()]+)/y,
    ([, sign, limit = '']) => bounded([{ operator: sign as Bound['operator'], limit }]),
  ],
  [
    /((?:[^\s()"~^\\:]|\\.|:(?=\/\/))+)(~[\d.]*)?(?:\^[\d.]+)?/sy,
    ([, word = '', near]) => (near ? LIKENESS : wordTest(word)),
  ],
];
const NEARNESS = 'words near each other ("…"~3) cannot be asked for: write the phrase, or each word';
const LIKENESS = 'likeness (word~) cannot be asked for: write the words that are meant';

/** The parts of a query, or what cannot be read. */
function tokenize(query: string): Token[] | string {
  const tokens: Token[] = [];
  for (let at = 0; at < query.length; ) {
    const found = PARTS.map(([shape, read]) => {
      shape.lastIndex = at;
      const match = shape.exec(query);
      return match && { length: match[0].length, token: read(match) };
    }).find((part) => part !== null);
    if (!found) return `the query string cannot be read from its character ${at + 1} on`;
    if (typeof found.token === 'string') return found.token;
    if (found.token) tokens.push(found.token);
    at += found.length;
  }
  return tokens;
}

const phrase = (text: string): Token => ({
  kind: 'test',
  test: { kind: 'is', values: [text.replace(/\\(.)/gs, '$1')] },
});

function wordTest(word: string): Token {
  if (word === '*') return { kind: 'test', test: { kind: 'exists' } };
  const isPattern = /(^|[^\\])[*?]/.test(word);
  const text = word.replace(/\\(.)/gs, '$1');
  return {
    kind: 'test',
    test: isPattern ? { kind: 'wildcard', pattern: text } : { kind: 'words', words: [text], every: true },
  };
}

const bounded = (bounds: readonly Bound[]): Token => ({ kind: 'test', test: { kind: 'range', bounds } });

function range(open = '[', from: string, to: string, close = ']'): Token {
  const bounds: Bound[] = [];
  if (from !== '*') bounds.push({ operator: open === '[' ? '>=' : '>', limit: from });
  if (to !== '*') bounds.push({ operator: close === ']' ? '<=' : '<', limit: to });
  return bounds.length === 0 ? { kind: 'test', test: { kind: 'exists' } } : bounded(bounds);
}
