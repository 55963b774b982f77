import type { Brand } from '#enrich/brand';
import type { CollectorDefinition } from '#ingest/collector';
import type { ConfiguredSource } from './config';

/** The feeds that a brand's file names, as rss sources: `<brand>-newsroom` and `<brand>-<host>`. */
export function brandSources(brand: Brand, collectors: readonly CollectorDefinition[]): ConfiguredSource[] {
  const definition = collectors.find(({ kind }) => kind === 'rss');
  if (!definition) return [];
  const source = (name: string, options: Readonly<Record<string, unknown>>): ConfiguredSource => ({
    name,
    definition,
    options: definition.options.parse(options),
  });
  const newsroom = brand.newsroom
    ? [source(`${brand.id}-newsroom`, { url: brand.newsroom, channel: 'newsroom' })]
    : [];
  return [...newsroom, ...feedNames(brand).map(({ name, url }) => source(name, { url }))];
}

/** Two feeds of one host are told apart by a number. */
export function feedNames({ id, feeds }: Brand): { readonly name: string; readonly url: string }[] {
  const hosts = feeds.map((url) => new URL(url).hostname.replace(/^www\./, ''));
  return feeds.map((url, index) => {
    const earlier = hosts.slice(0, index).filter((host) => host === hosts[index]).length;
    return { name: `${id}-${hosts[index]}${earlier > 0 ? `-${earlier + 1}` : ''}`, url };
  });
}
