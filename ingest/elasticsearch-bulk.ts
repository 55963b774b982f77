import type { estypes } from '@elastic/elasticsearch';
import type { Logger } from 'pino';
import type { Clock } from './clock';
import { type Elasticsearch, ElasticsearchUnavailable } from './elasticsearch-client';

/** One document to write, or without `json` one to delete. */
export type BulkLine = {
  readonly index: string;
  readonly id: string;
  readonly json?: string;
  /** Written unless the stored version is higher. */
  readonly version?: number;
};

/** A line that the server did not take and never will. */
export type BulkRefusal = {
  readonly line: BulkLine;
  readonly status: number;
  readonly type: string;
  readonly reason: string;
};

export type BulkOptions = {
  readonly elasticsearch: Elasticsearch;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
};

export type Bulk = (lines: readonly BulkLine[]) => Promise<readonly BulkRefusal[]>;

const MAX_CHARACTERS = 4_000_000;
const MAX_LINES = 2_000;
const TRIES = 6;
const FIRST_PAUSE_MS = 100;
const TOO_BUSY = 429;

/**
 * Writes lines in requests of bounded size. Lines that the server is too busy for are sent again after growing
 * pauses; rejects with an error that time may heal when it stays so. Resolves to what was refused for good.
 */
export function createBulk({ elasticsearch, clock, log }: BulkOptions): Bulk {
  const send = async (lines: readonly BulkLine[]): Promise<readonly BulkRefusal[]> => {
    const refused: BulkRefusal[] = [];
    let waiting = lines;
    let pauseMs = FIRST_PAUSE_MS;
    for (let tries = 1; ; tries++) {
      const answer = await sendOnce(elasticsearch, waiting);
      refused.push(...answer.refused);
      waiting = answer.busy;
      if (waiting.length === 0) return refused;
      if (tries === TRIES)
        throw new ElasticsearchUnavailable(
          `Elasticsearch at ${elasticsearch.address}: too busy for ${waiting.length} documents after ${TRIES} tries. ${answer.reason}`,
          TOO_BUSY,
        );
      log.warn({ documents: waiting.length, pauseMs }, 'Elasticsearch is too busy; sending again');
      await clock.sleep(pauseMs);
      pauseMs *= 2;
    }
  };
  return async (lines) => {
    const refused: BulkRefusal[] = [];
    for (const part of partsOf(lines)) refused.push(...(await send(part)));
    return refused;
  };
}

type Answer = { busy: readonly BulkLine[]; refused: readonly BulkRefusal[]; reason: string };

async function sendOnce(elasticsearch: Elasticsearch, lines: readonly BulkLine[]): Promise<Answer> {
  try {
    const response = await elasticsearch.call(`writing ${lines.length} documents`, (client) =>
      client.bulk({
        operations: lines.flatMap(toOperation),
        filter_path: 'errors,items.*.status,items.*.error.type,items.*.error.reason',
      }),
    );
    return response.errors ? sortOut(lines, response.items) : { busy: [], refused: [], reason: '' };
  } catch (error) {
    if (error instanceof ElasticsearchUnavailable && error.status === TOO_BUSY)
      return { busy: lines, refused: [], reason: error.message };
    throw error;
  }
}

function sortOut(lines: readonly BulkLine[], items: readonly BulkItem[]): Answer {
  const busy: BulkLine[] = [];
  const refused: BulkRefusal[] = [];
  let reason = '';
  for (const [index, line] of lines.entries()) {
    const { status, error } = Object.values(items[index] ?? {})[0] ?? { status: 500 };
    if (!error && status < 400) continue;
    const refusal = {
      line,
      status,
      type: error?.type ?? 'unknown',
      reason: error?.reason ?? 'no reason given',
    };
    // 403 stands for an index that takes no writes for a while: its disk is full, or it is being deleted.
    if (status !== TOO_BUSY && status !== 403 && status < 500) refused.push(refusal);
    else {
      busy.push(line);
      reason = `${refusal.type}: ${refusal.reason}`;
    }
  }
  return { busy, refused, reason };
}

type BulkItem = Partial<Record<estypes.BulkOperationType, estypes.BulkResponseItem>>;

function toOperation({ index, id, json, version }: BulkLine): string[] {
  const place = {
    _index: index,
    _id: id,
    ...(version !== undefined && { version, version_type: 'external_gte' }),
  };
  return json === undefined ? [JSON.stringify({ delete: place })] : [JSON.stringify({ index: place }), json];
}

function* partsOf(lines: readonly BulkLine[]): Generator<readonly BulkLine[]> {
  let part: BulkLine[] = [];
  let characters = 0;
  for (const line of lines) {
    const size = line.json?.length ?? 0;
    if (part.length > 0 && (part.length === MAX_LINES || characters + size > MAX_CHARACTERS)) {
      yield part;
      part = [];
      characters = 0;
    }
    part.push(line);
    characters += size;
  }
  if (part.length > 0) yield part;
}
