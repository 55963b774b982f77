import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { MadeCertificate } from './make-certificate';

/** An entry of the log; `undefined` bytes stand for a certificate that is none. */
export type LoggedEntry = {
  readonly certificate: MadeCertificate | undefined;
  readonly at: string;
  readonly isPrecertificate?: boolean;
};

/** How the log behaves; may be changed at any time. */
export type LogManners = {
  /** Most entries of one answer of get-entries. */
  mostEntries: number;
  /** Compresses tiles without saying so. */
  gzipTiles: boolean;
  /** The tree that is shown; all entries where absent. */
  size?: number;
  checkpoint?: string;
  /** Answers everything with this status. */
  refusal?: { status: number; headers?: Record<string, string> };
  /** Partial tiles are gone as soon as the tree has grown past them. */
  forgetsPartialTiles: boolean;
  /** get-entries fails from this index on. */
  failsFrom?: number;
  /** Written over the body of every tile. */
  tile?: Buffer;
};

const GARBAGE = Buffer.from('this is no certificate');
const FINGERPRINT = createHash('sha256').update('authority').digest();
const CHAIN = Buffer.alloc(300, 1);

const number = (value: number, bytes: number) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};
const long = (value: number) =>
  Buffer.concat([number(Math.floor(value / 2 ** 48), 2), number(value % 2 ** 48, 6)]);
const vector = (lengthBytes: number, ...parts: readonly Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([number(body.length, lengthBytes), body]);
};

/** `TimestampedEntry` of RFC 6962 with the extension by which static logs tell the index. */
function timestamped({ certificate, at, isPrecertificate }: LoggedEntry, extensions: Buffer): Buffer {
  const kind = isPrecertificate ? 1 : 0;
  const entry = isPrecertificate
    ? [FINGERPRINT, vector(3, certificate?.signed ?? GARBAGE)]
    : [vector(3, certificate?.der ?? GARBAGE)];
  return Buffer.concat([long(Date.parse(at)), number(kind, 2), ...entry, vector(2, extensions)]);
}

function rfc6962Entry(entry: LoggedEntry) {
  const chain = vector(3, vector(3, CHAIN));
  const extra = entry.isPrecertificate
    ? Buffer.concat([vector(3, entry.certificate?.der ?? GARBAGE), chain])
    : chain;
  return {
    leaf_input: Buffer.concat([Buffer.from([0, 0]), timestamped(entry, Buffer.alloc(0))]).toString('base64'),
    extra_data: extra.toString('base64'),
  };
}

function tileLeaf(entry: LoggedEntry, index: number): Buffer {
  return Buffer.concat([
    timestamped(entry, Buffer.concat([Buffer.from([0]), vector(2, number(index, 5))])),
    ...(entry.isPrecertificate ? [vector(3, entry.certificate?.der ?? GARBAGE)] : []),
    vector(2, FINGERPRINT, FINGERPRINT),
  ]);
}

/** A full data tile of pre-certificates. */
export function certificateTile(certificates: readonly MadeCertificate[]): Buffer {
  const at = '2016-11-07T14:03:00.000Z';
  return Buffer.concat(
    certificates.map((certificate, index) => tileLeaf({ certificate, at, isPrecertificate: true }, index)),
  );
}

/** One log that speaks both protocols over HTTP: at `/rfc` and at `/static`. It remembers what it was asked. */
export async function openLogDouble() {
  const entries: LoggedEntry[] = [];
  const asked: string[] = [];
  const manners: LogManners = { mostEntries: 1_000, gzipTiles: false, forgetsPartialTiles: false };
  const size = () => manners.size ?? entries.length;
  const root = () =>
    createHash('sha256')
      .update(Buffer.concat(entries.slice(0, size()).map(tileLeaf)))
      .digest('base64');
  const json = (response: ServerResponse, body: unknown) => response.end(JSON.stringify(body));
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://log');
    asked.push(`${url.pathname}${url.search}`);
    if (manners.refusal) return response.writeHead(manners.refusal.status, manners.refusal.headers).end();
    switch (url.pathname) {
      case '/rfc/ct/v1/get-sth':
        return json(response, {
          tree_size: size(),
          timestamp: Date.now(),
          sha256_root_hash: root(),
          tree_head_signature: 'BAMA',
        });
      case '/rfc/ct/v1/get-entries': {
        const [start, end] = ['start', 'end'].map((name) => Number(url.searchParams.get(name)));
        if (start === undefined || end === undefined || end < start || start >= size())
          return response.writeHead(400).end();
        if (start >= (manners.failsFrom ?? Number.POSITIVE_INFINITY)) return response.writeHead(500).end();
        const stop = Math.min(end + 1, size(), start + manners.mostEntries);
        return json(response, { entries: entries.slice(start, stop).map(rfc6962Entry) });
      }
      case '/static/checkpoint':
        return response.end(
          manners.checkpoint ??
            `ct.example/2026h2\n${size()}\n${root()}\n\n\u2014 ct.example/2026h2 AAAAAA==\n`,
        );
      default:
        return sendTile(url.pathname, response);
    }
  });

  function sendTile(path: string, response: ServerResponse) {
    const match = /^\/static\/tile\/data\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d+))?$/.exec(path);
    const tile = Number(match?.[1]?.replace(/[x/]/g, '') ?? Number.NaN);
    const width = Number(match?.[2] ?? 256);
    const isGone = manners.forgetsPartialTiles && width < 256 && entries.length >= (tile + 1) * 256;
    if (!match || isGone || tile * 256 + width > entries.length) return response.writeHead(404).end();
    const leaves = entries.slice(tile * 256, tile * 256 + width);
    const body = manners.tile ?? Buffer.concat(leaves.map((each, at) => tileLeaf(each, tile * 256 + at)));
    return response
      .writeHead(200, { 'cache-control': 'max-age=31536000, immutable' })
      .end(manners.gzipTiles ? gzipSync(body) : body);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    rfc6962: `${origin}/rfc`,
    staticCt: `${origin}/static`,
    entries,
    asked,
    manners,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
export type LogDouble = Awaited<ReturnType<typeof openLogDouble>>;
