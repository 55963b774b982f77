import { createReadStream } from 'node:fs';

/** A line of a file, without its line break. `end` is the byte offset of the next line. */
export type Line = {
  readonly text: string;
  readonly end: number;
  readonly tooLong: boolean;
  /** False for a last line without a line break: its writer may not be done. */
  readonly isWhole: boolean;
};

const NEWLINE = 0x0a;

/**
 * Reads a UTF-8 file line by line from a byte offset (the start of a line), in constant memory. A line longer
 * than `maxLineBytes` comes as `tooLong` with an empty text. Ends early, without throwing, on abort.
 */
export async function* readLines(
  file: string,
  options: { readonly from?: number; readonly maxLineBytes?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<Line> {
  const { from = 0, maxLineBytes = 1_048_576, signal } = options;
  let end = from;
  let parts: Buffer[] = [];
  let held = 0;
  const take = (isWhole: boolean): Line => {
    const tooLong = held > maxLineBytes;
    const text = tooLong ? '' : Buffer.concat(parts).toString('utf8').replace(/\r$/, '');
    parts = [];
    held = 0;
    return { text, end, tooLong, isWhole };
  };
  const hold = (part: Buffer) => {
    held += part.length;
    end += part.length;
    if (held <= maxLineBytes) parts.push(part);
    else parts = [];
  };
  const stream = createReadStream(file, { start: from, highWaterMark: 262_144 });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, start)) {
      hold(chunk.subarray(start, at));
      end += 1;
      start = at + 1;
      yield take(true);
      if (signal?.aborted) return;
    }
    if (start < chunk.length) hold(chunk.subarray(start));
  }
  if (held > 0) yield take(false);
}
