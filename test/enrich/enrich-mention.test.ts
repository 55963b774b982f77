import { z } from 'zod';
import { Brand } from '#enrich/brand';
import { BrandMention } from '#enrich/brand-mention';
import { createEnrichment, type Enrichment } from '#enrich/enrich-mention';
import { defineEnricher, type EnricherDefinition } from '#enrich/enricher';
import { enrichers } from '#enrich/enrichers/index';
import { plainText } from '#enrich/enrichers/plain-text';
import { hashtagsOf } from '#enrich/enrichers/tags';
import { hostsInText } from '#enrich/host-names';
import { type Mention, mentionId } from '#ingest/mention';

const vinci = Brand.parse({
  id: 'vinci',
  name: 'VINCI',
  names: [{ text: 'Vinci', ambiguous: true }, 'VINCI Autoroutes', { text: 'DG', caseSensitive: true }],
  context: {
    require: ['groupe', 'BTP', 'shares', 'comptes', 'Euronext'],
    exclude: ['Leonardo', 'da Vinci', 'Roberta'],
  },
  officialDomains: ['vinci.com'],
  officialAccounts: [{ network: 'x', handle: 'VINCI' }],
  executives: [{ name: 'Xavier Huillard', role: 'chairman', account: { network: 'x', handle: 'huillard' } }],
});
const sony = Brand.parse({ id: 'sony', name: 'Sony', names: ['Sony', 'ソニー'], products: ['PlayStation'] });
const societe = Brand.parse({ id: 'sg', name: 'SG', names: ['Société Générale', 'Coca-Cola'] });

let number = 0;
function mention(fields: Partial<Mention> & { text: string }): Mention {
  number++;
  return {
    id: mentionId('test', String(number)),
    source: 'test',
    channel: 'social',
    publishedAt: '2016-11-22T16:05:00.000Z',
    collectedAt: '2016-11-22T16:05:01.000Z',
    ...fields,
  };
}

let shared: Enrichment;
beforeAll(async () => {
  shared = await createEnrichment({ brands: [vinci, sony, societe] });
});

const brandsOf = (fields: Partial<Mention> & { text: string }) =>
  shared.enrich(mention(fields)).map(({ brand, matched }) => [brand, ...matched]);

describe('plain text', () => {
  it.each([
    ['<p>Vinci &amp; Co</p><br/>now', 'Vinci & Co now'],
    ['V\u200Bi\u00ADn\u202Eci  \t said', 'Vinci said'],
    ['family 👨\u200D👩\u200D👧 ❤️ stays', 'family 👨\u200D👩\u200D👧 ❤️ stays'],
    ['1 < 2 and 3 > 2, i <3 it', '1 < 2 and 3 > 2, i <3 it'],
    ['&lt;script&gt; is text', '<script> is text'],
    ['Socie\u0301te\u0301', 'Société'],
  ])('%j becomes %j', (raw, plain) => {
    expect(plainText(raw)).toBe(plain);
  });
});

describe('hashtags and hosts', () => {
  it('are found once each, lower case, without numbers and entities', () => {
    expect(hashtagsOf('#VINCI &#39; a#b #1 #Été_2016 #vinci http://x.y/#frag', 50)).toEqual([
      'vinci',
      'été_2016',
    ]);
  });
  it.each([
    ['see https://www.vinci.group/press?x=1, or vinci.com.', ['www.vinci.group', 'vinci.com']],
    ['mail press@vinci-group.com now', ['vinci-group.com']],
    ['The end.Next sentence. v1.2.3 e.g. file.txt', []],
    ['https://user:pw@evil.net:8080/vinci.com', ['evil.net']],
    ['http://xn--vnci-vpa.com/', ['vínci.com']],
  ])('%j names %j', (text, hosts) => {
    expect(hostsInText(text, 10)).toEqual(hosts);
  });
});

describe('a brand is found', () => {
  it.each([
    ['an ambiguous name with its context', 'Le groupe Vinci recule', [['vinci', 'Vinci']]],
    ['an ambiguous name alone: no', 'Bonjour de Vinci, Toscane', []],
    ['an excluded bearer: no', 'Leonardo da Vinci avait un groupe', []],
    ['another bearer: no', 'Roberta Vinci wins, shares the cup', []],
    ['context too far: no', `Vinci ${'mot '.repeat(30)} groupe`, []],
    [
      'a clear name vouches for the short one',
      'VINCI Autoroutes … et Vinci',
      [['vinci', 'Vinci', 'VINCI Autoroutes']],
    ],
    ['a hashtag in one word', '#VinciAutoroutes bloqué', [['vinci', 'Vinci', 'VINCI Autoroutes']]],
    ['a compound hashtag', 'never again #BoycottSony', [['sony', 'Sony']]],
    ['a lower-case compound: no', '#masonyard', []],
    ['inside another word: no', 'Sonyard Masonry', []],
    ['an English genitive', "Sony's new console", [['sony', 'Sony']]],
    ['a hyphen, an apostrophe', 'anti-Sony', [['sony', 'Sony']]],
    ['a product', 'my playstation broke', [['sony', 'PlayStation']]],
    ['no accents, another case', 'SOCIETE GENERALE', [['sg', 'Société Générale']]],
    ['a space for a hyphen', 'coca cola', [['sg', 'Coca-Cola']]],
    ['Japanese, without spaces', '新しいソニーの製品', [['sony', 'ソニー']]],
    ['an acronym in its own case', 'DG jumps', [['vinci', 'DG']]],
    ['an acronym in another case: no', 'dg jumps', []],
    ['an official account', 'hey @VINCI answer', [['vinci', '@VINCI']]],
    ['a longer handle: no', 'hey @VINCI_fan answer', []],
    ['an executive', 'Xavier Huillard parle', [['vinci', 'Xavier Huillard']]],
    ['an official domain', 'read www.vinci.com/en', [['vinci', 'vinci.com']]],
    [
      'two brands',
      'Sony and Coca-Cola',
      [
        ['sony', 'Sony'],
        ['sg', 'Coca-Cola'],
      ],
    ],
    ['none', 'nothing here', []],
    ['empty', '', []],
  ])('%s', (_, text, expected) => {
    expect(brandsOf({ text })).toEqual(expected);
  });

  it('by the domain that the mention stands on, official or look-alike', () => {
    expect(brandsOf({ text: 'Results', channel: 'newsroom', url: 'https://www.vinci.com/r' })).toEqual([
      ['vinci', 'vinci.com'],
    ]);
    expect(brandsOf({ text: 'Results', channel: 'e-mail', sender: 'press@vinci.group' })).toEqual([
      ['vinci', 'vinci.group (look-alike)'],
    ]);
  });

  it('by a required word in the title, however far', () => {
    expect(brandsOf({ title: 'Euronext du jour', text: `${'mot '.repeat(40)} Vinci` })).toEqual([
      ['vinci', 'Vinci'],
    ]);
  });
});

describe('an account that imitates an official one', () => {
  const risksOf = (fields: Partial<Mention>) =>
    shared.enrich(mention({ text: 'VINCI Autoroutes', ...fields }))[0]?.risks;

  it('is a risk of what it says', () => {
    expect(risksOf({ author: { id: '1', handle: 'VINCI_press' } })).toEqual([
      {
        kind: 'look-alike-account',
        evidence: '@VINCI_press',
        explanation: 'The author is @VINCI_press, which is the name of @VINCI with “press” added.',
      },
    ]);
  });

  it.each([
    ['official', { author: { id: '1', handle: 'VINCI' } }],
    ['an executive’s', { author: { id: '1', handle: 'huillard' } }],
    ['a parody by its name', { author: { id: '1', handle: 'VINCI_press', name: 'Vinci (parody)' } }],
    ['without a handle', { author: { id: '1' } }],
    ['not on a network', { channel: 'news', author: { id: '1', handle: 'VINCI_press' } }],
  ] as const)('is none when it is %s', (_, fields) => {
    expect(risksOf(fields)).toEqual([]);
  });
});

describe('the fake release of 22 November 2016', () => {
  it('is a negative mention of the brand, from a look-alike', () => {
    const [found] = shared.enrich(
      mention({
        channel: 'web',
        url: 'http://www.vinci.group/communique',
        title: 'VINCI lance une révision de ses comptes',
        text: 'Le directeur financier est licencié après une fraude.',
        author: { id: 'a', followers: 50 },
      }),
    );
    expect(BrandMention.parse(found)).toEqual(found);
    expect(found).toMatchObject({
      brand: 'vinci',
      mentionId: found?.id.split('~')[0],
      language: 'fr',
      voice: 'public',
      domains: ['vinci.group'],
      reach: { raw: 50, discounted: 50 },
      sentiment: { label: 'negative', words: ['fraude', 'licencié'], model: 'lexicon-1' },
      risks: [
        {
          kind: 'look-alike-domain',
          evidence: 'vinci.group',
          explanation:
            'The mention stands on vinci.group, which has the name of vinci.com under another suffix.',
        },
      ],
      failures: [],
    });
  });
});

describe('voice and reach', () => {
  it.each<[string, Partial<Mention>]>([
    ['official', { url: 'https://x.com/VINCI/status/1', author: { id: '1', handle: 'VINCI' } }],
    ['public', { url: 'https://bsky.app/profile/VINCI', author: { id: '1', handle: 'VINCI' } }],
    ['official', { channel: 'newsroom', url: 'https://www.vinci.com/news' }],
    ['public', { channel: 'web', url: 'https://www.vinci.group/news' }],
    ['executive', { url: 'https://twitter.com/huillard/1', author: { id: '2', handle: '@Huillard' } }],
    ['agency', { channel: 'newswire' }],
    ['journalist', { channel: 'news' }],
    ['influencer', { author: { id: '3', followers: 50_000 } }],
    ['public', { author: { id: '3', followers: 50 } }],
  ])('%s: %j', (voice, fields) => {
    expect(shared.enrich(mention({ text: 'VINCI Autoroutes', ...fields }))[0]?.voice).toBe(voice);
  });
});

describe('language', () => {
  it.each([
    ['The shares of the group have been falling since this morning', undefined, 'en'],
    ['Le groupe a perdu la moitié de sa valeur en quelques minutes', 'en', 'fr'],
    ['Die Aktie ist heute eingebrochen und niemand weiß warum', undefined, 'de'],
    ['ソニーの新しい製品はとても良いです', undefined, 'ja'],
    ['ok', 'pt-BR', 'pt'],
    ['ok', undefined, undefined],
    ['ok', 'fil', undefined],
  ])('%j claimed as %s is %s', (text, language, expected) => {
    expect(shared.enrich(mention({ text: `${text} @VINCI`, language }))[0]?.language).toBe(expected);
  });
});

describe('sentiment toward the brand', () => {
  it.each([
    ['en', 'Sony is great, I love it', 'positive'],
    ['en', 'Sony is not good', 'negative'],
    ['fr', 'Sony nous a menti', 'negative'],
    ['fr', 'Sony nomme un nouveau directeur', 'neutral'],
    ['fr', 'Des produits Sony contaminés, trois blessés', 'negative'],
    ['en', 'this is a fraud, a scandal. Sony lies', 'negative'],
    ['en', 'Sony opens an office on Monday', 'neutral'],
    ['en', 'Sony 😡😡', 'negative'],
    ['en', 'Sony 😍', 'positive'],
    ['fr', "Sony n'est pas bon, une honte", 'negative'],
    ['fr', 'Merci Sony, c’est magnifique', 'positive'],
    ['fr', "le titre Sony s'effondre après la fraude", 'negative'],
    ['de', 'Sony ist nicht gut, eine Katastrophe', 'negative'],
    ['de', 'Sony ist super, danke', 'positive'],
    ['es', 'Sony es una estafa, qué asco', 'negative'],
    ['es', 'Sony es genial, me encanta', 'positive'],
    ['it', 'Sony è una truffa, vergogna', 'negative'],
    ['it', 'Sony è fantastico, grazie', 'positive'],
    ['pt', 'Sony é uma vergonha, péssimo', 'negative'],
    ['pt', 'Sony é maravilhoso, parabéns', 'positive'],
  ])('%s: %s → %s', (language, text, label) => {
    expect(shared.enrich(mention({ text, language }))[0]?.sentiment?.label).toBe(label);
  });

  it('weighs the sentence that names the brand more than the others', () => {
    const score = (text: string) =>
      shared.enrich(mention({ text, language: 'en' }))[0]?.sentiment?.score ?? 0;
    expect(score('Sony is great. We went home. It was late. The weather is awful.')).toBeGreaterThan(
      score('The weather is great. We went home. It was late. Sony is awful.'),
    );
  });

  it('takes no tone from the brand’s own name', async () => {
    const brand = Brand.parse({ id: 'best', name: 'Best Love', names: ['Best Love'] });
    const { enrich } = await createEnrichment({ brands: [brand] });
    expect(
      enrich(mention({ text: 'Best Love opens on Monday', language: 'en' }))[0]?.sentiment,
    ).toMatchObject({
      label: 'neutral',
      words: [],
    });
  });

  it('is absent, not neutral, where no list knows the language', () => {
    const [found] = shared.enrich(mention({ text: 'ソニーの新しい製品はとても悪いです' }));
    expect(found?.sentiment).toBeUndefined();
  });
});

describe('stories', () => {
  const release =
    'VINCI Autoroutes announces that the audit of its consolidated accounts has shown transfers of 3.5 billion euros that were booked wrongly over two years';
  const storyOf = (chain: Enrichment, fields: Partial<Mention> & { text: string }) =>
    chain.enrich(mention(fields))[0]?.story;

  it('join copies that differ in links, users and a word, and count them', async () => {
    const chain = await createEnrichment({ brands: [vinci] });
    const first = storyOf(chain, { text: release });
    const copy = storyOf(chain, { text: `RT @desk: ${release} http://t.co/x` });
    const edited = storyOf(chain, { text: release.replace('shown', 'revealed') });
    const other = storyOf(chain, {
      text: 'VINCI Autoroutes opens a new motorway section near Lyon on Tuesday morning',
    });
    expect(first).toMatchObject({ first: true, copies: 0 });
    expect(copy).toMatchObject({ id: first?.id, first: false, copies: 1 });
    expect(edited).toMatchObject({ id: first?.id, copies: 2 });
    expect(other?.id).not.toBe(first?.id);
  });

  it('answer a redelivered mention as before', async () => {
    const chain = await createEnrichment({ brands: [vinci] });
    const one = mention({ text: release });
    const two = mention({ text: release });
    const before = [one, two].map((each) => chain.enrich(each)[0]);
    expect([one, two].map((each) => chain.enrich(each)[0])).toEqual(before);
    expect(storyOf(chain, { text: release })?.copies).toBe(2);
  });

  it('take short texts for one story only when they are equal', async () => {
    const chain = await createEnrichment({ brands: [sony] });
    const ids = ['Sony wins again', 'Sony wins again!', 'Sony loses again'].map(
      (text) => storyOf(chain, { text })?.id,
    );
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('open a new story after the window, and join reposts by what they repost', async () => {
    const chain = await createEnrichment({ brands: [sony], options: { story: { window: '1h' } } });
    const url = 'https://bsky.app/post/1';
    const first = storyOf(chain, { text: 'Sony wins again', url });
    expect(storyOf(chain, { text: 'Sony', repostOf: url })?.id).toBe(first?.id);
    expect(storyOf(chain, { text: 'Sony wins again', publishedAt: '2016-11-22T18:05:00.000Z' })?.id).not.toBe(
      first?.id,
    );
  });

  it('go on after a restart, from what was stored', async () => {
    const chain = await createEnrichment({ brands: [vinci] });
    const mentions = Array.from({ length: 3 }, () => mention({ text: release }));
    const stored = mentions.flatMap((each) => chain.enrich(each));
    const restarted = await createEnrichment({ brands: [vinci] });
    restarted.remember(stored);
    expect(mentions.flatMap((each) => restarted.enrich(each))).toEqual(stored);
    expect(storyOf(restarted, { text: release })).toMatchObject({ id: stored[0]?.story?.id, copies: 3 });
  });

  it('know short texts again after a restart, also where the text repeats the title', async () => {
    const chain = await createEnrichment({ brands: [sony] });
    const short = { title: 'Sony recalls players again', text: 'Sony recalls players again' };
    const stored = chain.enrich(mention(short));
    const restarted = await createEnrichment({ brands: [sony] });
    restarted.remember(stored);
    expect(storyOf(restarted, short)).toMatchObject({ id: stored[0]?.story?.id, copies: 1 });
  });

  it('stay apart for short texts whose 32-bit hashes collide', () => {
    const ids = [939_900, 52_922].map(
      (count) => storyOf(shared, { text: `Sony recalls ${count} players` })?.id,
    );
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('are the same for the same mentions in the same order', async () => {
    const mentions = Array.from({ length: 40 }, (_, index) =>
      mention({ text: `${release} ${'again '.repeat(index % 7)}`, url: `https://a.example/${index}` }),
    );
    const run = async () => {
      const chain = await createEnrichment({ brands: [vinci] });
      return mentions.flatMap((each) => chain.enrich(each));
    };
    expect(await run()).toEqual(await run());
  });
});

describe('a failing enricher', () => {
  const failing = (kind: string, stage: 'mention' | 'brand'): EnricherDefinition =>
    defineEnricher({
      kind,
      summary: 'Always fails.',
      options: z.strictObject({}),
      example: `kind: ${kind}`,
      create: () => ({
        stage,
        enrich: () => {
          throw new Error('no model');
        },
      }),
    });
  const without = (kind: string) => enrichers.filter((definition) => definition.kind !== kind);

  it.each(['mention', 'brand'] as const)(
    'is recorded on every brand mention, which goes on (stage %s)',
    async (stage) => {
      const definitions = [...without('sentiment'), failing('sentiment', stage)];
      const { enrich } = await createEnrichment({ brands: [sony, societe], definitions });
      const found = enrich(mention({ text: 'Sony and Coca-Cola are great together' }));
      expect(
        found.map(({ brand, failures, sentiment, voice }) => ({ brand, failures, sentiment, voice })),
      ).toEqual(
        ['sony', 'sg'].map((brand) => ({
          brand,
          failures: [{ enricher: 'sentiment', error: 'no model' }],
          sentiment: undefined,
          voice: 'public',
        })),
      );
    },
  );

  it('throws when it could not be told what the mention is about', async () => {
    const definitions = enrichers.map((each) =>
      each.kind === 'brands' ? failing('brands', 'mention') : each,
    );
    const { enrich } = await createEnrichment({ brands: [sony], definitions });
    expect(() => enrich(mention({ text: 'Sony' }))).toThrow(/no telling which brands.*brands: no model/);
  });

  it('forced brands match without a name', async () => {
    const { enrich } = await createEnrichment({ brands: [sony, vinci], forcedBrands: ['vinci'] });
    expect(enrich(mention({ text: 'nothing' })).map(({ brand, matched }) => [brand, matched])).toEqual([
      ['vinci', []],
    ]);
  });
});

describe('hostile texts', () => {
  it.each([
    ['markup', 'a<p '],
    ['dots', 'a.'],
    ['one long word', 'a'],
    ['at signs', '@'],
    ['hash signs', '#a'],
    ['spaces', ' \t'],
    ['names', 'Sony '],
    ['ambiguous names', 'Vinci '],
    ['links', 'http://a.b/ '],
    ['emoticons', ':)'],
    ['emoji', '👨\u200D'],
    ['entities', '&amp'],
    ['accents', 'e\u0301'],
    ['marks in turn', '\u0301\u0316'],
    ['RT', 'rt @'],
  ])('1 MB of %s takes no time', (_, piece) => {
    const text = `Sony ${piece.repeat(1_000_000 / piece.length)}`;
    const startedAt = performance.now();
    expect(shared.enrich(mention({ text })).length).toBeGreaterThan(0);
    // The target is 50 ms; the rest is room for a busy test machine. Anything quadratic takes minutes.
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
