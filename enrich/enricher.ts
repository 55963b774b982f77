import type { z } from 'zod';
import type { Plugin } from '#config/fields/plugin';
import type { Mention } from '#ingest/mention';
import type { Brand } from './brand';
import type { BrandMention } from './brand-mention';

/** What is known of a mention before brands are told apart; enrichers of stage `mention` add to it. */
export type EnrichedMention = {
  readonly mention: Mention;
  /** Title and text as one plain text, invisible characters removed. */
  plainText: string;
  language?: string;
  hashtags: string[];
  domains: string[];
  story?: BrandMention['story'];
  /** Brands that the mention is about, with the names that matched. */
  matches: { readonly brand: Brand; readonly matched: readonly string[]; readonly at: readonly TextSpan[] }[];
};

/** Half-open range of UTF-16 indices in `plainText`. */
export type TextSpan = { readonly start: number; readonly end: number };

export type EnricherContext = {
  readonly brands: readonly Brand[];
  /** Forces every mention onto these brands (`vigie enrich --brand`). */
  readonly forcedBrands?: readonly string[];
};

/**
 * One step of judgement. Stage `mention` runs once a mention, stage `brand` once a brand that it is about.
 * Both write into the draft that they are given, and only there. Throwing is safe: the failure is recorded on
 * the mention, which goes on.
 */
export type Enricher =
  | { readonly stage: 'mention'; readonly enrich: (draft: EnrichedMention) => void }
  | {
      readonly stage: 'brand';
      readonly enrich: (draft: EnrichedMention, brand: Brand, result: BrandMention) => void;
    };

export type EnricherDefinition<Schema extends z.ZodObject = z.ZodObject> = Plugin<Schema> & {
  readonly create: (options: z.output<Schema>, context: EnricherContext) => Enricher;
};

/** Keeps the options' type inside the definition while the list holds definitions of every kind. */
export function defineEnricher<Schema extends z.ZodObject>(
  definition: EnricherDefinition<Schema>,
): EnricherDefinition<Schema> {
  return definition;
}
