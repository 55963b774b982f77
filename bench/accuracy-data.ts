import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SentimentLabel } from '#enrich/brand-mention';

export type LabelledText = { readonly text: string; readonly label: SentimentLabel };

export type BrandMentionRow = {
  readonly url: string;
  readonly isRelevant: boolean;
  readonly label: SentimentLabel;
  readonly text: string;
};

/** Folder of the data → ISO 639-1. */
export const LANGUAGE_FOLDERS: Readonly<Record<string, string>> = {
  english: 'en',
  french: 'fr',
  german: 'de',
  italian: 'it',
  portuguese: 'pt',
  spanish: 'es',
};

const LABELS: readonly SentimentLabel[] = ['negative', 'neutral', 'positive'];

/** The folder given by `--data`, else `../shared/data`; throws with the remedy where there is none. */
export function dataFolder(args: readonly string[]): string {
  const at = args.indexOf('--data');
  const folder = at < 0 ? '../shared/data' : (args[at + 1] ?? '');
  if (!existsSync(join(folder, 'sentiment')))
    throw new Error(`no measuring data in "${folder}": name its folder with --data DIR`);
  return folder;
}

export function readSentiment(data: string, folder: string, part: 'train' | 'val'): LabelledText[] {
  const lines = (kind: string) => readLines(join(data, 'sentiment', folder, `${part}_${kind}.txt`));
  const labels = lines('labels');
  return lines('text').map((text, index) => ({ text, label: LABELS[Number(labels[index])] ?? 'neutral' }));
}

export function readBrandMentions(data: string): BrandMentionRow[] {
  return readLines(join(data, 'brand-mentions-german', 'dev.tsv')).map((line) => {
    const [url = '', relevant, polarity, ...text] = line.split('\t');
    return {
      url,
      isRelevant: relevant === 'true',
      label: LABELS.find((label) => label === polarity) ?? 'neutral',
      text: text.join(' '),
    };
  });
}

function readLines(file: string): string[] {
  return readFileSync(file, 'utf8').replace(/\n$/, '').split('\n');
}
