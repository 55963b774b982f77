import type { Config } from './config';

/** What an enrichment needs to know, as the configuration says. */
export function enrichmentOf({ brands, enrichers }: Pick<Config, 'brands' | 'enrichers'>) {
  return {
    brands,
    options: Object.fromEntries(enrichers.map(({ definition, options }) => [definition.kind, options])),
  };
}
