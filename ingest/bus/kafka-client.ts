import { Kafka, type LogEntry, logLevel, type RetryOptions, type SASLOptions } from 'kafkajs';
import type { Logger } from 'pino';
import type { SecretText } from '#config/fields/secret';
import { useQuickGzip } from './kafka-codec';
import { createKafkaSockets, type KafkaTls } from './kafka-sockets';
import { mendTimerLeak } from './kafka-timer-leak';

export type KafkaSasl = {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: SecretText;
};

export type KafkaClientOptions = {
  /** `host:port` of some brokers; the others are found through them. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Encrypts; undefined: plain text. */
  readonly tls?: KafkaTls;
  readonly sasl?: KafkaSasl;
  readonly log: Logger;
  /** Default `RETRY`. */
  readonly retry?: RetryOptions;
};

/** A round of tries takes about 10 s: a fresh broker's coordinator needs up to 6 s to load. */
export const RETRY = { retries: 12, initialRetryTime: 100, multiplier: 2, maxRetryTime: 1_000 } as const;

/** The client that producer, consumers and admin are made from; connects to nothing yet. */
export function createKafkaClient(
  options: KafkaClientOptions,
  { open, brokers } = createKafkaSockets(options),
): Kafka {
  const { clientId, sasl, log, retry = RETRY } = options;
  mendTimerLeak();
  useQuickGzip();
  return new Kafka({
    brokers,
    clientId,
    socketFactory: open,
    ...(sasl && { sasl: saslOptions(sasl) }),
    connectionTimeout: 5_000,
    requestTimeout: 15_000,
    retry,
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => writeEntry(log, entry),
  });
}

function saslOptions({ mechanism, username, ...secret }: KafkaSasl): SASLOptions {
  const password = secret.password.reveal();
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password };
    case 'scram-sha-256':
      return { mechanism, username, password };
    case 'scram-sha-512':
      return { mechanism, username, password };
  }
}

/** What the client retries by itself; where that takes long, our code says so in one line. */
const NOISE = [
  /coordinator is loading|coordinator is not available|group is rebalancing|rebalance is in progress/i,
  /not aware of this member|does not host this topic-partition|is not the leader|There is no leader/i,
  /Connection error|Connection timeout|Closed connection|Failed to connect|Failed to send|timed out/i,
];

/** The client heals by itself, or the error reaches our code, which says what somebody must do. */
function writeEntry(log: Logger, { namespace, level, log: { message, ...fields } }: LogEntry): void {
  const { timestamp, logger, stack, ...details } = fields;
  const text = `kafka client: ${message}`;
  const isNoise = NOISE.some((noise) => noise.test(`${message} ${details.error ?? ''}`));
  const isWarning = level === logLevel.ERROR && !isNoise;
  log[isWarning ? 'warn' : 'debug']({ namespace, ...details }, text);
}
