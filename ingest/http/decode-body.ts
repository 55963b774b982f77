import { PassThrough, pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import type { HttpErrorReason } from './http-error';

/** What a body may cost, after decompression. */
export type BodyLimits = {
  readonly maxBytes: number;
  /** Decoded bytes per received byte, once more than `ratioFloorBytes` have come out. */
  readonly maxRatio: number;
  readonly ratioFloorBytes: number;
};

/** A body that was refused; the client adds the URL. */
export class BodyError extends Error {
  readonly reason: HttpErrorReason;
  constructor(reason: HttpErrorReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'BodyError';
    this.reason = reason;
  }
}

/**
 * Reads a body to its end and undoes its Content-Encoding. Throws BodyError as soon as it breaks a limit;
 * the source is destroyed whenever this throws.
 */
export async function decodeBody(
  source: Readable,
  headers: Readonly<Record<string, string>>,
  limits: BodyLimits,
): Promise<Buffer> {
  let receivedBytes = 0;
  const received = new PassThrough();
  // One that is refused before anybody reads it fails when it is destroyed; unheard, that would end the process.
  source.on('error', () => undefined);
  source.on('data', (chunk: Buffer) => {
    receivedBytes += chunk.length;
  });
  try {
    refuseDeclaredSize(headers, limits);
    const decoded = await decodedStream(source, received, codingsOf(headers));
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of decoded as AsyncIterable<Buffer>) {
      size += chunk.length;
      refuseExcess(size, receivedBytes, limits);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, size);
  } catch (error) {
    source.destroy();
    received.destroy();
    throw isZlibError(error)
      ? new BodyError('compression', `the compressed body is damaged (${error.message})`, error)
      : error;
  }
}

function refuseDeclaredSize(headers: Readonly<Record<string, string>>, { maxBytes }: BodyLimits): void {
  const declared = Number(headers['content-length']);
  if (declared > maxBytes)
    throw new BodyError('too-big', `the body is ${declared} bytes, the limit is ${maxBytes}`);
}

function refuseExcess(size: number, receivedBytes: number, limits: BodyLimits): void {
  if (size > limits.maxBytes)
    throw new BodyError('too-big', `the body is larger than the limit of ${limits.maxBytes} bytes`);
  if (size > limits.ratioFloorBytes && size > receivedBytes * limits.maxRatio)
    throw new BodyError(
      'compression',
      `the body decompresses to more than ${limits.maxRatio} times its size: this looks like a decompression bomb`,
    );
}

function codingsOf(headers: Readonly<Record<string, string>>): readonly string[] {
  const codings = (headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > 2) throw new BodyError('compression', 'the body is compressed more than twice');
  return codings.reverse();
}

async function decodedStream(
  source: Readable,
  received: PassThrough,
  codings: readonly string[],
): Promise<Readable> {
  // `pipeline` hands an error of any part to the last one, where the reading loop throws it.
  const quiet = () => undefined;
  let stream: Readable = pipeline(source, received, quiet);
  for (const coding of codings) {
    const first = coding === 'deflate' ? await peek(stream) : undefined;
    stream = pipeline(stream, decoderOf(coding, first), quiet);
  }
  return stream;
}

function decoderOf(coding: string, first: Buffer | undefined): Transform {
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip();
  if (coding === 'br') return createBrotliDecompress();
  // Some servers send raw deflate where RFC 9110 asks for the zlib wrapper.
  if (coding === 'deflate') return ((first?.[0] ?? 8) & 15) === 8 ? createInflate() : createInflateRaw();
  throw new BodyError('compression', `Content-Encoding "${coding.slice(0, 40)}" is not known`);
}

async function peek(stream: Readable): Promise<Buffer | undefined> {
  for (;;) {
    const chunk = stream.read() as Buffer | null;
    if (chunk) {
      stream.unshift(chunk);
      return chunk;
    }
    if (stream.readableEnded || stream.destroyed) return undefined;
    await new Promise<void>((resolve, reject) => {
      const done = () => {
        stream.off('readable', done).off('end', done).off('close', done).off('error', fail);
        resolve();
      };
      const fail = (error: Error) => {
        done();
        reject(error);
      };
      stream.on('readable', done).on('end', done).on('close', done).on('error', fail);
    });
  }
}

function isZlibError(error: unknown): error is Error {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING)/.test(code);
}
