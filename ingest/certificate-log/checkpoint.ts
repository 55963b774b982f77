const DIGITS = /^(0|[1-9]\d{0,15})$/;
const HASH = /^[A-Za-z0-9+/]{43}=$/;
const SIGNATURE = /^\u2014 \S+ [A-Za-z0-9+/]+=*$/;

/** What a checkpoint says of a tree. `root` is base64. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: string };

/**
 * Reads a checkpoint (c2sp.org/tlog-checkpoint): origin, size, root hash, an empty line, signatures. Undefined for
 * anything else. The signatures are not verified: we look for names, and trust the connection.
 */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const end = text.indexOf('\n\n');
  if (end < 0 || !text.endsWith('\n')) return undefined;
  const [origin, size, root] = text.slice(0, end).split('\n');
  const signatures = text.slice(end + 2, -1).split('\n');
  if (!origin || !size || !root || !DIGITS.test(size) || !HASH.test(root)) return undefined;
  if (!signatures.every((line) => SIGNATURE.test(line)) || !Number.isSafeInteger(Number(size)))
    return undefined;
  return { origin, size: Number(size), root };
}
