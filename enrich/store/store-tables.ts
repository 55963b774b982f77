/**
 * Tables of the store. What is filtered and counted by stands in narrow rows, apart from the documents, so that a
 * count over a month reads little. `words` holds no text, only where words occur.
 */
export const STORE_TABLES = `
  CREATE TABLE mentions (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, stored_at INTEGER NOT NULL,
    brand TEXT NOT NULL, sentiment TEXT, score REAL, source TEXT NOT NULL, channel TEXT NOT NULL, outlet TEXT,
    language TEXT, voice TEXT, story TEXT, author_id TEXT, author_handle TEXT, author_name TEXT,
    domains TEXT, hashtags TEXT
  );
  CREATE INDEX mentions_by_brand ON mentions (brand, at, sentiment, score);
  CREATE INDEX mentions_by_time ON mentions (at);
  CREATE INDEX mentions_by_story ON mentions (story) WHERE story IS NOT NULL;
  CREATE TABLE documents (row INTEGER PRIMARY KEY, document TEXT NOT NULL);
  CREATE VIRTUAL TABLE words USING fts5(
    text, content = '', contentless_delete = 1,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
  );
`;

/** Of each connection: what is deleted is overwritten, so that an erased author is gone from the file. */
export const STORE_PRAGMAS = 'PRAGMA secure_delete = ON';
