import { RetriableError } from '#ingest/bus/bus';
import type { Clock } from '#ingest/clock';
import type { Bulk, BulkRefusal } from '#ingest/elasticsearch-bulk';
import type { BrandMention } from '../brand-mention';
import { indexOfMention, toDocument } from './elasticsearch-document';
import type { Moves } from './elasticsearch-moves';

export type WriteOptions = {
  readonly bulk: Bulk;
  readonly moves: Moves;
  readonly prefix: string;
  readonly clock: Clock;
};

/** Elasticsearch refuses a whole request for one longer id. */
const LONGEST_ID = 512;
const AT_ONCE = 1_000;
const SHOWN = 3;
/** Refusals of status 400 that are not about the document, for example too many shards. */
const HEALABLE: ReadonlySet<string> = new Set(['validation_exception', 'index_not_found_exception']);

/** Saves mentions, each in the index of its month and in no other. Rejects without `retriable` for unreadable ones. */
export async function saveMentions(options: WriteOptions, mentions: readonly BrandMention[]): Promise<void> {
  for (let from = 0; from < mentions.length; from += AT_ONCE)
    await savePart(options, mentions.slice(from, from + AT_ONCE));
}

async function savePart(options: WriteOptions, mentions: readonly BrandMention[]): Promise<void> {
  const { bulk, moves, prefix, clock } = options;
  const last = new Map(mentions.map((mention) => [mention.id, mention]));
  const tooLong = [...last.keys()].filter((id) => Buffer.byteLength(id) > LONGEST_ID);
  for (const id of tooLong) last.delete(id);
  const places = new Map([...last].map(([id, mention]) => [id, indexOfMention(prefix, mention)]));
  if (places.size > 0) {
    const moved = await moves.find(places);
    moves.remember(places);
    const storedAt = clock.now();
    const puts = [...last.values()].map((mention) => ({
      index: indexOfMention(prefix, mention),
      id: mention.id,
      json: JSON.stringify(toDocument(mention, storedAt)),
    }));
    // After the puts, so that there is no moment in which the mention is nowhere.
    throwRefused([...(await bulk(puts)), ...(await bulk(moved))]);
  }
  if (tooLong.length > 0)
    throw new Error(`mention "${tooLong[0]}" cannot be saved: its id is longer than ${LONGEST_ID} bytes`);
}

function throwRefused(refusals: readonly BulkRefusal[]): void {
  const real = refusals.filter(({ line, status }) => line.json !== undefined || status !== 404);
  const healable = real.find(({ status, type }) => status !== 400 || HEALABLE.has(type));
  if (healable)
    throw new RetriableError(
      `mentions could not be saved in ${healable.line.index}: ${healable.type}: ${healable.reason}`,
    );
  if (real.length === 0) return;
  const shown = real.slice(0, SHOWN).map(({ line, reason }) => `${line.id}: ${reason}`);
  throw new Error(
    `${real.length} mentions cannot be saved, the index does not take them: ${shown.join('; ')}`,
  );
}
