import type { Mention } from '#ingest/mention';
import type { Brand } from './brand';
import { type BrandMention, brandMentionId, type EnrichFailure } from './brand-mention';
import type { BrandMatch, EnrichedMention, Enricher, EnricherDefinition } from './enricher';
import { enrichers } from './enrichers/index';
import type { StoryNews } from './story-news';

export type EnrichmentSettings = {
  readonly brands: readonly Brand[];
  /** Options of enrichers by kind; absent ones have their defaults. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Ids of brands that every mention is taken to be about. */
  readonly forcedBrands?: readonly string[];
  /** Whether other threads judge mentions too: `news` is then to be asked for after each part. Default no. */
  readonly sharesStories?: boolean;
  /** When a domain was registered, where that is known; see `EnricherContext`. */
  readonly registeredAt?: (domain: string) => number | undefined;
  /** Default: all, in their running order. */
  readonly definitions?: readonly EnricherDefinition[];
};

export type Enrichment = {
  /**
   * One brand mention a brand that the mention is about; none is an answer. After them, earlier ones that this one
   * makes be judged otherwise. A failing enricher is recorded on
   * each of them. Throws only when it could not be told which brands the mention is about.
   */
  readonly enrich: (mention: Mention) => BrandMention[];
  /** Takes in brand mentions judged before a restart, oldest first, so that running stories go on. */
  readonly remember: (known: readonly BrandMention[]) => void;
  /** Takes in what another enrichment tells of stories. */
  readonly hear: (news: StoryNews) => void;
  /** What others should hear of the stories judged since last asked; undefined when that is nothing. */
  readonly news: () => StoryNews | undefined;
};

type Step = { readonly kind: string; readonly enricher: Enricher };

/** Loads what the enrichers need (word lists, language tables) and makes the chain. Its `enrich` does no I/O. */
export async function createEnrichment(settings: EnrichmentSettings): Promise<Enrichment> {
  const { options = {}, definitions = enrichers, forcedBrands = [], ...context } = settings;
  const steps: Step[] = [];
  for (const definition of definitions) {
    const parsed = definition.options.parse(options[definition.kind] ?? {});
    steps.push({
      kind: definition.kind,
      enricher: await definition.create(parsed, { ...context, forcedBrands }),
    });
  }
  const told = steps.findIndex(({ kind }) => kind === 'brands') + 1;
  const all = steps.map(({ enricher }) => enricher);
  const telling = steps.slice(0, told);
  const judging = steps.slice(told);
  return {
    enrich: (mention) => {
      const draft = emptyDraft(mention);
      const failures: EnrichFailure[] = [];
      runMentionSteps(telling, draft, failures);
      if (draft.matches.length === 0) {
        if (failures.length > 0) throw untold(mention, failures);
        return [];
      }
      runMentionSteps(judging, draft, failures);
      const results = draft.matches.map((match) => brandMentionOf(draft, match, failures, steps));
      return [...results, ...rejudgedBy(all)];
    },
    remember: (known) => {
      for (const enricher of all) enricher.remember?.(known);
    },
    hear: (news) => {
      for (const enricher of all) enricher.hear?.(news);
    },
    news: () => {
      const told = all.flatMap((enricher) => enricher.news?.() ?? []);
      if (told.length === 0) return undefined;
      const releases = told.flatMap((news) => news.releases ?? []);
      return { stories: told.flatMap(({ stories }) => stories), ...(releases.length > 0 && { releases }) };
    },
  };
}

function rejudgedBy(enrichers: readonly Enricher[]): BrandMention[] {
  return enrichers.flatMap((enricher) =>
    enricher.stage === 'brand' ? [...(enricher.rejudged?.() ?? [])] : [],
  );
}

function untold(mention: Mention, failures: readonly EnrichFailure[]): Error {
  const reasons = failures.map(({ enricher, error }) => `${enricher}: ${error}`).join('; ');
  return new Error(`mention ${mention.id}: no telling which brands it is about (${reasons})`);
}

function emptyDraft(mention: Mention): EnrichedMention {
  return {
    mention,
    plainText: '',
    foldedText: '',
    titleEnd: 0,
    language: undefined,
    hashtags: [],
    domains: [],
    hosts: [],
    story: undefined,
    matches: [],
  };
}

function runMentionSteps(steps: readonly Step[], draft: EnrichedMention, failures: EnrichFailure[]): void {
  for (const { kind, enricher } of steps)
    if (enricher.stage === 'mention') guarded(kind, failures, () => enricher.enrich(draft));
}

function brandMentionOf(
  draft: EnrichedMention,
  { brand, matched }: BrandMatch,
  failures: readonly EnrichFailure[],
  steps: readonly Step[],
): BrandMention {
  const result = unjudged(draft, brand, matched, failures);
  for (const { kind, enricher } of steps)
    if (enricher.stage === 'brand')
      guarded(kind, result.failures, () => enricher.enrich(draft, brand, result));
  return result;
}

/** Names each field, also those that a mention may lack: a new one that is forgotten does not compile. */
type EachField = { [Field in keyof Required<BrandMention>]: BrandMention[Field] };

function unjudged(
  { mention, language, story, hashtags, domains }: EnrichedMention,
  brand: Brand,
  matched: readonly string[],
  failures: readonly EnrichFailure[],
): EachField {
  // Field by field: copying all but some of a mention makes objects that take ten times as long to make and to write.
  return {
    source: mention.source,
    channel: mention.channel,
    url: mention.url,
    canonicalUrl: mention.canonicalUrl,
    outlet: mention.outlet,
    title: mention.title,
    text: mention.text,
    author: mention.author,
    publishedAt: mention.publishedAt,
    collectedAt: mention.collectedAt,
    backfill: mention.backfill,
    engagement: mention.engagement,
    inReplyTo: mention.inReplyTo,
    repostOf: mention.repostOf,
    sender: mention.sender,
    links: mention.links,
    mail: mention.mail,
    id: brandMentionId(mention.id, brand.id),
    mentionId: mention.id,
    brand: brand.id,
    matched: [...matched],
    language,
    story,
    hashtags,
    domains,
    risks: [],
    failures: [...failures],
    sentiment: undefined,
    voice: undefined,
    reach: undefined,
    pressRelease: undefined,
  };
}

function guarded(kind: string, failures: EnrichFailure[], run: () => void): void {
  try {
    run();
  } catch (error) {
    failures.push({ enricher: kind, error: error instanceof Error ? error.message : String(error) });
  }
}
