import type { Channel } from '#ingest/mention';
import type { BrandMention, SentimentLabel, Voice } from '../brand-mention';

const SHOWN = 3;
const LONGEST_SHOWN = 80;

/** Which mentions. Absent fields do not restrict; times are epoch milliseconds, `from` inclusive, `to` exclusive. */
export type MentionFilter = {
  readonly brand?: string;
  readonly from?: number;
  readonly to?: number;
  /** Words that must all occur (accents and case folded); "quoted words" as a phrase; `-word` must not occur. */
  readonly text?: string;
  readonly sentiment?: SentimentLabel;
  readonly language?: string;
  readonly channel?: Channel;
  readonly source?: string;
  readonly outlet?: string;
  /** Id, handle or name. */
  readonly author?: string;
  readonly voice?: Voice;
  readonly story?: string;
  readonly domain?: string;
  readonly hashtag?: string;
};

export type MentionQuery = MentionFilter & {
  /** Default `newest`. */
  readonly order?: 'newest' | 'oldest' | 'relevance';
  /** Default 50, at most 1,000. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
};

export type MentionPage = {
  readonly total: number;
  readonly mentions: readonly BrandMention[];
  readonly next?: string;
};

/** Fields that can be counted by. */
export type TermField =
  | 'outlet'
  | 'author'
  | 'source'
  | 'channel'
  | 'language'
  | 'sentiment'
  | 'voice'
  | 'story'
  | 'domain'
  | 'hashtag'
  | 'brand';

export type Term = {
  readonly term: string;
  readonly count: number;
  readonly negative: number;
  readonly lastAt: number;
};

/** Counts of one time bucket; `at` is its start, a whole multiple of the bucket's length since 1970. Empty buckets are given as zeros. */
export type Bucket = {
  readonly at: number;
  readonly count: number;
  readonly negative: number;
  readonly positive: number;
  /** Mean sentiment score of those that have one; undefined where none has. */
  readonly meanSentiment?: number;
};

/** The store will never take some mentions as they are; the others that were given with them are saved. */
export class MentionsRefused extends Error {
  /** Why, by the mention's id. */
  readonly reasons: ReadonlyMap<string, string>;
  constructor(reasons: ReadonlyMap<string, string>) {
    const shown = [...reasons]
      .slice(0, SHOWN)
      .map(([id, reason]) => `${id.slice(0, LONGEST_SHOWN)}: ${reason}`);
    super(`${reasons.size} mentions cannot be saved: ${shown.join('; ')}`);
    this.name = 'MentionsRefused';
    this.reasons = reasons;
  }
}

/**
 * Where brand mentions are kept to be searched and counted. Saving the same id twice keeps one record (the
 * last). What `save` resolved for is found by every later read.
 */
export type Store = {
  /** Rejects with `MentionsRefused` when some can never be saved. */
  save(mentions: readonly BrandMention[]): Promise<void>;
  /** `save` for brand mentions that are JSON already, one text each. */
  saveJson(documents: readonly string[]): Promise<void>;
  /** How many mentions are best saved at once: fewer are dearer each, more make the others wait. */
  readonly saveAtOnce: number;
  search(query: MentionQuery): Promise<MentionPage>;
  get(id: string): Promise<BrandMention | undefined>;
  /** Throws a RangeError for more than 20,000 buckets. */
  countPerBucket(
    filter: MentionFilter & { from: number; to: number },
    bucketMs: number,
  ): Promise<readonly Bucket[]>;
  /** Most frequent first, equal counts by term. The term of an author is the handle, else the name, else the id. */
  topTerms(filter: MentionFilter, field: TermField, size: number): Promise<readonly Term[]>;
  /** Newest and oldest event time and the number of mentions. */
  extent(filter: MentionFilter): Promise<{ count: number; oldest?: number; newest?: number }>;
  /** Deletes what was stored (not published) before this instant; resolves to how many. */
  deleteStoredBefore(at: number): Promise<number>;
  /** Deletes everything by an author (id, handle or name; at a source, or at all); resolves to how many. */
  eraseAuthor(author: { readonly author: string; readonly source?: string }): Promise<number>;
  close(): Promise<void>;
};
