import type { Brand } from '../brand';
import type { PressRelease } from '../brand-mention';
import { createEnrichment } from '../enrich-mention';
import { brandsEnricher } from '../enrichers/brands';
import { lookAlikeEnricher } from '../enrichers/look-alike';
import { plainTextEnricher } from '../enrichers/plain-text';
import { pressReleaseEnricher } from '../enrichers/press-release';
import { storyEnricher } from '../enrichers/story';
import { tagsEnricher } from '../enrichers/tags';
import type { Verifiable } from './verifiable';

/** The gate's answer; without a verdict the text neither poses as a release of the brand nor reports one. */
export type Verified =
  | PressRelease
  | { readonly verdict: null; readonly score: 0; readonly signals: readonly never[] };

const ENRICHERS = [
  plainTextEnricher,
  tagsEnricher,
  brandsEnricher,
  storyEnricher,
  lookAlikeEnricher,
  pressReleaseEnricher,
];

/** Judges one text for one brand as the pipeline would, after its context and nothing else. `registrations` tells when
 * domains were registered (epoch milliseconds), where somebody has asked (`registrationsOf`). */
export async function verify(
  brand: Brand,
  { mention, context }: Verifiable,
  registrations: ReadonlyMap<string, number> = new Map(),
): Promise<Verified> {
  const enrichment = await createEnrichment({
    brands: [brand],
    forcedBrands: [brand.id],
    definitions: ENRICHERS,
    registeredAt: (domain) => registrations.get(domain),
  });
  for (const earlier of context) enrichment.enrich(earlier);
  const [result] = enrichment.enrich(mention);
  const [failure] = result?.failures ?? [];
  if (failure) throw new Error(`the text cannot be judged: ${failure.enricher}: ${failure.error}`);
  return result?.pressRelease ?? { verdict: null, score: 0, signals: [] };
}
