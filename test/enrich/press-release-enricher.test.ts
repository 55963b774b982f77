import { z } from 'zod';
import { Brand } from '#enrich/brand';
import { BrandMention } from '#enrich/brand-mention';
import { createEnrichment, type Enrichment } from '#enrich/enrich-mention';
import { defineEnricher, type EnricherDefinition } from '#enrich/enricher';
import { brandsEnricher } from '#enrich/enrichers/brands';
import { lookAlikeEnricher } from '#enrich/enrichers/look-alike';
import { plainTextEnricher } from '#enrich/enrichers/plain-text';
import { pressReleaseEnricher } from '#enrich/enrichers/press-release';
import { storyEnricher } from '#enrich/enrichers/story';
import { tagsEnricher } from '#enrich/enrichers/tags';
import { StoryNews } from '#enrich/story-news';
import { mentionOf, type ReleaseFields, VALDOR } from './press-release/release';

const DEFINITIONS: readonly EnricherDefinition[] = [
  ...[plainTextEnricher, tagsEnricher, brandsEnricher, storyEnricher, lookAlikeEnricher],
  pressReleaseEnricher,
];
const NORVENT = Brand.parse({
  id: 'norvent',
  name: 'Norvent',
  names: ['Norvent'],
  officialDomains: ['norvent.com'],
});

async function gate(more: Partial<Parameters<typeof createEnrichment>[0]> = {}) {
  const enrichment = await createEnrichment({ brands: [VALDOR, NORVENT], definitions: DEFINITIONS, ...more });
  return { ...enrichment, send: (fields: ReleaseFields) => enrichment.enrich(mentionOf(fields)) };
}
const verdictsOf = (results: readonly BrandMention[]) =>
  results.map(({ url, outlet, pressRelease }) => [outlet ?? url, pressRelease?.verdict ?? null]);

const minute = (minutes: number) => {
  const at = new Date(Date.parse('2026-03-10T15:05:00Z') + minutes * 60_000).toISOString();
  return { publishedAt: at, collectedAt: at };
};
const BODY =
  'Valdor announces that it restates its accounts for 2025 after irregularities. About Valdor: turbines.';
const FAKE = { url: 'https://valdor.group/1', text: BODY, ...minute(0) };
const FLASH = {
  channel: 'newswire',
  outlet: 'Wire One',
  text: 'VALDOR TO RESTATE ACCOUNTS',
  ...minute(2),
} as const;
const RESIGNS = {
  channel: 'newswire',
  outlet: 'Wire Two',
  text: 'VALDOR CEO RESIGNS',
  ...minute(3),
} as const;
const DENIAL = {
  url: 'https://valdor.com/2',
  text: 'Valdor denies all of the information: it does not restate its accounts.',
  ...minute(44),
};
const RELEASE = { url: 'https://valdor.com/1', text: BODY, ...minute(44) };

describe('the press-release gate', () => {
  it('judges what poses as a release, each time alone, and nothing else', async () => {
    const { send } = await gate();
    expect(
      [FAKE, FLASH, { text: 'A fine day at Valdor', url: 'https://a.example/' }].map(send).map(verdictsOf),
    ).toEqual([
      [['https://valdor.group/1', 'likely-fake']],
      [['Wire One', 'suspect']],
      [['https://a.example/', null]],
    ]);
  });

  it('gives a judgement that the schema of a brand mention holds', async () => {
    const { send } = await gate();
    const results = [FAKE, FLASH, DENIAL].flatMap(send);
    expect(results).toHaveLength(5);
    for (const result of results)
      expect(BrandMention.parse(JSON.parse(JSON.stringify(result))).pressRelease).toEqual(
        JSON.parse(JSON.stringify(result.pressRelease)),
      );
  });

  it('gives earlier ones again when the brand denies them, after the denial, with what changed them', async () => {
    const { send } = await gate();
    const [fake] = send(FAKE);
    const [flash] = send(FLASH);
    const [denial, ...others] = send(DENIAL);
    expect(verdictsOf([denial as BrandMention])).toEqual([['https://valdor.com/2', 'official']]);
    expect(denial?.pressRelease).toMatchObject({
      role: 'denial',
      denial: 'full',
      case: fake?.id,
      rejudges: [
        { id: fake?.id, verdict: 'refuted' },
        { id: flash?.id, verdict: 'refuted' },
      ],
    });
    expect(others.map(({ id, pressRelease }) => [id, pressRelease?.verdict, pressRelease?.rejudged])).toEqual(
      [
        [fake?.id, 'refuted', { at: DENIAL.collectedAt, by: denial?.id, from: 'likely-fake' }],
        [flash?.id, 'refuted', { at: DENIAL.collectedAt, by: denial?.id, from: 'suspect' }],
      ],
    );
    expect(others.map((result) => ({ ...result, pressRelease: 0 }))).toEqual(
      [fake, flash].map((result) => ({ ...result, pressRelease: 0 })),
    );
  });

  it('gives earlier ones again when the brand says the same', async () => {
    const { send } = await gate();
    send(FLASH);
    expect(verdictsOf(send(RELEASE))).toEqual([
      ['https://valdor.com/1', 'official'],
      ['Wire One', 'corroborated'],
    ]);
  });

  it('gives each again once only', async () => {
    const { send } = await gate();
    [FAKE, FLASH, DENIAL].map(send);
    const again = { ...DENIAL, url: 'https://valdor.com/3', ...minute(50) };
    expect(verdictsOf(send(again))).toEqual([['https://valdor.com/3', 'official']]);
    expect(verdictsOf(send({ text: 'A fine day at Valdor' }))).toEqual([[undefined, null]]);
  });

  it('leaves what the denial does not speak of', async () => {
    const { send } = await gate();
    [FLASH, RESIGNS].map(send);
    expect(verdictsOf(send(DENIAL))).toEqual([
      ['https://valdor.com/2', 'official'],
      ['Wire One', 'refuted'],
    ]);
  });

  it('keeps the brands apart: a denial by one refutes nothing about another', async () => {
    const { send } = await gate();
    const both = {
      channel: 'newswire',
      outlet: 'Wire One',
      text: 'NORVENT AND VALDOR TO RESTATE ACCOUNTS',
    } as const;
    send({ ...both, ...minute(1) });
    expect(
      send({ ...DENIAL, text: 'Valdor denies all of it: it does not restate its accounts.' }).map(
        ({ brand, pressRelease }) => [brand, pressRelease?.verdict],
      ),
    ).toEqual([
      ['valdor', 'official'],
      ['valdor', 'refuted'],
    ]);
  });

  it('forgets after three days', async () => {
    const { send } = await gate();
    send(FLASH);
    const late = { ...DENIAL, ...minute(3 * 24 * 60 + 3) };
    expect(verdictsOf(send(late))).toEqual([['https://valdor.com/2', 'official']]);
  });

  it('judges what comes twice as it did at first', async () => {
    const { send } = await gate();
    const [first] = send(FAKE);
    const [again] = send(FAKE);
    expect(again?.pressRelease).toEqual(first?.pressRelease);
  });
});

/** As it goes between threads and processes: by JSON. */
function tell(from: Pick<Enrichment, 'news'>, to: Pick<Enrichment, 'hear'>): void {
  const news = from.news();
  if (news) to.hear(StoryNews.parse(JSON.parse(JSON.stringify(news))));
}

describe('two gates that tell each other', () => {
  it('judge as one does', async () => {
    const alone = await gate();
    const [one, two] = [await gate({ sharesStories: true }), await gate({ sharesStories: true })];
    const mentions = [FAKE, FLASH, RESIGNS, DENIAL, { ...FLASH, outlet: 'Wire Three', ...minute(50) }];
    const byOne = mentions.map((fields) => alone.send(fields)).map(verdictsOf);
    const byTwo = mentions.map((fields, index) => {
      const [now, other] = index % 2 === 0 ? [one, two] : [two, one];
      const results = now.send(fields);
      tell(now, other);
      return verdictsOf(results);
    });
    expect(byTwo).toEqual(byOne);
    expect(byOne.at(-1)).toEqual([['Wire Three', 'refuted']]);
  });

  it('tell what was judged again as well, so that no third one changes it twice', async () => {
    const [one, two] = [await gate({ sharesStories: true }), await gate({ sharesStories: true })];
    one.send(FLASH);
    one.send(DENIAL);
    const { releases = [] } = one.news() ?? {};
    expect(verdictsOf(releases)).toEqual([
      ['Wire One', 'suspect'],
      ['https://valdor.com/2', 'official'],
      ['Wire One', 'refuted'],
    ]);
    two.hear({ stories: [], releases });
    expect(verdictsOf(two.send({ ...DENIAL, url: 'https://valdor.com/3', ...minute(50) }))).toEqual([
      ['https://valdor.com/3', 'official'],
    ]);
  });

  it('say each thing once, and nothing of what is no release', async () => {
    const { send, news } = await gate({ sharesStories: true });
    send({ text: 'A fine day at Valdor' });
    expect(news()?.releases).toBeUndefined();
    send(FLASH);
    expect([news()?.releases?.length, news()]).toEqual([1, undefined]);
  });

  it('that are not asked to share keep nothing to tell', async () => {
    const { send, news } = await gate();
    send(FLASH);
    expect(news()?.releases).toBeUndefined();
  });
});

describe('after a restart', () => {
  it('the gate goes on with what was stored', async () => {
    const before = await gate();
    const stored = [FAKE, FLASH].flatMap(before.send);
    const after = await gate();
    after.remember(stored.map((result) => BrandMention.parse(JSON.parse(JSON.stringify(result)))));
    expect(verdictsOf(after.send(DENIAL))).toEqual([
      ['https://valdor.com/2', 'official'],
      ['https://valdor.group/1', 'refuted'],
      ['Wire One', 'refuted'],
    ]);
  });

  it('a denial that was stored refutes what comes later', async () => {
    const before = await gate();
    const after = await gate();
    after.remember(before.send(DENIAL));
    expect(verdictsOf(after.send({ ...FLASH, ...minute(60) }))).toEqual([['Wire One', 'refuted']]);
  });
});

describe('a failure', () => {
  const failing = (throws: (text: string) => boolean) =>
    defineEnricher({
      kind: 'brittle',
      summary: 'Breaks the hosts of some mentions.',
      options: z.strictObject({}),
      example: 'kind: brittle',
      create: () => ({
        stage: 'brand',
        enrich: (draft) => {
          if (throws(draft.plainText)) draft.hosts = undefined as never;
        },
      }),
    });

  it('of the gate is recorded on the mention, which goes on unjudged, and the next is judged', async () => {
    const definitions = [
      ...DEFINITIONS.slice(0, -1),
      failing((text) => text.includes('TO RESTATE')),
      pressReleaseEnricher,
    ];
    const { send } = await gate({ definitions });
    const [flash] = send(FLASH);
    expect([flash?.pressRelease, flash?.failures]).toEqual([
      undefined,
      [{ enricher: 'press-release', error: expect.stringMatching(/undefined|iterable/) }],
    ]);
    expect(verdictsOf(send(FAKE))).toEqual([['https://valdor.group/1', 'likely-fake']]);
  });

  it('of an earlier enricher stands beside the judgement', async () => {
    const broken = defineEnricher({
      kind: 'broken',
      summary: 'Always fails.',
      options: z.strictObject({}),
      example: 'kind: broken',
      create: () => ({
        stage: 'brand',
        enrich: () => {
          throw new Error('no model');
        },
      }),
    });
    const { send } = await gate({ definitions: [...DEFINITIONS.slice(0, -1), broken, pressReleaseEnricher] });
    const [fake] = send(FAKE);
    expect([fake?.pressRelease?.verdict, fake?.failures]).toEqual([
      'likely-fake',
      [{ enricher: 'broken', error: 'no model' }],
    ]);
  });
});
