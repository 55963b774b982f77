import type { Client } from '@elastic/elasticsearch';
import { RetriableError } from './bus/bus';
import { type TlsTrouble, tlsReason, tlsTrouble } from './tls-trouble';

export type ElasticsearchConnection = {
  /** Addresses such as `https://search.example.com:9200`, without credentials. */
  readonly nodes: readonly string[];
  readonly auth?: { readonly apiKey: string } | { readonly username: string; readonly password: string };
  /** Certificate of the authority that signed the server's, as PEM text. */
  readonly ca?: string;
  /** Longest wait for an answer; default 30 s. */
  readonly requestTimeoutMs?: number;
};

/** The server did not take a request for what the request says; asking again gives the same answer. */
export class ElasticsearchRefusal extends Error {
  readonly status: number;
  constructor(message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ElasticsearchRefusal';
    this.status = status;
  }
}

/** The server cannot be reached, is too busy, or does not let us in at present. */
export class ElasticsearchUnavailable extends RetriableError {
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  constructor(message: string, status?: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ElasticsearchUnavailable';
    this.status = status;
  }
}

/** Runs a request; `what` says in the error what failed. Rejects with the two errors above only. */
export type Elasticsearch = {
  readonly address: string;
  readonly call: <Result>(what: string, request: (client: Client) => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
};

const REQUEST_TIMEOUT_MS = 30_000;
const MAX_RETRIES = 2;
const TOO_BUSY = 429;
const STRANGER = 401;
const FORBIDDEN = 403;
/** An index that takes no writes for now, because a disk is full or somebody closed it. */
const BLOCKED = 'cluster_block_exception';
const TLS_MENDS: Readonly<Record<TlsTrouble, string>> = {
  'unknown authority':
    "nobody we trust signed the server's certificate: set store.ca to the file of its authority.",
  'certificate out of date': "the server's certificate is out of date: have it renewed.",
  'certificate of another name':
    "the server's certificate is for another name: name the server in store.node as its certificate does.",
  'client certificate refused': 'the server asks for a certificate of ours, which the store cannot show.',
  'server speaks no TLS': 'the server speaks no TLS: write http:// in store.node, or set TLS up there.',
};
const WANTS_TLS = 'does it speak TLS? then write https:// in store.node.';

/** A client of a cluster; the library is loaded here, so that who keeps all in files never loads it. */
export async function connectElasticsearch(connection: ElasticsearchConnection): Promise<Elasticsearch> {
  const { Client } = await import('@elastic/elasticsearch');
  const { nodes, auth, ca, requestTimeoutMs = REQUEST_TIMEOUT_MS } = connection;
  const client = new Client({
    nodes: [...nodes],
    ...(auth && { auth }),
    ...(ca !== undefined && { tls: { ca } }),
    requestTimeout: requestTimeoutMs,
    maxRetries: MAX_RETRIES,
  });
  const address = nodes.join(', ');
  return {
    address,
    call: async (what, request) => {
      try {
        return await request(client);
      } catch (error) {
        throw explain(`Elasticsearch at ${address}: ${what}`, error);
      }
    },
    close: () => client.close(),
  };
}

/** The library's errors carry the whole request; only name and message go on. */
function explain(what: string, error: unknown): Error {
  const { name, message, status, type } = readError(error);
  const cause = new Error(`${name}: ${message}`);
  const unavailable = (why: string) =>
    new ElasticsearchUnavailable(`${what} ${why} ${message}`, status, { cause });
  if (status === undefined) return unavailable(`failed, ${mendOfSilence(what, message)}`);
  if (status === STRANGER)
    return unavailable('was refused (401): check store.apiKey, or store.username and store.password.');
  if (status === FORBIDDEN && type === BLOCKED) return unavailable('is held off by a block (403).');
  if (status === FORBIDDEN)
    return unavailable(
      'was forbidden (403): grant the API key or user of store the rights that "Scale out" in the README lists.',
    );
  if (status === TOO_BUSY || status >= 500) return unavailable(`failed (${status}).`);
  return new ElasticsearchRefusal(`${what} was refused (${status}). ${message}`, status, { cause });
}

function mendOfSilence(what: string, message: string): string {
  const trouble = tlsTrouble(message);
  if (trouble) return TLS_MENDS[trouble];
  const isCutOff = /other side closed|socket hang up/.test(message);
  return isCutOff && what.includes('http://') ? `is the server up? ${WANTS_TLS}` : 'is the server up?';
}

type ErrorAnswer = {
  readonly statusCode?: unknown;
  readonly body?: { readonly error?: { readonly type?: unknown; readonly reason?: unknown } };
};

function readError(error: unknown) {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { statusCode, body } = error as ErrorAnswer;
  const status = typeof statusCode === 'number' ? statusCode : undefined;
  // Other reasons may quote a mention; these name the user and the missing right, or the block.
  const { type, reason } = (status === STRANGER || status === FORBIDDEN ? body?.error : undefined) ?? {};
  const [line = ''] = tlsReason(error.message).split('\n');
  const message = typeof reason === 'string' ? `${line}: ${reason}` : line;
  return { name: error.name, message, status, type };
}

/** Undefined in place of the server's "not found". */
export function unlessMissing<Result>(request: Promise<Result>): Promise<Result | undefined> {
  return unless(404, request);
}

/** Undefined where the server says that the document has changed meanwhile. */
export function unlessChanged<Result>(request: Promise<Result>): Promise<Result | undefined> {
  return unless(409, request);
}

async function unless<Result>(status: number, request: Promise<Result>): Promise<Result | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ElasticsearchRefusal && error.status === status) return undefined;
    throw error;
  }
}
