import type { Client } from '@elastic/elasticsearch';
import { RetriableError } from './bus/bus';

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
const NO_ENTRY: ReadonlySet<number> = new Set([401, 403]);

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
  const { name, message, status } = readError(error);
  const cause = new Error(`${name}: ${message}`);
  if (status === undefined)
    return new ElasticsearchUnavailable(`${what} failed, is the server up? ${message}`, undefined, { cause });
  if (NO_ENTRY.has(status))
    return new ElasticsearchUnavailable(
      `${what} was forbidden (${status}): check the API key or password, and its rights. ${message}`,
      status,
      { cause },
    );
  if (status === TOO_BUSY || status >= 500)
    return new ElasticsearchUnavailable(`${what} failed (${status}). ${message}`, status, { cause });
  return new ElasticsearchRefusal(`${what} was refused (${status}). ${message}`, status, { cause });
}

function readError(error: unknown) {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { statusCode } = error as { statusCode?: number };
  return {
    name: error.name,
    message: error.message.split('\n')[0] ?? '',
    status: typeof statusCode === 'number' ? statusCode : undefined,
  };
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
