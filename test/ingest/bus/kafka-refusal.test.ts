import { explainRefusal } from '#ingest/bus/kafka-refusal';

/** An error as the Kafka client makes it. */
function kafkaError(name: string, message: string, more: Record<string, unknown> = {}): Error {
  return Object.assign(new Error(message), { name, ...more });
}

const refusedLogIn = kafkaError('KafkaJSSASLAuthenticationError', 'SASL PLAIN authentication failed');
const closed = kafkaError('KafkaJSConnectionClosedError', 'Closed connection');
const connection = (message: string) => kafkaError('KafkaJSConnectionError', `Connection error: ${message}`);
const hungUp = 'Client network socket disconnected before secure TLS connection was established';
const withTls = { tls: {} };
const withLogIn = { tls: {}, sasl: {} };

describe('why the bus on Kafka does not open', () => {
  it.each([
    [refusedLogIn, withLogIn, /^SASL PLAIN authentication failed; check bus\.sasl .*password/],
    [
      kafkaError('KafkaJSProtocolError', 'x', { type: 'UNSUPPORTED_SASL_MECHANISM' }),
      withLogIn,
      /^x; set bus\.sasl\.mechanism/,
    ],
    [
      kafkaError('KafkaJSProtocolError', 'x', { type: 'ILLEGAL_SASL_STATE' }),
      withLogIn,
      /leave bus\.sasl out/,
    ],
    [
      kafkaError('KafkaJSAggregateError', 'Topic creation errors', {
        errors: [
          kafkaError('KafkaJSCreateTopicError', 'Not authorized', { type: 'TOPIC_AUTHORIZATION_FAILED' }),
        ],
      }),
      withLogIn,
      /^Not authorized; grant the user of bus the rights/,
    ],
    [closed, withTls, /^Closed connection; does the broker ask for a log-in\? set bus\.sasl$/],
    [closed, {}, /^Closed connection; .*set bus\.tls, bus\.sasl$/],
    [closed, withLogIn, /^Closed connection; check bus in vigie\.yaml$/],
    [connection(hungUp), withTls, /^Client network .*; does the broker speak TLS at this port\?/],
    [connection('certificate has expired'), withTls, /^certificate has expired; .* have it renewed$/],
    [connection("it does not match certificate's altnames: x"), withTls, /name the broker in bus\.brokers/],
    [
      kafkaError('KafkaJSNumberOfRetriesExceeded', 'given up', { cause: closed }),
      withTls,
      /^Closed connection; does/,
    ],
    [connection('connect ECONNREFUSED'), {}, /^connect ECONNREFUSED; check bus in vigie\.yaml$/],
    [new Error('topic x has 4 partitions, not 3'), {}, /^topic x has 4 partitions, not 3; check bus in/],
    [
      new Error('topic x could not be made', {
        cause: kafkaError('KafkaJSCreateTopicError', 'Not authorized', {
          type: 'TOPIC_AUTHORIZATION_FAILED',
        }),
      }),
      withLogIn,
      /^topic x could not be made; grant the user of bus the rights/,
    ],
    ['a text', {}, /^a text; check bus in vigie\.yaml$/],
  ])('%s', (error, approach, explained) => {
    expect(explainRefusal(error, approach, 'check bus in vigie.yaml')).toMatch(explained);
  });
});
