import type { z } from 'zod';
import type { Plugin } from '#config/fields/plugin';
import type { Mention } from '#ingest/mention';
import type { Brand } from './brand';
import type { BrandMention } from './brand-mention';
import type { StoryNews } from './story-news';

/** What is known of a mention before brands are told apart; enrichers of stage `mention` add to it. */
export type EnrichedMention = {
  readonly mention: Mention;
  /** Title and text as one plain text, invisible characters removed. The title, if any, is its first line. */
  plainText: string;
  /** `plainText` without case, accents and hyphens; the same length, so that spans hold in both. */
  foldedText: string;
  /** Where the title ends in `plainText`; 0 without a title. */
  titleEnd: number;
  language?: string;
  hashtags: string[];
  domains: string[];
  /** Host names of link, sender and links in the text, in this order, lower case, punycode decoded. */
  hosts: readonly MentionHost[];
  story?: BrandMention['story'];
  /** Brands that the mention is about, with the names that matched. */
  matches: BrandMatch[];
};

export type BrandMatch = {
  readonly brand: Brand;
  readonly matched: readonly string[];
  readonly at: readonly TextSpan[];
};

export type MentionHost = { readonly host: string; readonly from: 'link' | 'sender' | 'text' };

/** Half-open range of UTF-16 indices in `plainText`. */
export type TextSpan = { readonly start: number; readonly end: number };

export type EnricherContext = {
  readonly brands: readonly Brand[];
  /** Forces every mention onto these brands (`vigie enrich --brand`). */
  readonly forcedBrands?: readonly string[];
  /** When a domain was registered (epoch milliseconds), where that is known already; it must not wait. */
  readonly registeredAt?: (domain: string) => number | undefined;
  /** Whether other threads judge mentions too: `news` is then asked for after each part. */
  readonly sharesStories?: boolean;
};

/**
 * One step of judgement. Stage `mention` runs once a mention, stage `brand` once a brand that it is about.
 * Both write into the draft that they are given, and only there. Throwing is safe: the failure is recorded on
 * the mention, which goes on. What comes after `brands` in the list sees only mentions about a brand.
 */
export type Enricher =
  | ({
      readonly stage: 'mention';
      readonly enrich: (draft: EnrichedMention) => void;
    } & Remembering)
  | ({
      readonly stage: 'brand';
      readonly enrich: (draft: EnrichedMention, brand: Brand, result: BrandMention) => void;
      /** Earlier brand mentions that are judged otherwise since last asked; they are saved and published again. */
      readonly rejudged?: () => readonly BrandMention[];
    } & Remembering);

/** What an enricher may do that judges by what it has seen. */
type Remembering = {
  /** Takes in what was judged before a restart, oldest first. */
  readonly remember?: (known: readonly BrandMention[]) => void;
  /** Takes in what another thread, of this process or another, tells. */
  readonly hear?: (news: StoryNews) => void;
  /** What others should hear of what was judged since last asked. */
  readonly news?: () => StoryNews | undefined;
};

export type EnricherDefinition<Schema extends z.ZodObject = z.ZodObject> = Plugin<Schema> & {
  /** May load word lists and models first: nothing large is loaded by importing the definition. */
  create(options: z.output<Schema>, context: EnricherContext): Enricher | Promise<Enricher>;
};

/** Keeps the options' type inside the definition while the list holds definitions of every kind. */
export function defineEnricher<Schema extends z.ZodObject>(
  definition: EnricherDefinition<Schema>,
): EnricherDefinition<Schema> {
  return definition;
}
