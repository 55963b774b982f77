/** Reads the binary encoding of TLS structures from front to back. Every method throws a RangeError past the end. */
export type ByteReader = {
  /** An unsigned number of that many bytes; at most 6. */
  readonly number: (bytes: number) => number;
  /** Milliseconds since 1970, of 64 bits; throws where no calendar reaches. */
  readonly instant: () => number;
  readonly bytes: (count: number) => Buffer;
  /** A vector whose length stands before it in that many bytes. */
  readonly vector: (lengthBytes: number) => Buffer;
  readonly isAtEnd: () => boolean;
};

/** The last one that a date can hold. */
const LAST_INSTANT = 8.64e15;

export function readBytes(buffer: Buffer): ByteReader {
  let at = 0;
  const bytes = (count: number): Buffer => {
    if (at + count > buffer.length)
      throw new RangeError(`${count} bytes were to follow, ${buffer.length - at} did`);
    at += count;
    return buffer.subarray(at - count, at);
  };
  const number = (count: number): number => bytes(count).readUIntBE(0, count);
  return {
    number,
    instant: () => {
      const at = number(2) * 2 ** 48 + number(6);
      if (at > LAST_INSTANT) throw new RangeError(`${at} ms after 1970 is no time`);
      return at;
    },
    bytes,
    vector: (lengthBytes) => bytes(number(lengthBytes)),
    isAtEnd: () => at === buffer.length,
  };
}
