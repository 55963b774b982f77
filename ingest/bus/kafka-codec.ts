import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import { CompressionCodecs, CompressionTypes } from 'kafkajs';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/**
 * The client's own gzip takes more than twice the processor time of the quickest level, for batches an eighth smaller.
 * The format is the same. For this process.
 */
export function useQuickGzip(): void {
  CompressionCodecs[CompressionTypes.GZIP] = () => ({
    compress: ({ buffer }: { buffer: Buffer }) => compress(buffer, { level: constants.Z_BEST_SPEED }),
    decompress: (buffer: Buffer) => decompress(buffer),
  });
}
