import { z } from 'zod';
import { Brand } from '#enrich/brand';
import type { BrandMention } from '#enrich/brand-mention';
import { createEnrichment } from '#enrich/enrich-mention';
import { defineEnricher } from '#enrich/enricher';
import { brandsEnricher } from '#enrich/enrichers/brands';
import { lookAlikeEnricher } from '#enrich/enrichers/look-alike';
import { plainTextEnricher } from '#enrich/enrichers/plain-text';
import { storyEnricher } from '#enrich/enrichers/story';
import { tagsEnricher } from '#enrich/enrichers/tags';
import { createFoldText } from '#enrich/fold-text';
import { createLookAlikeCheck } from '#enrich/look-alike-domain';
import { createNameCheck } from '#enrich/press-release/bears-name';
import { judgeRelease } from '#enrich/press-release/gate';
import type { KnownRelease } from '#enrich/press-release/release-memory';
import { ownNamesOf, type ReleaseText, releaseTextOf } from '#enrich/press-release/release-text';
import { createReleaseWords } from '#enrich/press-release/release-words';
import { type Mention, mentionId } from '#ingest/mention';

/** A listed maker of turbines that nobody else is called like. */
export const VALDOR = Brand.parse({
  id: 'valdor',
  name: 'Valdor',
  names: ['Valdor', 'Valdor Group', 'VLD.PA'],
  officialDomains: ['valdor.com', 'valdor-energie.com'],
  officialAccounts: [{ network: 'x', handle: 'ValdorGroup' }],
  pressContacts: [
    { name: 'Jeanne Morel', phone: '+33 1 99 00 11 22', email: 'presse@valdor.com' },
    { name: 'Press office', phone: '+33 1 99 00 11 00' },
  ],
  executives: [{ name: 'Édouard Lenoir-Petit', role: 'chief financial officer' }],
  wires: ['businesswire.com'],
  exchange: {
    ticker: 'VLD.PA',
    isin: 'FR0000999999',
    market: 'Euronext Paris',
    timezone: 'Europe/Paris',
    hours: { open: '09:00', close: '17:30' },
  },
  languages: ['fr', 'en'],
});

/** A Tuesday, half an hour after the exchange has closed: a time that says nothing. */
export const AFTER_HOURS = '2026-03-10T17:00:00.000Z';

export type ReleaseFields = Partial<Mention> & { readonly text: string };

/** A mention with what a test does not care for filled in: a page of nobody knows where. */
export function mentionOf(fields: ReleaseFields): Mention {
  const { publishedAt = AFTER_HOURS, collectedAt = publishedAt } = fields;
  return {
    id: mentionId('test', JSON.stringify(fields)),
    source: 'test',
    channel: 'web',
    ...fields,
    publishedAt,
    collectedAt,
  };
}

export type ReleaseReader = {
  readonly read: (fields: ReleaseFields) => ReleaseText;
  /** What the gate makes of it after these; undefined where it neither poses as a release nor tells of one. */
  readonly judge: (fields: ReleaseFields, before?: readonly KnownRelease[]) => KnownRelease | undefined;
};

/** Reads mentions of one brand as the gate sees them, by the enrichers that run before it. */
export async function createReleaseReader(brand: Brand = VALDOR, maxLength = 20_000): Promise<ReleaseReader> {
  const find = createReleaseWords(createFoldText());
  const lookAlike = createLookAlikeCheck(brand.officialDomains);
  const bearsName = createNameCheck(brand);
  const ownNames = ownNamesOf(brand);
  let read: { release: ReleaseText; result: BrandMention } | undefined;
  const reading = defineEnricher({
    kind: 'reading',
    summary: 'Keeps what the gate would be given.',
    options: z.strictObject({}),
    example: 'kind: reading',
    create: (_, { registeredAt = () => undefined }) => ({
      stage: 'brand',
      enrich: (draft, _, result) => {
        const words = find(draft.foldedText);
        read = {
          release: releaseTextOf({
            draft,
            brand,
            result,
            words,
            ownNames,
            bearsName,
            lookAlike,
            registeredAt,
          }),
          result,
        };
      },
    }),
  });
  const enrichment = await createEnrichment({
    brands: [brand],
    forcedBrands: [brand.id],
    options: { 'plain-text': { maxLength } },
    definitions: [
      ...[plainTextEnricher, tagsEnricher, brandsEnricher, storyEnricher, lookAlikeEnricher],
      reading,
    ],
  });
  const readAll = (fields: ReleaseFields) => {
    const failures = enrichment.enrich(mentionOf(fields)).flatMap((result) => result.failures);
    if (!read || failures.length > 0) throw new Error(`cannot be read: ${JSON.stringify(failures)}`);
    return read;
  };
  return {
    read: (fields) => readAll(fields).release,
    judge: (fields, before = []) => {
      const { release, result } = readAll(fields);
      return judgeRelease(release, result, () => before)?.known;
    },
  };
}
