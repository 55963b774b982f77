import { all, type Bound, type Condition, everything, not, some, type Test } from './condition';
import { numberOf, textsOf } from './open-rule';
import { readQueryString } from './read-query-string';
import { isMapping, type Path } from './read-rule-file';

type Body = Readonly<Record<string, unknown>>;
type Read = (body: unknown, path: Path) => Condition;

const unsayable = (why: string, path: Path): Condition => ({ kind: 'unsayable', why, path });

/** Queries that name one field, as `term: {field: value}`. */
function byField(read: (value: unknown, path: Path) => Test | string): Read {
  return (body, path) => {
    if (!isMapping(body)) return unsayable('a field and its value were expected', path);
    const fields = Object.entries(body).filter(
      ([field]) => !['boost', '_name', 'execution', '_cache'].includes(field),
    );
    return all(
      fields.map(([field, value]) => {
        const test = read(value, [...path, field]);
        return typeof test === 'string'
          ? unsayable(test, [...path, field])
          : { kind: 'field', field, test, path: [...path, field] };
      }),
    );
  };
}

/** The value itself, or what a long form such as `term: {field: {value: …}}` holds under one of the keys. */
const plain = (value: unknown, ...keys: readonly string[]): string | undefined => {
  const inner = isMapping(value) ? keys.map((key) => value[key]).find((found) => found !== undefined) : value;
  return textsOf(inner).length === 1 && !Array.isArray(inner) ? textsOf(inner)[0] : undefined;
};
const NO_VALUE = 'a single value was expected here';

function readMatch(value: unknown): Test | string {
  const text = plain(value, 'query');
  if (text === undefined) return NO_VALUE;
  const { operator = 'or', fuzziness, minimum_should_match: least } = isMapping(value) ? value : ({} as Body);
  if (fuzziness !== undefined)
    return 'likeness (fuzziness) cannot be asked for: write the words that are meant';
  const every = String(operator).toLowerCase() === 'and' || String(least) === '100%';
  if (least !== undefined && !every)
    return '"so many of the words" (minimum_should_match) cannot be asked for';
  return { kind: 'words', words: text.split(/\s+/).filter((word) => word !== ''), every };
}

const BOUNDS: Readonly<Record<string, Bound['operator']>> = {
  gt: '>',
  gte: '>=',
  from: '>=',
  lt: '<',
  lte: '<=',
  to: '<=',
};

function readRange(value: unknown): Test | string {
  if (!isMapping(value)) return 'expected gte, gt, lte or lt';
  const written = Object.entries(value).filter(([key, limit]) => key in BOUNDS && limit !== null);
  if (written.length === 0) return 'expected gte, gt, lte or lt';
  const bounds = written.map(([key, limit]) => ({
    operator: BOUNDS[key] as Bound['operator'],
    limit: String(limit),
  }));
  return { kind: 'range', bounds };
}

const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

function each(value: unknown, path: Path): Condition[] {
  return list(value).map((entry, index) => readQuery(entry, Array.isArray(value) ? [...path, index] : path));
}

function readBool(body: unknown, path: Path): Condition {
  if (!isMapping(body)) return unsayable('must, should or must_not were expected', path);
  const must = [
    ...each(body.must, [...path, 'must']),
    ...each(body.filter, [...path, 'filter']),
    ...each(body.must_not, [...path, 'must_not']).map(not),
  ];
  const should = each(body.should, [...path, 'should']);
  if (should.length === 0) return must.length === 0 ? everything : all(must);
  const isBeside = body.must !== undefined || body.filter !== undefined;
  const least =
    body.minimum_should_match === undefined ? Number(!isBeside) : numberOf(body.minimum_should_match);
  if (least === 0) return must.length === 0 ? everything : all(must);
  if (least === 1) return all([...must, some(should)]);
  if (least === should.length) return all([...must, ...should]);
  const why =
    '"so many of these" (minimum_should_match) cannot be asked for: write a rule for each combination';
  return all([...must, unsayable(why, [...path, 'minimum_should_match'])]);
}

function readFullText(body: unknown, path: Path): Condition {
  const query = isMapping(body) ? plain(body.query) : plain(body);
  if (query === undefined) return unsayable('a query was expected', path);
  const { default_field: single, fields, default_operator: operator } = isMapping(body) ? body : ({} as Body);
  const named = [...textsOf(fields), ...textsOf(single)].map((field) => field.replace(/\^[\d.]+$/, ''));
  const searched = named.filter((field) => !field.includes('*'));
  return readQueryString(query, {
    path: isMapping(body) ? [...path, 'query'] : path,
    fields: searched.length > 0 ? searched : ['text'],
    isAnd: String(operator).toLowerCase() === 'and',
  });
}

function readMultiMatch(body: unknown, path: Path): Condition {
  if (!isMapping(body)) return unsayable('a query and fields were expected', path);
  const { query, fields, type, ...rest } = body;
  const named = textsOf(fields).map((field) => field.replace(/\^[\d.]+$/, ''));
  const test: Test | string = /phrase/.test(String(type))
    ? { kind: 'is', values: textsOf(query) }
    : readMatch({ query, ...rest });
  if (typeof test === 'string') return unsayable(test, path);
  return some((named.length > 0 ? named : ['text']).map((field) => ({ kind: 'field', field, test, path })));
}

const inside: Read = (body, path) => all(each(body, path));
const one = (...keys: readonly string[]) =>
  byField((value) => {
    const text = plain(value, ...keys);
    return text === undefined ? NO_VALUE : { kind: 'is', values: [text] };
  });

const READERS: Readonly<Record<string, Read>> = {
  query: inside,
  filter: inside,
  and: inside,
  constant_score: inside,
  filtered: (body, path) =>
    isMapping(body)
      ? all([...each(body.query, path), ...each(body.filter, path)])
      : unsayable(NO_VALUE, path),
  nested: (body, path) =>
    isMapping(body) ? inside(body.query, [...path, 'query']) : unsayable(NO_VALUE, path),
  or: (body, path) => some(each(body, path)),
  not: (body, path) => not(inside(body, path)),
  dis_max: (body, path) => some(each(isMapping(body) ? body.queries : [], [...path, 'queries'])),
  bool: readBool,
  term: one('value'),
  match_phrase: one('query'),
  terms: byField((value) =>
    Array.isArray(value) && value.length > 0
      ? { kind: 'is', values: textsOf(value) }
      : 'a list of values was expected here',
  ),
  match: byField(readMatch),
  prefix: byField((value) => starting(plain(value, 'value', 'prefix'))),
  match_phrase_prefix: byField((value) => starting(plain(value, 'query'))),
  wildcard: byField((value) => pattern('wildcard', plain(value, 'value', 'wildcard'))),
  regexp: byField((value) => pattern('regexp', plain(value, 'value'))),
  range: byField(readRange),
  multi_match: readMultiMatch,
  query_string: readFullText,
  simple_query_string: (body, path) => {
    const query = isMapping(body) ? String(body.query ?? '') : '';
    if (/[|+*~()]/.test(query))
      return unsayable('signs of simple_query_string are not read: write query_string', path);
    return readFullText(body, path);
  },
  exists: (body, path) => existing(isMapping(body) ? body.field : body, path),
  missing: (body, path) => not(existing(isMapping(body) ? body.field : body, path)),
  match_all: () => everything,
};

function pattern(kind: 'wildcard' | 'regexp', text: string | undefined): Test | string {
  return text === undefined ? NO_VALUE : { kind, pattern: text };
}
const starting = (text: string | undefined) => pattern('wildcard', text === undefined ? text : `${text}*`);
const existing = (field: unknown, path: Path): Condition =>
  typeof field === 'string'
    ? { kind: 'field', field, test: { kind: 'exists' }, path }
    : unsayable(NO_VALUE, path);

const LANGUAGES =
  'a question in another language (EQL, ES|QL) is not read: write it as matchers, or the rule with its type';
const OTHERS: Readonly<Record<string, string>> = {
  eql: LANGUAGES,
  esql: LANGUAGES,
  script: 'scripts cannot be carried over: write an enricher, or matchers',
  fuzzy: 'likeness (fuzzy) cannot be asked for: write the words that are meant',
  ids: 'mentions are not asked for by id',
  download_dashboard: 'filters of a dashboard in Kibana are not fetched: write them here',
};

/** Parts of a path: deeper is nobody's query. */
const DEEPEST = 60;

/** A filter of ElastAlert, that is a query of Elasticsearch, as a condition. What it cannot read is `unsayable`. */
export function readQuery(query: unknown, path: Path): Condition {
  if (!isMapping(query)) return unsayable('expected a query such as "term: {language: fr}"', path);
  if (path.length > DEEPEST) return unsayable('this is nested too deeply to be read', path);
  const entries = Object.entries(query).filter(([key]) => key !== 'boost' && key !== '_name');
  if (entries.length === 0) return everything;
  return all(
    entries.map(([kind, body]) => {
      const read = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
      if (read) return read(body, [...path, kind]);
      const why = OTHERS[kind] ?? `the query "${kind}" has no counterpart among matchers`;
      return unsayable(why, [...path, kind]);
    }),
  );
}
