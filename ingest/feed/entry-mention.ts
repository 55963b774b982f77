import { canonicalUrl } from '../canonical-url';
import { type Channel, clampPublishedAt, type Mention, mentionId } from '../mention';
import type { NewEntry } from './feed-cursor';
import type { Feed } from './feed-entry';

/** What of a mention comes from the source and the moment, not from the entry. */
export type EntryOrigin = {
  readonly source: string;
  readonly channel: Channel;
  readonly outlet?: string;
  readonly collectedAt: string;
  readonly allowedLatenessMs: number;
  /** Nothing is known of the feed yet: an entry without a date that can be believed may be years old. */
  readonly isFirstLook: boolean;
};

/** The mention that an entry of a feed makes. A corrected entry is a mention of its own that names the first. */
export function mentionOfEntry(
  { entry, nativeId, revision }: NewEntry,
  feed: Pick<Feed, 'title' | 'language'>,
  origin: EntryOrigin,
): Mention {
  const outlet = origin.outlet ?? feed.title;
  const language = entry.language ?? feed.language;
  const canonical = entry.link === undefined ? undefined : canonicalUrl(entry.link);
  const claimed = revision === '' ? entry.publishedAt : (entry.updatedAt ?? entry.publishedAt);
  return {
    id: mentionId(origin.source, nativeId, revision),
    source: origin.source,
    channel: origin.channel,
    ...(entry.link === undefined ? {} : { url: entry.link }),
    ...(canonical === undefined ? {} : { canonicalUrl: canonical }),
    ...(outlet === undefined ? {} : { outlet }),
    ...(entry.title === undefined ? {} : { title: entry.title }),
    text: entry.text || (entry.title ?? ''),
    ...(language === undefined ? {} : { language }),
    ...(entry.author === undefined ? {} : { author: { id: entry.author, name: entry.author } }),
    ...dateOf(claimed, origin),
    collectedAt: origin.collectedAt,
    ...(revision === '' ? {} : { repostOf: mentionId(origin.source, nativeId) }),
    original: {
      ...(entry.id === undefined ? {} : { id: entry.id }),
      ...(entry.titleHtml === undefined ? {} : { title: entry.titleHtml }),
      ...(entry.summary === undefined ? {} : { summary: entry.summary }),
    },
  };
}

function dateOf(claimed: string | undefined, { collectedAt, allowedLatenessMs, isFirstLook }: EntryOrigin) {
  const date = clampPublishedAt(claimed, collectedAt, allowedLatenessMs);
  return isFirstLook && date.publishedAt === collectedAt ? { ...date, backfill: true } : date;
}
