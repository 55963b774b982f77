import type { BrandMention } from '#enrich/brand-mention';
import type { MentionFilter, Store } from '#enrich/store/store';
import type { Alert } from './alert';
import { groupOf } from './compile-rules';
import { parseMatcher } from './matchers/parse-matcher';
import { GroupField } from './rule';

/** What a page is made from. */
export type PageStore = Pick<Store, 'search' | 'topTerms'>;

/** A brand's mentions over a span of event time, epoch milliseconds; `to` is exclusive. */
export type Window = { readonly brand: string; readonly from: number; readonly to: number };

type Count = { readonly term: string; readonly count: number };

/** What the rules counted: mentions to choose samples from, and who speaks most. */
export type Counted = {
  readonly mentions: readonly BrandMention[];
  readonly biggestStory: string | undefined;
  readonly outlets: readonly Count[];
  readonly authors: readonly Count[];
};

const TOP = 5;
// Enough to find the first and the last of a storm; a page must not wait for all of it to be read.
const READ = 500;
const READ_TO_FILTER = 1_000;

/**
 * Reads what the alerts counted and nothing else: where a rule counts a part of the mentions only, ordinary ones have
 * no place on its page. A part is looked for among the 1,000 newest and the 1,000 oldest of the window.
 * `since` (epoch milliseconds) is when the incident began; the biggest story is one of after it.
 */
export function readCounted(
  store: PageStore,
  alerts: readonly Alert[],
  window: Window,
  since: number,
): Promise<Counted> {
  const tests = alerts.map(testOf);
  const parts = tests.filter((test) => test !== undefined);
  return parts.length < tests.length || tests.length === 0
    ? readAll(store, window, since)
    : readPart(store, window, (mention) => parts.some((test) => test(mention)));
}

/** Whether the alert counted (or dwells on) this mention; `undefined` where it counts all of its brand. */
function testOf(alert: Alert): ((mention: BrandMention) => boolean) | undefined {
  const matchers = [...alert.filter, ...(alert.focus ?? [])].flatMap((text) => {
    const parsed = parseMatcher(text);
    return parsed.ok && parsed.matcher.field !== 'brand' ? [parsed.matcher] : [];
  });
  const fields = Object.keys(alert.group).flatMap((name) => {
    const field = GroupField.safeParse(name);
    return field.success && field.data !== 'brand' ? [field.data] : [];
  });
  // What leaves out a channel still counts nearly all.
  const isPart = matchers.some(({ field, operator }) => !(field === 'channel' && operator === '!='));
  if (!isPart && fields.length === 0) return undefined;
  const { from, to } = spanOf(alert);
  return (mention) => {
    const at = Date.parse(mention.publishedAt);
    const group = groupOf(fields, mention);
    return (
      at >= from &&
      at <= to &&
      fields.every((field) => group[field] === alert.group[field]) &&
      matchers.every((matcher) => matcher.matches(mention))
    );
  };
}

/** From where the alert's window or the alert itself began, to the end of its window. */
export function spanOf({ window, startedAt }: Alert): { from: number; to: number } {
  return { from: Math.min(Date.parse(window.from), Date.parse(startedAt)), to: Date.parse(window.to) };
}

async function readAll(store: PageStore, window: Window, since: number): Promise<Counted> {
  const [oldest, newest, negative, stories, outlets, authors] = await Promise.all([
    store.search({ ...window, order: 'oldest', limit: READ }),
    store.search({ ...window, order: 'newest', limit: READ }),
    store.search({ ...window, sentiment: 'negative', order: 'newest', limit: READ }),
    // What was copied before it began is not what it is about.
    store.topTerms({ ...window, from: Math.max(window.from, since) }, 'story', 1),
    store.topTerms(window, 'outlet', TOP),
    store.topTerms(window, 'author', TOP),
  ]);
  const biggestStory = stories.find(({ count }) => count > 1)?.term;
  const opening: MentionFilter = { ...window, story: biggestStory };
  const first = biggestStory ? await store.search({ ...opening, order: 'oldest', limit: 1 }) : oldest;
  const mentions = unite([oldest, first, newest, negative]);
  return {
    mentions,
    biggestStory,
    outlets: outlets.map(({ term, count }) => ({ term, count })),
    authors: await Promise.all(
      authors.map(async ({ term, count }) => ({
        term: await nameAuthor(store, window, term, mentions),
        count,
      })),
    ),
  };
}

async function readPart(
  store: PageStore,
  window: Window,
  isCounted: (mention: BrandMention) => boolean,
): Promise<Counted> {
  const pages = await Promise.all([
    store.search({ ...window, order: 'oldest', limit: READ_TO_FILTER }),
    store.search({ ...window, order: 'newest', limit: READ_TO_FILTER }),
  ]);
  const mentions = unite(pages).filter(isCounted);
  const count = (read: (mention: BrandMention) => string | undefined) => countTop(mentions, read);
  return {
    mentions,
    biggestStory: count(({ story }) => story?.id)[0]?.term,
    outlets: count(({ outlet }) => outlet),
    authors: count(({ author }) => author && authorName(author)),
  };
}

function unite(pages: readonly { readonly mentions: readonly BrandMention[] }[]): BrandMention[] {
  const byId = new Map<string, BrandMention>();
  for (const { mentions } of pages) for (const mention of mentions) byId.set(mention.id, mention);
  return [...byId.values()];
}

function countTop(
  mentions: readonly BrandMention[],
  read: (mention: BrandMention) => string | undefined,
): Count[] {
  const counts = new Map<string, number>();
  for (const mention of mentions) {
    const term = read(mention);
    if (term !== undefined) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  return sorted.slice(0, TOP).map(([term, count]) => ({ term, count }));
}

async function nameAuthor(
  store: PageStore,
  window: Window,
  term: string,
  mentions: readonly BrandMention[],
): Promise<string> {
  const known = mentions.find(
    ({ author }) => author !== undefined && [author.handle, author.name, author.id].includes(term),
  );
  const author = (known ?? (await store.search({ ...window, author: term, limit: 1 })).mentions[0])?.author;
  return author ? authorName(author) : term;
}

/** `Speed Desk (@speeddesk)`, or as much of it as is known. */
export function authorName(author: NonNullable<BrandMention['author']>): string {
  const handle = author.handle && `@${author.handle.replace(/^@/, '')}`;
  if (author.name && handle) return `${author.name} (${handle})`;
  return author.name ?? handle ?? author.id;
}
