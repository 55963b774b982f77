import { firstText, readEntry, readLink, readTitle } from './read-entry';
import { type Dialect, plainLine } from './text-construct';
import { escapeXml } from './xml-text';
import { childrenOf, type Element, type Tree } from './xml-tree';

/** The fields of an entry and how they are called in a normal feed. */
export const ITEM_FIELDS = {
  id: 'guid',
  link: 'link',
  title: 'title',
  titleHtml: 'v:titleHtml',
  summary: 'summary',
  text: 'v:text',
  author: 'author',
  publishedAt: 'pubDate',
  updatedAt: 'v:updatedAt',
  language: 'dc:language',
} as const;

const PERIOD_HOURS: Readonly<Record<string, number>> = {
  hourly: 1,
  daily: 24,
  weekly: 168,
  monthly: 720,
  yearly: 8760,
};

/**
 * Writes whatever dialect and damage came in as plain RSS 2.0: one spelling of names, resolved addresses, escaped
 * text. rss-parser then reads it without meeting what it cannot bear: markup in titles, bad dates, links without
 * attributes, and a `description` whose tags it would strip in quadratic time.
 */
export function writeNormalFeed(tree: Tree, given: { readonly language?: string } = {}): string {
  const channel = findChannel(tree.root);
  const dialect = findDialect(tree.root);
  const title = readTitle(channel, dialect);
  const everyMs = readEveryMs(channel);
  const language = firstText(channel, ['language']) ?? channel.language ?? given.language;
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['title', title && plainLine(title)],
    ['link', readLink(channel)],
    ['language', language],
    ['v:everyMs', everyMs === undefined ? undefined : String(everyMs)],
  ];
  const items = tree.entries.map((entry) => writeItem(entry, dialect));
  return `<rss version="2.0"><channel>${fields.map(([name, value]) => tag(name, value)).join('')}${items.join('')}</channel></rss>`;
}

/** The element that speaks for the feed, or undefined when nothing in the tree looks like one. */
export function findFeed(root: Element): Element | undefined {
  return root.children.find(
    (child): child is Element =>
      typeof child !== 'string' && /^(rss|feed|rdf|channel|item|entry)$/.test(child.name),
  );
}

function findDialect(root: Element): Dialect {
  const feed = findFeed(root);
  if (feed?.name !== 'feed' && feed?.name !== 'entry') return 'rss';
  const spaces = Object.entries(feed.attributes).filter(([name]) => name.startsWith('xmlns'));
  const old =
    feed.attributes.version?.startsWith('0') || spaces.some(([, uri]) => /purl\.org\/atom/.test(uri));
  return old ? 'atom03' : 'atom10';
}

function findChannel(root: Element): Element {
  const feed = findFeed(root) ?? root;
  return childrenOf(feed, 'channel')[0] ?? feed;
}

function writeItem(element: Element, dialect: Dialect): string {
  const entry = readEntry(element, dialect);
  const fields = Object.entries(ITEM_FIELDS) as [keyof typeof ITEM_FIELDS, string][];
  return `<item>${fields.map(([key, name]) => tag(name, entry[key])).join('')}</item>`;
}

function tag(name: string, value: string | undefined): string {
  return value === undefined || value === '' ? '' : `<${name}>${escapeXml(value)}</${name}>`;
}

function readEveryMs(channel: Element): number | undefined {
  const ttlMinutes = Number(firstText(channel, ['ttl']));
  if (ttlMinutes > 0) return Math.round(ttlMinutes * 60_000);
  const hours = PERIOD_HOURS[firstText(channel, ['updateperiod'])?.toLowerCase() ?? ''];
  if (hours === undefined) return undefined;
  const times = Number(firstText(channel, ['updatefrequency']) ?? 1);
  return Math.round((hours * 3_600_000) / (times >= 1 ? times : 1));
}
