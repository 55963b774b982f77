import { parseJsonFeed } from 'feedsmith';
import { htmlToText, oneLine, tidyText } from '../plain-text';
import { cleanHtml, resolveAddress } from './clean-html';
import { readFeedDate } from './feed-date';
import { type Feed, type FeedEntry, FeedError } from './feed-entry';

type JsonFeed = ReturnType<typeof parseJsonFeed>;
type JsonItem = NonNullable<JsonFeed['items']>[number];

/** Reads a JSON Feed by feedsmith. An item with nothing to say is a problem; text that is not one a FeedError. */
export function readJsonFeed(text: string, base: string): Feed {
  const feed = parse(text);
  const read = (feed.items ?? []).slice(0, 5_000).map((item) => readItem(item, base));
  const link = address(feed.home_page_url, base);
  return {
    ...(feed.title ? { title: oneLine(feed.title) } : {}),
    ...(link ? { link } : {}),
    ...(feed.language ? { language: feed.language } : {}),
    entries: read.filter((entry) => entry !== undefined),
    problems: read.flatMap((entry, index) =>
      entry ? [] : [`item ${index + 1} has neither text nor address`],
    ),
  };
}

function parse(text: string): JsonFeed {
  try {
    return parseJsonFeed(JSON.parse(text));
  } catch (cause) {
    throw new FeedError(`this is JSON but not a JSON Feed: ${(cause as Error).message}`, { cause });
  }
}

function readItem(item: JsonItem, base: string): FeedEntry | undefined {
  const link = address(item.url ?? item.external_url, base);
  const html = item.content_html === undefined ? undefined : cleanHtml(item.content_html, base);
  const text = tidyText(item.content_text ?? (html === undefined ? (item.summary ?? '') : htmlToText(html)));
  const summary = item.summary ?? html ?? item.content_text;
  if (!text && !item.title && !link) return undefined;
  const author = item.authors?.[0]?.name;
  const fields: Record<keyof FeedEntry, string | undefined> = {
    id: item.id,
    link,
    title: item.title && oneLine(item.title),
    titleHtml: item.title,
    summary: summary?.slice(0, 8 * 1024),
    text: text.slice(0, 100_000),
    author,
    publishedAt: readFeedDate(item.date_published === undefined ? undefined : String(item.date_published)),
    updatedAt: readFeedDate(item.date_modified === undefined ? undefined : String(item.date_modified)),
    language: item.language,
  };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return { text: '', ...Object.fromEntries(given) };
}

function address(url: string | undefined, base: string): string | undefined {
  return url ? resolveAddress(url, base) : undefined;
}
