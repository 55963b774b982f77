import { serveThread } from '../thread';
import { type Feed, FeedError, type FeedInfo } from './feed-entry';
import { parseFeed } from './parse-feed';

/** What the thread answers: a feed, or in words why there is none. */
export type FeedAnswer =
  | { readonly ok: true; readonly feed: Feed }
  | { readonly ok: false; readonly message: string };

serveThread({
  parse: async ({ bytes, info }: { bytes: Uint8Array; info: FeedInfo }): Promise<FeedAnswer> => {
    try {
      return { ok: true, feed: await parseFeed(bytes, info) };
    } catch (error) {
      if (error instanceof FeedError) return { ok: false, message: error.message };
      const { name, message } = error as Error;
      return { ok: false, message: `the feed cannot be read (${name}: ${message})` };
    }
  },
});
