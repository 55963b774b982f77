import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSeq, parseDocument } from 'yaml';
import type { Config } from './config';

export type FeedToImport = { readonly title?: string; readonly xmlUrl: string };

/**
 * Adds feeds to `sources` of `vigie.yaml`, keeping its comments and order. A feed that a source or brand already
 * reads is left out; names are made from title or host and are unique.
 */
export async function importFeeds(
  config: Config,
  feeds: readonly FeedToImport[],
): Promise<{ added: { name: string; url: string }[]; known: number }> {
  const file = join(config.folder, 'vigie.yaml');
  const document = parseDocument(await readFile(file, 'utf8'));
  if (!isSeq(document.get('sources'))) document.set('sources', document.createNode([]));
  const urls = new Set(config.sources.map(({ options }) => options.url));
  const names = new Set(config.sources.map(({ name }) => name));
  const added: { name: string; url: string }[] = [];
  for (const { title, xmlUrl } of feeds) {
    if (urls.has(xmlUrl)) continue;
    urls.add(xmlUrl);
    const name = uniqueName(title ?? hostOf(xmlUrl), names);
    document.addIn(['sources'], document.createNode({ name, kind: 'rss', url: xmlUrl }));
    added.push({ name, url: xmlUrl });
  }
  if (added.length > 0) await writeFile(file, document.toString({ lineWidth: 0 }));
  return { added, known: feeds.length - added.length };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : 'feed';
}

function uniqueName(text: string, taken: Set<string>): string {
  const base =
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'feed';
  let name = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base}-${number}`;
  taken.add(name);
  return name;
}
