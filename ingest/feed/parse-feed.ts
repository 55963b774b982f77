import { parseFeed as parseWithFeedsmith } from 'feedsmith';
import RssParser from 'rss-parser';
import { cutEntries } from './cut-entries';
import { decodeCharset } from './decode-charset';
import { type Feed, type FeedEntry, FeedError, type FeedInfo } from './feed-entry';
import { readJsonFeed } from './json-feed';
import { findFeed, ITEM_FIELDS, writeNormalFeed } from './normal-feed';
import { readXmlTree } from './xml-tree';

/** A feed is a window on the newest; a longer one is an archive, or an attack. */
const MAX_ENTRIES = 5_000;

type RawItem = Readonly<Record<string, string | undefined>>;
type RawFeed = { readonly language?: string; readonly everyMs?: string };

/**
 * Reads a feed of any format (RSS, RDF, Atom, CDF, JSON Feed) from the bytes that came. A damaged entry costs that
 * entry and is told in `problems`. Throws FeedError for what is no feed at all.
 */
export async function parseFeed(bytes: Uint8Array, info: FeedInfo): Promise<Feed> {
  const text = decodeCharset(bytes, info.contentType).replace(/^[\ufeff\s\u0000]+/, '');
  if (text === '') throw new FeedError('the answer is empty');
  const base = baseOf(info);
  if (text.startsWith('{')) return readJsonFeed(text, base);
  const { trees, problems } = cutEntries(readXmlTree(text, base), text, base);
  const [tree] = trees;
  if (!tree || !findFeed(tree.root)) return readForeign(text, base);
  const all = trees.flatMap((each) => each.entries);
  const entries = all.slice(0, MAX_ENTRIES);
  const feed = await readNormalFeed(
    writeNormalFeed({ ...tree, entries }, { language: info.contentLanguage }),
  );
  const surplus = all.length - entries.length;
  const left = surplus > 0 ? [`${surplus} entries beyond the first ${MAX_ENTRIES} are left out`] : [];
  return { ...feed, problems: [...problems, ...left] };
}

async function readNormalFeed(xml: string): Promise<Omit<Feed, 'problems'>> {
  const parser = new RssParser<RawFeed, RawItem>({
    defaultRSS: 2,
    customFields: {
      feed: [['v:everyMs', 'everyMs']] as never,
      item: Object.entries(ITEM_FIELDS).map(([key, name]) => [name, key]) as never,
    },
  });
  const { title, link, language, everyMs, items } = await parser.parseString(xml);
  return {
    ...(title ? { title } : {}),
    ...(link ? { link } : {}),
    ...(language ? { language } : {}),
    ...(everyMs ? { everyMs: Number(everyMs) } : {}),
    entries: items.map((item) => readItem(item)),
  };
}

function readItem(item: RawItem): FeedEntry {
  const fields = Object.keys(ITEM_FIELDS).map((key) => [key, item[key]] as const);
  return {
    text: '',
    ...Object.fromEntries(fields.filter(([, value]) => value !== undefined && value !== '')),
  };
}

/** The fallback for roots that we do not know: feedsmith may, and otherwise we say what the bytes look like. */
function readForeign(text: string, base: string): Feed {
  try {
    const { format, feed } = parseWithFeedsmith(text);
    if (format === 'json') return readJsonFeed(JSON.stringify(feed), base);
  } catch (cause) {
    throw new FeedError(describe(text), { cause });
  }
  throw new FeedError(describe(text));
}

function describe(text: string): string {
  if (/^\s*(<!doctype html|<html|<head|<body)/i.test(text.slice(0, 2_000)))
    return 'this is a web page, not a feed; look for the feed address in its <link rel="alternate">';
  return `this is not a feed: it begins with ${JSON.stringify(text.slice(0, 60))}`;
}

function baseOf({ url, contentLocation }: FeedInfo): string {
  return contentLocation && URL.canParse(contentLocation, url) ? new URL(contentLocation, url).href : url;
}
