import type { BrandMention } from '#enrich/brand-mention';
import type { Bucket, MentionFilter, Term, TermField } from '#enrich/store/store';

/** A brand mention with what a test does not care for filled in. */
export function mentionOf(fields: Partial<BrandMention> & { id: string }): BrandMention {
  return {
    mentionId: fields.id.replace(/~.*/, ''),
    brand: 'vinci',
    source: 'replay',
    channel: 'news',
    text: 'Vinci in the news',
    publishedAt: '2016-11-22T16:05:00.000Z',
    collectedAt: '2016-11-22T16:06:00.000Z',
    matched: ['Vinci'],
    hashtags: [],
    domains: [],
    risks: [],
    failures: [],
    ...fields,
  };
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;

const WORDS = ['vinci', 'Révision', 'revision', 'fraude', 'FRAUDE', 'comptes', 'profit', 'élan', 'Elan'];
const LABELS = ['negative', 'neutral', 'positive'] as const;
const VOICES = ['public', 'journalist', 'official'] as const;
const CHANNELS = ['news', 'social', 'forum'] as const;
const pick = <Value>(random: Random, values: readonly Value[]) =>
  values[Math.floor(random() * values.length)] as Value;
const some = (random: Random, values: readonly string[]) => values.filter(() => random() < 0.3);
const maybe = <Value>(random: Random, value: Value) => (random() < 0.7 ? value : undefined);

/** Mentions over an hour, some with ids that come again, with few different values so that they collide. */
export function randomMentions(random: Random, count: number, start: number): BrandMention[] {
  return Array.from({ length: count }, () => {
    const label = pick(random, LABELS);
    const number = Math.floor(random() * 4);
    return mentionOf({
      id: `m${Math.floor(random() * 300)}`,
      brand: pick(random, ['vinci', 'acme']),
      source: pick(random, ['x', 'rss']),
      channel: pick(random, CHANNELS),
      outlet: maybe(random, pick(random, ['Reuters', 'Agefi'])),
      title: maybe(random, pick(random, WORDS)),
      text: Array.from({ length: 6 }, () => pick(random, WORDS)).join(' '),
      language: maybe(random, pick(random, ['fr', 'en'])),
      publishedAt: new Date(start + Math.floor(random() * 3_600_000)).toISOString(),
      author: maybe(random, {
        id: `id${number}`,
        handle: maybe(random, `handle${number}`),
        name: maybe(random, `Name ${number}`),
      }),
      sentiment: maybe(random, {
        score: Math.round(random() * 200 - 100) / 100,
        label,
        confidence: 0.5,
        words: [],
        model: 'm/1',
      }),
      story: maybe(random, { id: `s${number}`, first: false, copies: 1 }),
      voice: maybe(random, pick(random, VOICES)),
      hashtags: some(random, ['a', 'b', 'c']),
      domains: some(random, ['vinci.com', 'vinci.group']),
    });
  });
}

export function randomFilter(random: Random, start: number): MentionFilter {
  const rarely = <Value>(value: Value) => (random() < 0.15 ? value : undefined);
  const minute = () => start + Math.floor(random() * 60) * 60_000;
  const texts = ['vinci', 'revision', '-fraude', 'élan profit', '"vinci fraude"', 'comptes -"elan vinci"'];
  const filter: MentionFilter = {
    brand: rarely(pick(random, ['vinci', 'acme'])),
    from: rarely(minute()),
    to: rarely(minute()),
    text: random() < 0.5 ? pick(random, texts) : undefined,
    sentiment: rarely(pick(random, LABELS)),
    language: rarely('fr'),
    channel: rarely(pick(random, CHANNELS)),
    source: rarely('x'),
    outlet: rarely('Reuters'),
    author: rarely(pick(random, ['id1', 'handle1', 'Name 1'])),
    voice: rarely(pick(random, VOICES)),
    story: rarely('s1'),
    domain: rarely('vinci.com'),
    hashtag: rarely('a'),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** The promises of a store written as plainly as can be: lists and loops. */
export function naiveStore() {
  const mentions = new Map<string, BrandMention>();
  const matching = (filter: MentionFilter) => [...mentions.values()].filter((m) => matches(m, filter));
  return {
    save: (saved: readonly BrandMention[]) => {
      for (const mention of saved) mentions.set(mention.id, mention);
    },
    read: (filter: MentionFilter) => {
      const found = matching(filter);
      const times = found.map(({ publishedAt }) => publishedAt).sort();
      const [oldest, newest] = [times[0], times.at(-1)];
      return {
        ids: found.map(({ id }) => id).sort(),
        total: found.length,
        times: times.reverse(),
        extent: {
          count: found.length,
          ...(oldest && newest && { oldest: Date.parse(oldest), newest: Date.parse(newest) }),
        },
      };
    },
    topTerms: (filter: MentionFilter, field: TermField, size: number) =>
      termsOf(matching(filter), field)
        .sort((a, b) => b.count - a.count || (a.term < b.term ? -1 : 1))
        .slice(0, size),
    countPerBucket: (filter: MentionFilter & { from: number; to: number }, bucketMs: number) => {
      const buckets: Bucket[] = [];
      const first = Math.floor(filter.from / bucketMs) * bucketMs;
      for (let at = first; at < filter.to && filter.from < filter.to; at += bucketMs) {
        const from = Math.max(at, filter.from);
        const to = Math.min(at + bucketMs, filter.to);
        buckets.push(bucketOf(at, matching({ ...filter, from, to })));
      }
      return buckets;
    },
  };
}

function bucketOf(at: number, mentions: readonly BrandMention[]): Bucket {
  const scores = mentions.flatMap(({ sentiment }) => (sentiment ? [sentiment.score] : []));
  const labelled = (label: string) => mentions.filter(({ sentiment }) => sentiment?.label === label).length;
  return {
    at,
    count: mentions.length,
    negative: labelled('negative'),
    positive: labelled('positive'),
    ...(scores.length > 0 && {
      meanSentiment: scores.reduce((sum, score) => sum + score, 0) / scores.length,
    }),
  };
}

function termsOf(mentions: readonly BrandMention[], field: TermField): Term[] {
  const terms = new Map<string, Term>();
  for (const mention of mentions)
    for (const term of new Set(valuesOf(mention, field))) {
      const { count = 0, negative = 0, lastAt = 0 } = terms.get(term) ?? {};
      terms.set(term, {
        term,
        count: count + 1,
        negative: negative + (mention.sentiment?.label === 'negative' ? 1 : 0),
        lastAt: Math.max(lastAt, Date.parse(mention.publishedAt)),
      });
    }
  return [...terms.values()];
}

function valuesOf(mention: BrandMention, field: TermField): readonly string[] {
  const { author, sentiment, story } = mention;
  const single = (value: string | undefined) => (value === undefined ? [] : [value]);
  switch (field) {
    case 'domain':
      return mention.domains;
    case 'hashtag':
      return mention.hashtags;
    case 'author':
      return single(author?.handle ?? author?.name ?? author?.id);
    case 'sentiment':
      return single(sentiment?.label);
    case 'story':
      return single(story?.id);
    default:
      return single(mention[field]);
  }
}

function matches(mention: BrandMention, filter: MentionFilter): boolean {
  const { author, sentiment, story, domains, hashtags } = mention;
  const at = Date.parse(mention.publishedAt);
  const is = (wanted: string | undefined, ...values: readonly (string | undefined)[]) =>
    wanted === undefined || values.includes(wanted);
  return (
    at >= (filter.from ?? -Infinity) &&
    at < (filter.to ?? Infinity) &&
    is(filter.brand, mention.brand) &&
    is(filter.sentiment, sentiment?.label) &&
    is(filter.language, mention.language) &&
    is(filter.channel, mention.channel) &&
    is(filter.source, mention.source) &&
    is(filter.outlet, mention.outlet) &&
    is(filter.author, author?.id, author?.handle, author?.name) &&
    is(filter.voice, mention.voice) &&
    is(filter.story, story?.id) &&
    is(filter.domain, ...domains) &&
    is(filter.hashtag, ...hashtags) &&
    holdsWords(`${mention.title ?? ''} ${mention.text}`, filter.text ?? '')
  );
}

function holdsWords(text: string, search: string): boolean {
  const fold = (value: string) => ` ${value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()} `;
  return [...search.matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)].every(
    ([, minus, phrase, word]) => fold(text).includes(fold(phrase ?? word ?? '')) !== (minus === '-'),
  );
}
