import { readFile } from 'node:fs/promises';
import type { Outline } from '#ingest/feed/opml';
import type { Terminal } from './terminal';

/** The feeds of an OPML file; entries that cannot be used are told on standard error. Rejects for what is no OPML. */
export async function readFeedList(file: string, terminal: Terminal): Promise<readonly Outline[]> {
  const { parseOpml } = await import('#ingest/feed/opml');
  try {
    const { outlines, problems } = parseOpml(await readFile(file, 'utf8'));
    for (const problem of problems) terminal.errorLine(`${file}: ${problem}`);
    return outlines;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new Error(`cannot read the feed list ${file}: ${why}`, { cause: error });
  }
}
