/** One entry as its feed gives it: links are absolute, markup is sanitised, times are ISO 8601 in UTC. */
export type FeedEntry = {
  /** The id that the feed gives (guid, atom:id, rdf:about); absent when it gives none. */
  readonly id?: string;
  readonly link?: string;
  /** Plain text on one line. */
  readonly title?: string;
  /** The title as given, with its markup where it has some. */
  readonly titleHtml?: string;
  /** The feed's own summary, or its content where it has none; HTML if the feed says or shows so. */
  readonly summary?: string;
  /** Plain text of the content or summary, whichever is longer. */
  readonly text: string;
  readonly author?: string;
  readonly publishedAt?: string;
  readonly updatedAt?: string;
  readonly language?: string;
};

/** A feed that could be read, if only in part. */
export type Feed = {
  readonly title?: string;
  readonly link?: string;
  readonly language?: string;
  /** The wait between polls that the feed asks for (ttl, sy:updatePeriod). Milliseconds. */
  readonly everyMs?: number;
  readonly entries: readonly FeedEntry[];
  /** One line for each entry that was lost. */
  readonly problems: readonly string[];
};

/** What came with the bytes: the address they were found at and the headers that bear on reading them. */
export type FeedInfo = {
  readonly url: string;
  readonly contentType?: string;
  readonly contentLocation?: string;
  readonly contentLanguage?: string;
};

/** The bytes are not a feed; the message says what they look like. */
export class FeedError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FeedError';
  }
}
