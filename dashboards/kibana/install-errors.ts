import { RetriableError } from '#ingest/bus/bus';

type Place = { readonly url: string };
type ErrorKind = new (message: string, options?: ErrorOptions) => Error;

const LONGEST_MESSAGE = 500;

/** Why Kibana did not take the objects, and what to do about it; retriable where waiting may be enough. */
export function describeRefusal({ url }: Place, status: number, body: string): Error {
  const said = messageOf(body);
  const tell = (advice: string, Kind: ErrorKind = Error) =>
    new Kind(`Kibana at ${url} ${advice}${said ? `\nIt says: ${said}` : ''}`);
  if (/more recent version of Kibana/.test(said))
    return tell('is too old for these objects: update Kibana, or install with the vigie of its time');
  if (status >= 300 && status < 400)
    return tell(
      `sends us on to another page (${status}): name the address that it ends at, and give apiKey or username and password`,
    );
  switch (status) {
    case 401:
      return tell('does not let us in (401): check kibana.apiKey, or kibana.username and kibana.password');
    case 403:
      return tell('forbids it (403): the user needs the privilege "Saved Objects Management" in this space');
    case 404:
      return tell(
        'has no saved-objects API at this address (404): is it Kibana, not Elasticsearch, and is its base path there?',
      );
    case 413:
      return tell('takes no file of this size (413): raise savedObjects.maxImportPayloadBytes in kibana.yml');
    default:
      return status >= 500
        ? tell(`is not well (${status}): try again later`, RetriableError)
        : tell(`did not take the objects (${status})`);
  }
}

/** Why there was no answer at all; retriable, but for a certificate. */
export function describeUnreachable({ url }: Place, error: unknown): Error {
  const { code, message } = rootOf(error);
  const isCertificate = /CERT|SIGNED|SELF_SIGNED|ISSUER/.test(code ?? '');
  const advice = isCertificate
    ? 'its certificate is not trusted: name that of its authority in the environment variable NODE_EXTRA_CA_CERTS'
    : 'is it running, and is kibana.url (or --url) right?';
  const Kind: ErrorKind = isCertificate ? Error : RetriableError;
  return new Kind(`cannot reach Kibana at ${url} (${code ?? message}): ${advice}`, { cause: error });
}

type Failure = { readonly message?: string; readonly code?: string; readonly cause?: unknown };

/** What `fetch failed` hides. */
function rootOf(error: unknown): Failure {
  const failure = (error ?? {}) as Failure;
  return failure.code === undefined && failure.cause ? rootOf(failure.cause) : failure;
}

function messageOf(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    return typeof message === 'string' ? message.slice(0, LONGEST_MESSAGE) : '';
  } catch {
    return '';
  }
}
