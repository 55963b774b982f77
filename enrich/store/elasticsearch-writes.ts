import { RetriableError } from '#ingest/bus/bus';
import type { Clock } from '#ingest/clock';
import type { Bulk, BulkLine, BulkRefusal } from '#ingest/elasticsearch-bulk';
import type { BrandMention } from '../brand-mention';
import { indexOfMention, toDocument } from './elasticsearch-document';
import type { Moves } from './elasticsearch-moves';
import { MentionsRefused } from './store';

export type WriteOptions = {
  readonly bulk: Bulk;
  readonly moves: Moves;
  readonly prefix: string;
  readonly clock: Clock;
};

/** Elasticsearch refuses a whole request for one longer id. */
const LONGEST_ID = 512;
const AT_ONCE = 1_000;
/** Refusals of status 400 that are not about the document, for example too many shards. */
const HEALABLE: ReadonlySet<string> = new Set(['validation_exception', 'index_not_found_exception']);

/**
 * Saves mentions given as JSON, each in the index of its month and in no other. Rejects with `MentionsRefused` when
 * the index does not take some of them; the others are saved.
 */
export async function saveMentions(options: WriteOptions, documents: readonly string[]): Promise<void> {
  const reasons = new Map<string, string>();
  for (let from = 0; from < documents.length; from += AT_ONCE)
    for (const [id, reason] of await savePart(options, documents.slice(from, from + AT_ONCE)))
      reasons.set(id, reason);
  if (reasons.size > 0) throw new MentionsRefused(reasons);
}

/** Resolves to why mentions were refused, by id. */
async function savePart(
  { bulk, moves, prefix, clock }: WriteOptions,
  documents: readonly string[],
): Promise<readonly (readonly [id: string, reason: string])[]> {
  const storedAt = clock.now();
  const puts = new Map<string, BulkLine>();
  const tooLong: [string, string][] = [];
  for (const json of documents) {
    const mention = JSON.parse(json) as BrandMention;
    const { id } = mention;
    const line = { index: indexOfMention(prefix, mention), id, json: toDocument(mention, json, storedAt) };
    if (Buffer.byteLength(id) > LONGEST_ID) tooLong.push([id, `its id is longer than ${LONGEST_ID} bytes`]);
    else puts.set(id, line);
  }
  if (puts.size === 0) return tooLong;
  const places = new Map([...puts].map(([id, { index }]) => [id, index]));
  const moved = await moves.find(places);
  moves.remember(places);
  // Deleted after the others are put, so that there is no moment in which a mention is nowhere.
  const refusals = [...(await bulk([...puts.values()])), ...(await bulk(moved))];
  return [...tooLong, ...refusedForGood(refusals)];
}

function refusedForGood(refusals: readonly BulkRefusal[]): [string, string][] {
  const real = refusals.filter(({ line, status }) => line.json !== undefined || status !== 404);
  const healable = real.find(({ status, type }) => status !== 400 || HEALABLE.has(type));
  if (healable)
    throw new RetriableError(
      `mentions could not be saved in ${healable.line.index}: ${healable.type}: ${healable.reason}`,
    );
  return real.map(({ line, reason }) => [line.id, `the index ${line.index} does not take it: ${reason}`]);
}
