/** The state of a log as it signs it. */
export type TreeHead = {
  readonly size: number;
  /** Hash over all entries, base64. */
  readonly root: string;
  /** How long the answer may be kept, by its Cache-Control. Milliseconds. */
  readonly waitMs?: number;
};

/** An entry of a log, or why it cannot be read. */
export type Leaf =
  | {
      readonly ok: true;
      readonly index: number;
      /** When the log took it, epoch milliseconds. */
      readonly timestamp: number;
      /** DER of the certificate, or of the pre-certificate that came before it. */
      readonly certificate: Buffer;
    }
  | { readonly ok: false; readonly index: number; readonly reason: string };

/** Which leaves to read: from `from` on, before `to`; all below `size`, which a tree head proves. */
export type LeafRange = { readonly from: number; readonly to: number; readonly size: number };

/**
 * A Certificate Transparency log in one of its two protocols. Both methods reject with an error that names the
 * address. `read` gives the first leaves of the range in order, as many as one answer holds and at least one.
 */
export type LogReader = {
  readonly head: (signal: AbortSignal) => Promise<TreeHead>;
  readonly read: (range: LeafRange, signal: AbortSignal) => Promise<readonly Leaf[]>;
};

/** Gets an address below the log's, at the log's pace. */
export type GetFromLog = (
  path: string,
  signal: AbortSignal,
) => Promise<{ readonly url: string; readonly body: Buffer; readonly retryAfterMs?: number }>;

/** A log that answers, but not as a log does. The message names the address. */
export class LogError extends Error {
  constructor(address: string, problem: string, options?: ErrorOptions) {
    super(`${address}: ${problem}`, options);
    this.name = 'LogError';
  }
}
