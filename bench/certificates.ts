import { X509Certificate } from 'node:crypto';
import pino from 'pino';
import { watchHosts } from '#enrich/watch-hosts';
import type { LogReader } from '#ingest/certificate-log/log-reader';
import { type LogReading, readLog } from '#ingest/certificate-log/read-log';
import { createStaticLog } from '#ingest/certificate-log/static-log';
import { systemClock } from '#ingest/clock';
import { certificateTile } from '../test/ingest/certificate-log/log-double';
import { createCertificateMaker } from '../test/ingest/certificate-log/make-certificate';
import type { Row } from './row';

const TILES = 20;
const TILE_WIDTH = 256;
/** Names on a certificate: what is usual, and now and then many. */
const namesOn = (index: number) => (index % 50 === 0 ? 60 : 2 + (index % 2));
const BRANDS = 20;

function brands() {
  return Array.from({ length: BRANDS }, (_, index) => ({
    id: `brand-${index}`,
    officialDomains: [`${WORDS[index % WORDS.length]}.com`, `${WORDS[index % WORDS.length]}-group.com`],
  }));
}

const WORDS =
  'vinci orange renault carrefour danone michelin airbus thales safran engie bouygues eiffage pernod kering hermes loreal sodexo veolia legrand capgemini'.split(
    ' ',
  );

/** Entries of a log a second on one core: tiles read, names found, with and without comparing; OpenSSL's parsing alone. */
export async function benchCertificates(): Promise<readonly Row[]> {
  const make = createCertificateMaker();
  const certificates = Array.from({ length: TILE_WIDTH * TILES }, (_, index) =>
    make({
      names: Array.from(
        { length: namesOn(index) },
        (_, at) => `host-${at}.shop${index}-${WORDS[index % 7]?.slice(2)}.example.org`,
      ),
      isPrecertificate: true,
    }),
  );
  const tiles = Array.from({ length: TILES }, (_, tile) =>
    certificateTile(certificates.slice(tile * TILE_WIDTH, (tile + 1) * TILE_WIDTH)),
  );
  const log = createStaticLog(async (path) => {
    const body =
      path === 'checkpoint'
        ? Buffer.from(`bench\n${TILES * TILE_WIDTH}\n${'A'.repeat(43)}=\n\n\u2014 bench AAAA\n`)
        : (tiles[Number(/\d+$/.exec(path)?.[0])] as Buffer);
    return { url: path, body };
  });
  const rate = async (open: () => LogReading['watchesHost']) => {
    await readAll(log, open());
    const watches = open();
    const startedAt = performance.now();
    const entries = await readAll(log, watches);
    return (1_000 * entries) / (performance.now() - startedAt);
  };
  const [whole, reading] = [await rate(() => watchHosts(brands())), await rate(() => () => [])];
  const parsing = parseAlone(certificates.map(({ der }) => der));
  return [
    { name: `certificates: read, parse, compare, ${BRANDS} brands`, value: whole, unit: 'entries/s' },
    { name: 'certificates: read and find the names', value: reading, unit: 'entries/s' },
    { name: 'certificates: X.509 parsing alone', value: parsing, unit: 'entries/s' },
  ];
}

async function readAll(log: LogReader, watchesHost: LogReading['watchesHost']): Promise<number> {
  const { place, mentions } = await readLog({
    address: 'bench',
    log,
    place: undefined,
    from: 'start',
    maxEntries: TILES * TILE_WIDTH,
    watchesHost,
    context: {
      source: 'bench',
      clock: systemClock,
      allowedLatenessMs: 0,
      dropped: (reason) => {
        throw new Error(reason);
      },
      log: pino({ level: 'silent' }),
    },
    signal: new AbortController().signal,
  });
  if (mentions.length > 0)
    throw new Error(`${mentions.length} ordinary certificates were taken for look-alikes`);
  return place?.next ?? 0;
}

function parseAlone(certificates: readonly Buffer[]): number {
  const startedAt = performance.now();
  let parsed = 0;
  for (let round = 0; round < (TILES * TILE_WIDTH) / certificates.length; round++)
    for (const der of certificates) parsed += new X509Certificate(der).subjectAltName ? 1 : 0;
  return (1_000 * parsed) / (performance.now() - startedAt);
}
