import { z } from 'zod';
import { HttpError } from '../http/http-error';
import { type ByteReader, readBytes } from './byte-reader';
import { type GetFromLog, type Leaf, LogError, type LogReader } from './log-reader';

/** Logs answer with fewer where they like to; many stop at 256 themselves. */
const AT_ONCE = 256;
const X509_ENTRY = 0;
const PRECERT_ENTRY = 1;

const SignedTreeHead = z.looseObject({
  tree_size: z.number().int().nonnegative(),
  sha256_root_hash: z.string(),
});
const Entries = z.looseObject({ entries: z.array(z.unknown()).min(1) });
const Entry = z.looseObject({ leaf_input: z.string(), extra_data: z.string() });

/** Reads a log as RFC 6962 describes it: get-sth and get-entries. An entry too large to be fetched is given as unreadable. */
export function createRfc6962Log(get: GetFromLog): LogReader {
  return {
    head: async (signal) => {
      const { url, body, retryAfterMs } = await get('ct/v1/get-sth', signal);
      const head = SignedTreeHead.safeParse(parseJson(body));
      if (!head.success)
        throw new LogError(url, 'the answer is no signed tree head; check the kind of the log');
      return { size: head.data.tree_size, root: head.data.sha256_root_hash, waitMs: retryAfterMs };
    },
    read: async ({ from, to }, signal) => {
      for (let count = Math.min(AT_ONCE, to - from); ; count = Math.ceil(count / 2)) {
        try {
          return await getEntries(get, { from, count }, signal);
        } catch (error) {
          if (!(error instanceof HttpError && error.reason === 'too-big')) throw error;
          if (count === 1) return [{ ok: false, index: from, reason: 'entry too large' }];
        }
      }
    },
  };
}

async function getEntries(
  get: GetFromLog,
  { from, count }: { readonly from: number; readonly count: number },
  signal: AbortSignal,
): Promise<readonly Leaf[]> {
  const { url, body } = await get(`ct/v1/get-entries?start=${from}&end=${from + count - 1}`, signal);
  const answer = Entries.safeParse(parseJson(body));
  if (!answer.success) throw new LogError(url, 'the answer holds no entries, though the tree has them');
  return answer.data.entries.slice(0, count).map((entry, offset) => readEntry(entry, from + offset));
}

function readEntry(entry: unknown, index: number): Leaf {
  const parsed = Entry.safeParse(entry);
  if (!parsed.success) return { ok: false, index, reason: 'entry is not one of RFC 6962' };
  const { leaf_input: input, extra_data: extra } = parsed.data;
  try {
    return { ok: true, index, ...readLeaf(readBytes(Buffer.from(input, 'base64')), extra) };
  } catch {
    return { ok: false, index, reason: 'damaged entry' };
  }
}

/** `MerkleTreeLeaf` of RFC 6962, section 3.4; of a pre-certificate the whole stands in `extra_data`. */
function readLeaf(leaf: ByteReader, extra: string) {
  const [version, leafType] = [leaf.number(1), leaf.number(1)];
  if (version !== 0 || leafType !== 0) throw new RangeError('unknown version or leaf type');
  const timestamp = leaf.instant();
  const entryType = leaf.number(2);
  if (entryType === X509_ENTRY) return { timestamp, certificate: leaf.vector(3) };
  if (entryType !== PRECERT_ENTRY) throw new RangeError(`unknown entry type ${entryType}`);
  return { timestamp, certificate: readBytes(Buffer.from(extra, 'base64')).vector(3) };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
