import { gunzipSync } from 'node:zlib';
import { HttpError } from '../http/http-error';
import { type ByteReader, readBytes } from './byte-reader';
import { parseCheckpoint } from './checkpoint';
import { type GetFromLog, type Leaf, LogError, type LogReader } from './log-reader';

const TILE_WIDTH = 256;
const MAX_TILE_BYTES = 32 * 1024 * 1024;
const X509_ENTRY = 0;
const PRECERT_ENTRY = 1;

/** Reads a log as c2sp.org/static-ct-api describes it: a checkpoint and immutable tiles of 256 entries. */
export function createStaticLog(get: GetFromLog): LogReader {
  return {
    head: async (signal) => {
      const { url, body, retryAfterMs } = await get('checkpoint', signal);
      const checkpoint = parseCheckpoint(body.toString('utf8'));
      if (!checkpoint) throw new LogError(url, 'the answer is no checkpoint; check the kind of the log');
      return { size: checkpoint.size, root: checkpoint.root, waitMs: retryAfterMs };
    },
    read: async (range, signal) => {
      const tile = Math.floor(range.from / TILE_WIDTH);
      const first = tile * TILE_WIDTH;
      const leaves = await getTile(get, { tile, width: Math.min(TILE_WIDTH, range.size - first) }, signal);
      return leaves.filter(({ index }) => index >= range.from && index < range.to);
    },
  };
}

/** The path of a data tile: `tile/data/x001/x234/067`, of one that is not full yet `tile/data/067.p/9`. */
export function tilePath(tile: number, width: number): string {
  const groups = [String(tile % 1_000).padStart(3, '0')];
  for (let rest = Math.floor(tile / 1_000); rest > 0; rest = Math.floor(rest / 1_000))
    groups.unshift(`x${String(rest % 1_000).padStart(3, '0')}`);
  return `tile/data/${groups.join('/')}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
}

type Tile = { readonly tile: number; readonly width: number };

async function getTile(
  get: GetFromLog,
  { tile, width }: Tile,
  signal: AbortSignal,
): Promise<readonly Leaf[]> {
  try {
    const { url, body } = await get(tilePath(tile, width), signal);
    return readTile(url, body, { tile, width });
  } catch (error) {
    // A log may delete a partial tile as soon as the full one is there.
    if (width === TILE_WIDTH || !(error instanceof HttpError && error.status === 404)) throw error;
    const { url, body } = await get(tilePath(tile, TILE_WIDTH), signal);
    return readTile(url, body, { tile, width: TILE_WIDTH });
  }
}

/** The leaves of a tile stand one behind the other: where one has no end, the tile is not what the log wrote. */
function readTile(url: string, body: Buffer, { tile, width }: Tile): readonly Leaf[] {
  const leaves: Leaf[] = [];
  try {
    const reader = readBytes(uncompressed(body));
    for (let offset = 0; offset < width; offset++)
      leaves.push({ ok: true, index: tile * TILE_WIDTH + offset, ...readLeaf(reader) });
    if (!reader.isAtEnd()) throw new RangeError(`something follows the last of ${width} entries`);
  } catch (error) {
    const at = `entry ${leaves.length + 1} of ${width}`;
    throw new LogError(url, `damaged tile, ${at}: ${(error as Error).message}`, { cause: error });
  }
  return leaves;
}

/** Tiles may come compressed without a word in the headers; no tile begins like this otherwise. */
function uncompressed(body: Buffer): Buffer {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b;
  return isGzip ? gunzipSync(body, { maxOutputLength: MAX_TILE_BYTES }) : body;
}

/** `TileLeaf`: the timestamped entry of RFC 6962, then the pre-certificate where it is one, then the chain's fingerprints. */
function readLeaf(reader: ByteReader): { readonly timestamp: number; readonly certificate: Buffer } {
  const timestamp = reader.instant();
  const entryType = reader.number(2);
  if (entryType !== X509_ENTRY && entryType !== PRECERT_ENTRY)
    throw new RangeError(`unknown entry type ${entryType}`);
  if (entryType === PRECERT_ENTRY) reader.bytes(32);
  const signedEntry = reader.vector(3);
  reader.vector(2);
  const certificate = entryType === PRECERT_ENTRY ? reader.vector(3) : signedEntry;
  reader.vector(2);
  return { timestamp, certificate };
}
