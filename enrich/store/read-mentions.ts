import type { Database } from '#ingest/database';
import { filterToSql, matchAll, type Sql } from './filter-to-sql';
import { decodeCursor, encodeCursor, limitOf, orderOf } from './page-cursor';
import { parseSearch } from './search-text';
import type { Bucket, MentionFilter, MentionQuery, Term, TermField } from './store';

export type StoredPage = {
  readonly total: number;
  /** Mentions as JSON texts. */
  readonly documents: readonly string[];
  readonly next?: string;
};
export type BucketQuery = {
  readonly filter: MentionFilter;
  readonly start: number;
  readonly bucketMs: number;
};
export type TermQuery = { readonly filter: MentionFilter; readonly field: TermField; readonly size: number };

const TERM: Readonly<Record<TermField, string>> = {
  outlet: 'outlet',
  author: 'coalesce(author_handle, author_name, author_id)',
  source: 'source',
  channel: 'channel',
  language: 'language',
  sentiment: 'sentiment',
  voice: 'voice',
  story: 'story',
  brand: 'brand',
  domain: 'term.value',
  hashtag: 'term.value',
};

/** The statements that read the store. */
export function createReader(database: Database) {
  const document = database.prepare('SELECT document FROM mentions JOIN documents USING (row) WHERE id = ?');
  const all = <Row>({ text, values }: Sql) => database.prepare(text).all(...values) as Row[];
  const count = ({ text, values }: Sql) =>
    all<{ count: number }>({ text: `SELECT count(*) AS count FROM mentions WHERE ${text}`, values })[0]
      ?.count ?? 0;

  return {
    get: (id: string) => (document.get(id) as { document: string } | undefined)?.document,
    search: (query: MentionQuery): StoredPage => {
      const limit = limitOf(query);
      const rows = all<{ row: number; place: number; document: string }>(pageSql(query, limit + 1));
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return {
        total: count(filterToSql(query)),
        documents: rows.slice(0, limit).map((row) => row.document),
        ...(last && { next: encodeCursor(orderOf(query), [last.place, last.row]) }),
      };
    },
    countPerBucket: ({ filter, start, bucketMs }: BucketQuery) => {
      const { text, values } = filterToSql(filter);
      const slot = `CAST((at - ?${values.length + 1}) / ?${values.length + 2} AS INTEGER)`;
      return all<Omit<Bucket, 'at'> & { slot: number }>({
        text: `SELECT ${slot} AS slot, count(*) AS count, sum(sentiment IS 'negative') AS negative,
          sum(sentiment IS 'positive') AS positive, avg(score) AS meanSentiment
          FROM mentions WHERE ${text} GROUP BY slot`,
        values: [...values, start, bucketMs],
      }).map((row) => ({ ...row }));
    },
    topTerms: ({ filter, field, size }: TermQuery) => {
      const { text, values } = filterToSql(filter);
      const list = field === 'domain' || field === 'hashtag' ? `, json_each(${field}s) AS term` : '';
      return all<Term>({
        text: `SELECT ${TERM[field]} AS term, count(*) AS count, sum(sentiment IS 'negative') AS negative,
          max(at) AS lastAt FROM mentions${list} WHERE ${TERM[field]} IS NOT NULL AND ${text}
          GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?${values.length + 1}`,
        values: [...values, size],
      }).map((row) => ({ ...row }));
    },
    extent: (filter: MentionFilter) => {
      const { text, values } = filterToSql(filter);
      return all<{ count: number; oldest: number | null; newest: number | null }>({
        text: `SELECT count(*) AS count, min(at) AS oldest, max(at) AS newest FROM mentions WHERE ${text}`,
        values,
      }).map((row) => ({ ...row }))[0];
    },
    rowsStoredBefore: (at: number) =>
      all<{ row: number }>({ text: 'SELECT row FROM mentions WHERE stored_at < ?', values: [at] }).map(
        ({ row }) => row,
      ),
    rowsOfAuthor: ({ author, source }: { author: string; source?: string }) => {
      const { text, values } = filterToSql({ author, source });
      return all<{ row: number }>({ text: `SELECT row FROM mentions WHERE ${text}`, values }).map(
        ({ row }) => row,
      );
    },
  };
}

/** A page's rows; `place` and `row` say where in the order each stands. */
function pageSql(query: MentionQuery, limit: number): Sql {
  const order = orderOf(query);
  const { text, values } = filterToSql(query);
  const bound = [...values];
  const bind = (value: string | number) => `?${bound.push(value)}`;
  const place = order === 'relevance' ? 'words.rank' : 'at';
  const source =
    order === 'relevance'
      ? `words JOIN mentions ON row = words.rowid WHERE words MATCH ${bind(matchAll(parseSearch(query.text ?? '').required))} AND`
      : 'mentions WHERE';
  const direction = order === 'newest' ? 'DESC' : 'ASC';
  const after = query.after === undefined ? undefined : decodeCursor(query.after, order, 'number');
  const beyond = after
    ? `AND (${place}, row) ${order === 'newest' ? '<' : '>'} (${bind(after[0])}, ${bind(after[1])})`
    : '';
  return {
    text: `SELECT page.row, page.place, document FROM (
      SELECT row, ${place} AS place FROM ${source} ${text} ${beyond}
      ORDER BY ${place} ${direction}, row ${direction} LIMIT ${bind(limit)}) AS page
      JOIN documents USING (row) ORDER BY page.place ${direction}, page.row ${direction}`,
    values: bound,
  };
}
