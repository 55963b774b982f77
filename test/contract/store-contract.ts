import { jest } from '@jest/globals';
import type { BrandMention } from '#enrich/brand-mention';
import type { MentionFilter, Store, TermField } from '#enrich/store/store';
import { mentionOf, naiveStore, randomFilter, randomMentions, seededRandom } from './naive-store';

const MINUTE = 60_000;
const START = Date.parse('2016-11-22T16:00:00.000Z');
const at = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();
const idsOf = (mentions: readonly BrandMention[]) => mentions.map(({ id }) => id);

/**
 * Holds every promise of `Store`. `open` gives an empty store; with `now`, the store's clock says that.
 */
export function describeStore(name: string, open: (now?: () => number) => Promise<Store>): void {
  jest.setTimeout(60_000);
  describe(`${name}: store`, () => {
    let store: Store;
    let now = START;
    beforeEach(async () => {
      now = START;
      store = await open(() => now);
    });
    afterEach(() => store.close());
    const found = async (filter: MentionFilter) =>
      idsOf((await store.search({ ...filter, order: 'oldest' })).mentions);

    it('gives back what was saved, whole', async () => {
      const mention = mentionOf({
        id: 'whole~vinci',
        title: 'VINCI lance une révision de ses comptes',
        text: 'Emoji 🏗️, "quotes", 東京 and \u0000 too',
        author: { id: '1', handle: 'h', name: 'N', followers: 3 },
        sentiment: { score: -0.8, label: 'negative', confidence: 0.9, words: ['fraude'], model: 'm/1' },
        story: { id: 's', first: true, copies: 0, fingerprint: '00ff00ff00ff00ff' },
        pressRelease: {
          verdict: 'suspect',
          score: 0.8,
          signals: [
            { name: 'origin', weight: 1, evidence: 'vinci.group', explanation: 'It comes from vinci.group.' },
          ],
          role: 'denial',
          origin: 'look-alike',
          case: 'before~vinci',
          claims: ['accounts-restated'],
          denial: 'partial',
          waitedMs: 60_000,
          rejudges: [{ id: 'before~vinci', verdict: 'refuted' }],
          rejudged: { at: '2016-11-22T15:49:00.000Z', by: 'later~vinci', from: 'unverified' },
        },
        links: ['https://vinci.group/release'],
        mail: { replyTo: 'press@vinci.group', authentication: ['mx; spf=fail'], headers: 'From: x\r\n' },
        risks: [{ kind: 'look-alike-domain', evidence: 'vinci.group', explanation: 'not vinci.com' }],
        failures: [{ enricher: 'language', error: 'none' }],
      });
      await store.save([mention]);
      expect(await store.get('whole~vinci')).toEqual(mention);
      expect(await store.search({})).toEqual({ total: 1, mentions: [mention] });
      expect(await store.get('unknown')).toBeUndefined();
    });

    it('keeps one record an id, the last', async () => {
      const first = mentionOf({ id: 'a', text: 'accounting error', hashtags: ['old'] });
      const last = { ...first, text: 'a fine day', hashtags: ['new'] };
      await store.save([first, mentionOf({ id: 'b' }), { ...first, text: 'in between' }]);
      await store.save([last]);
      expect(await store.get('a')).toEqual(last);
      expect((await store.extent({})).count).toBe(2);
      expect([await found({ text: 'accounting' }), await found({ text: 'fine' })]).toEqual([[], ['a']]);
      expect((await store.topTerms({}, 'hashtag', 9)).map(({ term }) => term)).toEqual(['new']);
    });

    it('orders by time and by relevance', async () => {
      await store.save([
        mentionOf({ id: 'some', text: `fraud ${'and many other words '.repeat(20)}`, publishedAt: at(3) }),
        mentionOf({ id: 'much', text: 'fraud fraud fraud', publishedAt: at(1) }),
        mentionOf({ id: 'none', text: 'a fine day', publishedAt: at(2) }),
      ]);
      const ids = async (order?: 'newest' | 'oldest' | 'relevance', text?: string) =>
        idsOf((await store.search({ order, text })).mentions);
      expect(await ids()).toEqual(['some', 'none', 'much']);
      expect(await ids('newest')).toEqual(['some', 'none', 'much']);
      expect(await ids('oldest')).toEqual(['much', 'none', 'some']);
      expect(await ids('relevance', 'fraud')).toEqual(['much', 'some']);
      expect((await ids('relevance')).length).toBe(3);
    });

    it.each(['newest', 'oldest', 'relevance'] as const)(
      'pages through all, each once, by %s, whatever arrives meanwhile',
      async (order) => {
        const mentions = Array.from({ length: 57 }, (_, index) =>
          mentionOf({ id: `m${index}`, text: 'fraud', publishedAt: at(Math.floor(index / 4)) }),
        );
        await store.save(mentions);
        const seen: string[] = [];
        let after: string | undefined;
        do {
          const page = await store.search({ text: 'fraud', order, limit: 10, after });
          seen.push(...idsOf(page.mentions));
          after = page.next;
          if (order === 'newest')
            await store.save([mentionOf({ id: `late${seen.length}`, text: 'fraud', publishedAt: at(99) })]);
        } while (after !== undefined);
        expect([...seen].sort()).toEqual(idsOf(mentions).sort());
      },
    );

    it('refuses a place in a list that it never gave', async () => {
      await expect(store.search({ after: 'nonsense' })).rejects.toThrow(/give `next` of the page before/);
    });

    it('gives at most 1,000 mentions a page, and none when none are asked for', async () => {
      await store.save(Array.from({ length: 1_010 }, (_, index) => mentionOf({ id: `m${index}` })));
      const page = await store.search({ limit: 5_000 });
      expect([page.mentions.length, page.total, page.next !== undefined]).toEqual([1_000, 1_010, true]);
      expect((await store.search({ limit: 0 })).mentions).toEqual([]);
    });

    it('counts per bucket with zeros where nothing was', async () => {
      const score = (label: 'negative' | 'neutral' | 'positive', value: number) => ({
        sentiment: { score: value, label, confidence: 1, words: [], model: 'm/1' },
      });
      await store.save([
        mentionOf({ id: 'a', publishedAt: at(0), ...score('negative', -1) }),
        mentionOf({ id: 'b', publishedAt: at(4.99), ...score('positive', 0.5) }),
        mentionOf({ id: 'c', publishedAt: at(5) }),
        mentionOf({ id: 'd', publishedAt: at(15), ...score('neutral', 0) }),
        mentionOf({ id: 'e', publishedAt: at(20), ...score('negative', -1) }),
      ]);
      const zero = { count: 0, negative: 0, positive: 0 };
      const range = { from: START, to: START + 20 * MINUTE };
      expect(await store.countPerBucket(range, 5 * MINUTE)).toEqual([
        { at: START, count: 2, negative: 1, positive: 1, meanSentiment: -0.25 },
        { at: START + 5 * MINUTE, count: 1, negative: 0, positive: 0 },
        { at: START + 10 * MINUTE, ...zero },
        { at: START + 15 * MINUTE, ...zero, count: 1, meanSentiment: 0 },
      ]);
      const [partly] = await store.countPerBucket({ ...range, from: START + 1 }, 20 * MINUTE);
      expect(partly).toMatchObject({ at: START, count: 3 });
      expect(await store.countPerBucket({ from: START, to: START }, MINUTE)).toEqual([]);
    });

    it('refuses more buckets than anybody can look at, and buckets of no length', async () => {
      const month = { from: START, to: START + 30 * 86_400_000 };
      await expect(store.countPerBucket(month, 1_000)).rejects.toThrow(
        /2592000 buckets of 1000 ms asked for, at most 20000/,
      );
      await expect(store.countPerBucket(month, 0)).rejects.toThrow('a bucket of 0 ms');
    });

    it('counts terms: most frequent first, negatives and the last time with them', async () => {
      const negative = {
        sentiment: { score: -1, label: 'negative' as const, confidence: 1, words: [], model: 'm/1' },
      };
      await store.save([
        mentionOf({ id: 'a', outlet: 'Reuters', publishedAt: at(1), ...negative, hashtags: ['x', 'y', 'x'] }),
        mentionOf({ id: 'b', outlet: 'Bloomberg', publishedAt: at(2), hashtags: ['x'] }),
        mentionOf({ id: 'c', outlet: 'Reuters', publishedAt: at(3) }),
        mentionOf({ id: 'd', outlet: 'Agefi', publishedAt: at(4), author: { id: '7', name: 'Ann' } }),
        mentionOf({ id: 'e', publishedAt: at(5), author: { id: '8', handle: 'bob', name: 'Bob' } }),
      ]);
      const term = (name: string, count: number, negative: number, minutes: number) => ({
        term: name,
        count,
        negative,
        lastAt: START + minutes * MINUTE,
      });
      expect(await store.topTerms({}, 'outlet', 2)).toEqual([
        term('Reuters', 2, 1, 3),
        term('Agefi', 1, 0, 4),
      ]);
      expect(await store.topTerms({}, 'hashtag', 9)).toEqual([term('x', 2, 1, 2), term('y', 1, 1, 1)]);
      expect(await store.topTerms({}, 'author', 9)).toEqual([term('Ann', 1, 0, 4), term('bob', 1, 0, 5)]);
      expect(await store.topTerms({ outlet: 'nobody' }, 'outlet', 9)).toEqual([]);
    });

    it('tells the first and last event time and the number, `from` inclusive and `to` exclusive', async () => {
      expect(await store.extent({})).toEqual({ count: 0 });
      await store.save([
        mentionOf({ id: 'a', publishedAt: at(7) }),
        mentionOf({ id: 'b', publishedAt: at(3) }),
        mentionOf({ id: 'c', publishedAt: at(1), brand: 'other' }),
      ]);
      expect(await store.extent({ brand: 'vinci' })).toEqual({
        count: 2,
        oldest: START + 3 * MINUTE,
        newest: START + 7 * MINUTE,
      });
      const within = { from: START + 3 * MINUTE, to: START + 7 * MINUTE };
      expect(await found(within)).toEqual(['b']);
    });

    it('finds an author by id, handle or name', async () => {
      await store.save([
        mentionOf({ id: 'a', author: { id: 'did:1', handle: 'ann', name: 'Ann A.' } }),
        mentionOf({ id: 'b', author: { id: 'did:2' } }),
      ]);
      for (const author of ['did:1', 'ann', 'Ann A.']) expect(await found({ author })).toEqual(['a']);
      expect(await found({ author: 'did:2' })).toEqual(['b']);
    });

    it('deletes by when a mention was stored, not by when it was published', async () => {
      await store.save([mentionOf({ id: 'early', text: 'fraud', publishedAt: at(500) })]);
      now = START + MINUTE;
      await store.save([mentionOf({ id: 'late', text: 'fraud', publishedAt: at(-500) })]);
      expect(await store.deleteStoredBefore(START + MINUTE)).toBe(1);
      expect(await store.deleteStoredBefore(START + MINUTE)).toBe(0);
      expect([await found({}), await found({ text: 'fraud' })]).toEqual([['late'], ['late']]);
    });

    it('erases an author at one source or at all', async () => {
      const by = (id: string, source: string, author: BrandMention['author']) =>
        mentionOf({ id, source, author, text: `words of ${id}` });
      await store.save([
        by('a', 'bluesky', { id: 'did:1', handle: 'ann' }),
        by('b', 'x', { id: '99', handle: 'ann' }),
        by('c', 'x', { id: '98', handle: 'bob', name: 'ann' }),
        by('d', 'x', { id: '97', handle: 'annabel' }),
      ]);
      expect(await store.eraseAuthor({ author: 'did:1', source: 'x' })).toBe(0);
      expect(await store.eraseAuthor({ author: 'ann', source: 'bluesky' })).toBe(1);
      expect(await store.eraseAuthor({ author: 'ann' })).toBe(2);
      expect(await found({})).toEqual(['d']);
      expect(await found({ text: 'words' })).toEqual(['d']);
    });

    it('finds at once what was saved, also while others save', async () => {
      await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          await store.save([mentionOf({ id: `m${index}`, text: `unique${index}` })]);
          expect(await store.get(`m${index}`)).toBeDefined();
          expect(await found({ text: `unique${index}` })).toEqual([`m${index}`]);
        }),
      );
      expect((await store.extent({})).count).toBe(20);
    });

    it('saves nothing without complaint', async () => {
      await store.save([]);
      expect(await store.search({})).toEqual({ total: 0, mentions: [] });
    });

    it('agrees with a plain reading of the promises on random mentions and filters', async () => {
      const random = seededRandom(20161122);
      const reference = naiveStore();
      for (let part = 0; part < 4; part++) {
        const mentions = randomMentions(random, 100, START);
        await store.save(mentions);
        reference.save(mentions);
      }
      const fields: TermField[] = [
        'outlet',
        'author',
        'source',
        'channel',
        'language',
        'sentiment',
        'voice',
        'story',
        'domain',
        'hashtag',
        'brand',
      ];
      for (let round = 0; round < 120; round++) {
        const filter = randomFilter(random, START);
        const range = { from: START, to: START + 60 * MINUTE, ...filter };
        const field = fields[round % fields.length] as TermField;
        const page = await store.search({ ...filter, limit: 1_000 });
        expect({
          filter,
          ids: idsOf(page.mentions).sort(),
          total: page.total,
          times: page.mentions.map(({ publishedAt }) => publishedAt),
          extent: await store.extent(filter),
          terms: await store.topTerms(filter, field, 5),
          buckets: roundMeans(await store.countPerBucket(range, 7 * MINUTE)),
        }).toEqual({
          filter,
          ...reference.read(filter),
          terms: reference.topTerms(filter, field, 5),
          buckets: roundMeans(reference.countPerBucket(range, 7 * MINUTE)),
        });
      }
    });
  });

  describe(`${name}: store, full text`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await open();
      await store.save([
        mentionOf({
          id: 'en',
          title: 'Vinci',
          text: 'Restatement: false accounts, see vinci.com',
          publishedAt: at(1),
        }),
        mentionOf({ id: 'fr', text: 'VINCI : révision des comptes, au cœur du groupe', publishedAt: at(2) }),
        mentionOf({ id: 'ja', text: 'Vinci 東京都の会計', publishedAt: at(3) }),
        mentionOf({ id: 'de', text: 'Die Straße ist gesperrt', publishedAt: at(4) }),
      ]);
    });
    afterAll(() => store.close());
    const found = async (filter: MentionFilter) =>
      idsOf((await store.search({ ...filter, order: 'oldest' })).mentions);

    it.each([
      ['restatement', ['en']],
      ['RESTATEMENT', ['en']],
      ['revision', ['fr']],
      ['RÉVISION', ['fr']],
      ['coeur', ['fr']],
      ['cœur', ['fr']],
      ['strasse', ['de']],
      ['Straße', ['de']],
      ['vinci', ['en', 'fr', 'ja']],
      ['vinci accounts', ['en']],
      ['"false accounts"', ['en']],
      ['"accounts false"', []],
      ['vinci -restatement', ['fr', 'ja']],
      ['vinci -"révision des comptes"', ['en', 'ja']],
      ['-vinci', ['de']],
      ['vinci.com', ['en']],
      ['東京', ['ja']],
      ['東京都', ['ja']],
      ['会計', ['ja']],
      ['大阪', []],
      ['"vinci 東京"', ['ja']],
    ])('finds by words: %s', async (text, expected) => {
      expect(await found({ text })).toEqual(expected);
    });

    it.each([
      '',
      '   ',
      '"',
      '""',
      '-',
      '- -',
      '-"',
      "'",
      '*',
      'vinci*',
      '^vinci',
      'text:vinci',
      'NEAR(vinci group, 2)',
      'AND',
      'vinci AND',
      'OR NOT',
      '(vinci',
      'vinci)',
      '{vinci}',
      'vinci + group',
      '\\',
      '%_',
      "'; DROP TABLE mentions; --",
      '\u0000',
      'vinci\u0000group',
      '\ud800',
      '🏗️',
      '"a" "b',
      `"${'long '.repeat(500)}"`,
      'a '.repeat(500),
    ])('takes any text as a search: %j', async (text) => {
      const orders = ['newest', 'relevance'] as const;
      for (const order of orders)
        expect((await store.search({ text, order })).total).toBeGreaterThanOrEqual(0);
      expect(await store.get('en')).toBeDefined();
    });
  });
}

/** Sums of floating-point numbers depend on their order. */
function roundMeans<Bucket extends { meanSentiment?: number }>(buckets: readonly Bucket[]): Bucket[] {
  return buckets.map((bucket) =>
    bucket.meanSentiment === undefined
      ? bucket
      : { ...bucket, meanSentiment: Math.round(bucket.meanSentiment * 1e6) / 1e6 + 0 },
  );
}
