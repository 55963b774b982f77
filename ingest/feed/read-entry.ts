import { oneLine } from '../plain-text';
import { resolveAddress } from './clean-html';
import { readFeedDate } from './feed-date';
import type { FeedEntry } from './feed-entry';
import { type Dialect, plainLine, plainText, readTextConstruct, type TextConstruct } from './text-construct';
import { childrenOf, type Element, textOf } from './xml-tree';

/** Longer than any honest feed's, in characters: what one entry may cost everything after it. */
const MAX = { title: 2_000, summary: 8 * 1024, text: 100_000, link: 8_000, author: 200 } as const;

/** What an `<item>` or `<entry>` of any of the formats says. */
export function readEntry(element: Element, dialect: Dialect): FeedEntry {
  const title = readTitle(element, dialect);
  const summaries = readSummaries(element, dialect);
  const contents = [...summaries.slice(1), ...readContents(element, dialect)];
  const summary = summaries[0] ?? contents[0] ?? readFallbackSummary(element);
  const text = longest([...(summary ? [summary] : []), ...contents].map(plainText));
  const id = readId(element);
  return present({
    id,
    link: readLink(element, id),
    title: title && plainLine(title).slice(0, MAX.title),
    titleHtml: title?.value.slice(0, MAX.title),
    summary: summary?.value.slice(0, MAX.summary),
    text: text.slice(0, MAX.text),
    author: readAuthor(element),
    publishedAt: firstDate(element, [
      'published',
      'pubdate',
      'issued',
      'date',
      'created',
      'modified',
      'updated',
    ]),
    updatedAt: firstDate(element, ['updated', 'modified', 'lastmod']),
    language: element.language ?? firstText(element, ['language']),
  });
}

/** The title: the first that says something; one of Media RSS only where there is no other. */
export function readTitle(element: Element, dialect: Dialect): TextConstruct | undefined {
  const own = ofNames(element, ['title'], ['', 'dc', 'rdf']);
  return [...own, ...mediaOf(element, 'title')]
    .map((title) => readTextConstruct(title, { usual: 'text', dialect }))
    .find(({ value }) => value !== '');
}

/** Where the element's page is: `<link>` as text or address, CDF's `href`, or else an id that is an address. */
export function readLink(element: Element, id?: string): string | undefined {
  const links = childrenOf(element, 'link');
  const alternates = links.filter(
    ({ attributes }) =>
      attributes.href !== undefined &&
      (attributes.rel ?? 'alternate').toLowerCase() === 'alternate' &&
      /^$|html/i.test(attributes.type ?? ''),
  );
  const candidates = [
    ...links.map((link) => resolved(oneLine(textOf(link)).replace(/&amp;/g, '&'), link.base)),
    ...alternates.map(({ attributes, base }) => resolved(attributes.href, base)).reverse(),
    resolved(element.attributes.href, element.base),
    guidAddress(element, id),
    ...links
      .filter(
        ({ attributes }) =>
          !/^(self|edit|replies|hub|enclosure|next|prev|via|related|license)/.test(attributes.rel ?? ''),
      )
      .map(({ attributes, base }) => resolved(attributes.href, base)),
  ];
  return candidates.find((candidate) => candidate !== undefined);
}

/** The text of the first direct child of these names, in any namespace that feeds use for it. */
export function firstText(element: Element, names: readonly string[]): string | undefined {
  return ofNames(element, names, ['', 'dc', 'sy'])
    .map((child) => oneLine(textOf(child)))
    .find((text) => text !== '');
}

function readSummaries(element: Element, dialect: Dialect): readonly TextConstruct[] {
  return ofNames(element, ['summary', 'description', 'abstract', 'tagline'], ['', 'dc'])
    .map((child) =>
      readTextConstruct(child, { usual: child.name === 'description' ? 'html' : 'text', dialect }),
    )
    .filter(({ value }) => value !== '');
}

function readContents(element: Element, dialect: Dialect): readonly TextConstruct[] {
  return [
    ...childrenOf(element, 'encoded', 'content'),
    ...ofNames(element, ['content', 'fullitem', 'body'], ['', 'xhtml']),
  ]
    .map((child) => readTextConstruct(child, { usual: child.name === 'content' ? 'text' : 'html', dialect }))
    .filter(({ value }) => value !== '');
}

function readFallbackSummary(element: Element): TextConstruct | undefined {
  return [...childrenOf(element, 'summary', 'itunes'), ...mediaOf(element, 'description')]
    .map((child) => readTextConstruct(child, { usual: 'text', dialect: 'rss' }))
    .find(({ value }) => value !== '');
}

function readId(element: Element): string | undefined {
  const child = ofNames(element, ['guid', 'id', 'identifier'], ['', 'dc']).findLast(
    (id) => textOf(id).trim() !== '',
  );
  const text = child && textOf(child).trim();
  if (!child || !text) return element.attributes['rdf:about'] || undefined;
  // A path is an address relative to the feed; a bare word is a word.
  const isPath = isPermalink(child) && text.includes('/') && !/^[a-z][a-z\d+.-]*:/i.test(text);
  return isPath ? (resolveAddress(text, child.base) ?? text) : text;
}

function guidAddress(element: Element, id: string | undefined): string | undefined {
  const guid = ofNames(element, ['guid', 'id'], ['']).at(-1);
  const isAddress = /^https?:\/\/\S+$/i.test(id ?? '');
  return isAddress && (!guid || isPermalink(guid)) ? id : undefined;
}

function isPermalink({ attributes }: Element): boolean {
  return (attributes.ispermalink ?? 'true').toLowerCase() !== 'false';
}

function readAuthor(element: Element): string | undefined {
  const author = ofNames(element, ['author', 'creator'], ['', 'dc', 'itunes'])[0];
  if (!author) return undefined;
  const named = firstText(author, ['name', 'email']);
  const text = (named ?? oneLine(textOf(author))).slice(0, MAX.author);
  // RSS writes "address (Name)".
  return /^\S+@\S+\s+\((.+)\)$/.exec(text)?.[1] ?? (text || undefined);
}

function firstDate(element: Element, names: readonly string[]): string | undefined {
  const written = names.flatMap((name) => {
    const children = ofNames(element, [name], ['', 'dc']);
    return [...children.map(textOf), element.attributes[name]];
  });
  return written.map(readFeedDate).find((date) => date !== undefined);
}

function mediaOf(element: Element, name: string): readonly Element[] {
  const groups = childrenOf(element, 'group', 'media');
  return [element, ...groups].flatMap((parent) => childrenOf(parent, name, 'media'));
}

function ofNames(element: Element, names: readonly string[], spaces: readonly string[]): readonly Element[] {
  return element.children.filter(
    (child): child is Element =>
      typeof child !== 'string' && names.includes(child.name) && spaces.includes(child.space),
  );
}

function resolved(address: string | undefined, base: string): string | undefined {
  return address && address.length <= MAX.link ? resolveAddress(address, base) : undefined;
}

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}

function present(entry: { [Key in keyof FeedEntry]: FeedEntry[Key] | undefined }): FeedEntry {
  const kept = Object.entries(entry).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as FeedEntry;
}
