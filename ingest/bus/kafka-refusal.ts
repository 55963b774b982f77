import { type TlsTrouble, tlsReason, tlsTrouble } from '../tls-trouble';
import { SPEAKS_TLS } from './kafka-sockets';

/** How we came: with TLS, with a log-in. */
export type Approach = { readonly tls?: unknown; readonly sasl?: unknown };

const TLS_MENDS: Readonly<Record<TlsTrouble, string>> = {
  'unknown authority':
    "nobody we trust signed the broker's certificate: set bus.tls.ca to the file of its authority",
  'certificate out of date': "the broker's certificate is out of date: have it renewed",
  'certificate of another name':
    "the broker's certificate is for another name: name the broker in bus.brokers as its certificate does",
  'client certificate refused':
    'the broker does not take our certificate, or the lack of one: set bus.tls.cert and bus.tls.key to one that it trusts',
  'server speaks no TLS': 'the broker speaks no TLS at this port: name the right one in bus.brokers',
};

const WRAPPERS: ReadonlySet<string> = new Set(['KafkaJSNumberOfRetriesExceeded', 'KafkaJSAggregateError']);

/**
 * What keeps the bus from opening and which setting mends it, in one line that names no secret. `otherwise` is what
 * to look at when the brokers are not there, or say something else.
 */
export function explainRefusal(error: unknown, { tls, sasl }: Approach, otherwise: string): string {
  const links = linksOf(error);
  const is = (name: string) => links.some((link) => link.name === name);
  const type = links.map(typeOf).find((found) => found !== '') ?? '';
  const message = links.find(({ name }) => !WRAPPERS.has(name))?.message ?? String(error);
  const saying = (mend: string) => `${tlsReason(message.replace(/^Connection error: /, ''))}; ${mend}`;
  const trouble = tlsTrouble(message);
  if (trouble) return saying(TLS_MENDS[trouble]);
  if (message === SPEAKS_TLS) return saying('set bus.tls in vigie.yaml, for example "tls: {}"');
  if (/before secure TLS connection/.test(message))
    return saying('does the broker speak TLS at this port? if not, leave bus.tls out');
  if (is('KafkaJSSASLAuthenticationError'))
    return saying('check bus.sasl in vigie.yaml: username, password, and whether the user may use mechanism');
  if (type === 'UNSUPPORTED_SASL_MECHANISM')
    return saying('set bus.sasl.mechanism to one that the broker offers');
  if (type === 'ILLEGAL_SASL_STATE')
    return saying('the broker asks for no log-in at this port: leave bus.sasl out, or name another port');
  if (/_AUTHORIZATION_FAILED$/.test(type))
    return saying('grant the user of bus the rights that "Scale out" in the README lists');
  if (is('KafkaJSConnectionClosedError') && !sasl)
    return saying(
      `does the broker ask for ${tls ? 'a log-in? set bus.sasl' : 'more? set bus.tls, bus.sasl'}`,
    );
  return saying(otherwise);
}

/** The client wraps what happened into what it did about it. */
function linksOf(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return [];
  const { errors = [] } = error as { errors?: unknown };
  return [error, ...(Array.isArray(errors) ? errors.flatMap(linksOf) : []), ...linksOf(error.cause)];
}

function typeOf(error: Error): string {
  return 'type' in error && typeof error.type === 'string' ? error.type : '';
}
