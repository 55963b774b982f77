import { z } from 'zod';
import { Receiver, Route } from '#alerting/policy';
import { isCronExpression } from '#ingest/schedule';
import { ElasticsearchSettings } from './elasticsearch-settings';
import { Duration } from './fields/duration';
import { FilePath } from './fields/file-path';
import { pluginUnion } from './fields/plugin-union';
import { Secret } from './fields/secret';
import { Timezone } from './fields/timezone';
import { KibanaSettings } from './kibana-settings';
import type { Plugins } from './plugins';

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

const Name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]*$/, 'expected lower-case letters, digits, hyphens and points');

const Enabled = z.boolean().default(true).describe('false: not used, and its secrets are not asked for');

const CronExpression = z
  .string()
  .refine(isCronExpression, 'expected minute hour day month weekday, for example "0 8 * * 1-5"');

const Cron = z
  .union([
    CronExpression,
    z.strictObject({
      expression: CronExpression.describe('minute hour day month weekday, for example "0 8 * * 1-5"'),
      timezone: Timezone.describe('IANA zone that the expression is meant in'),
    }),
  ])
  .describe('asks at these times instead of every so often: "0 8 * * 1-5", or {expression, timezone}');

const SourceFields = {
  name: Name.describe('unique name; mentions carry it'),
  enabled: Enabled,
  every: Duration.optional().describe('how often the source is asked; each kind has its own default'),
  cron: Cron.optional(),
};

const NotifierFields = {
  name: Name.describe('unique name that receivers refer to'),
  enabled: Enabled,
};

const Listen = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('address to listen on; any other needs a password'),
  port: z.number().int().min(0).max(65_535).default(8780).describe('port to listen on; 0 takes a free one'),
});

const Console = z
  .strictObject({
    listen: Listen.prefault({}).describe('where the console answers'),
    publicUrl: z
      .url({ protocol: /^https?$/, error: 'expected an address such as "https://vigie.example.com"' })
      .optional()
      .describe('address that people open it by; links in pages start with it'),
    password: Secret.optional().describe(
      'asked for by the console; needed when it listens on more than this machine',
    ),
  })
  .refine(({ listen, password }) => LOOPBACK.test(listen.host) || password !== undefined, {
    path: ['listen', 'host'],
    error: 'anybody on the network could read and acknowledge: set console.password, or listen on 127.0.0.1',
  });

const Ingest = z.strictObject({
  allowedLateness: Duration.prefault('1h').describe(
    'mentions claimed older than this when collected are stored, but raise no page',
  ),
  hostGap: Duration.prefault('5s').describe('smallest pause between two requests to one host'),
  userAgent: z
    .string()
    .min(1)
    .default('Vigie/0.1 (brand monitoring; feed reader)')
    .describe('how collectors introduce themselves; name a contact address'),
});

const Broker = z
  .string()
  .regex(/^[^\s:/]+:\d+$|^\[[\da-fA-F:]+\]:\d+$/, 'expected host:port, for example "kafka.example.com:9092"');

const KafkaBus = z
  .strictObject({
    kind: z.literal('kafka').describe('topics of a Kafka cluster, shared by any number of workers'),
    brokers: z.array(Broker).min(1, 'name at least one').describe('host:port of some brokers of the cluster'),
    clientId: z.string().min(1).default('vigie').describe('how this client is named in the logs of brokers'),
    prefix: z
      .string()
      .regex(/^[a-zA-Z0-9._-]*$/, 'expected letters, digits, points, hyphens and underscores')
      .default('vigie.')
      .describe('put before the names of topics and groups, so that clusters can be shared'),
    partitions: z
      .number()
      .int()
      .min(1)
      .max(1_000)
      .default(8)
      .describe('partitions of each topic: how many workers can share the work; fixed once topics exist'),
    replication: z
      .number()
      .int()
      .min(1)
      .max(9)
      .default(3)
      .describe('brokers that keep each message; 3 outlive the loss of one, 1 for a cluster of one broker'),
    retention: Duration.prefault('7d').describe('how long messages can be read again'),
    compression: z.enum(['gzip', 'none']).default('gzip').describe('how messages are stored'),
    tls: z
      .strictObject({
        ca: FilePath.optional().describe('PEM file of the authority to trust; default: those of the system'),
        cert: FilePath.optional().describe('PEM file of the certificate of this client'),
        key: FilePath.optional().describe('PEM file of the key of that certificate'),
      })
      .optional()
      .describe('encrypts the connections; {} is enough for a public authority'),
    sasl: z
      .strictObject({
        mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).describe('how to log in'),
        username: z.string().min(1).describe('name of the user'),
        password: Secret.describe('password of the user'),
      })
      .optional()
      .describe('logs in to the brokers'),
  })
  .refine(({ brokers, tls, sasl }) => !sasl || tls || brokers.every(isOnThisMachine), {
    path: ['sasl'],
    error: 'the log-in would cross the network unencrypted: add tls, for example "tls: {}"',
  })
  .describe('topics of a Kafka cluster, shared by any number of workers');

function isOnThisMachine(broker: string): boolean {
  return LOOPBACK.test(broker.replace(/:\d+$/, '').replace(/^\[|\]$/g, ''));
}

const Bus = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('embedded').describe('a durable log in the data folder'),
      retention: Duration.prefault('7d').describe('how long messages can be read again'),
    })
    .describe('a durable log in the data folder'),
  KafkaBus,
]);

const Store = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('embedded').describe('a database file in the data folder, full text included'),
      retention: Duration.prefault('365d').describe('how long mentions are kept'),
    })
    .describe('a database file in the data folder, full text included'),
  ElasticsearchSettings,
]);

const Operators = z.strictObject({
  receiver: z.string().describe('name of the receiver that is told'),
  after: Duration.prefault('30s')
    .refine((ms) => ms >= 1_000, 'expected one second or more')
    .describe('how long something must have failed without a break'),
});

const Log = z.strictObject({
  level: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('error: someone must act; warn: healed by itself; debug: every mention'),
});

/** The schema of `vigie.yaml`; sources, notifiers and enrichers take the options of the kinds that there are. */
export function settingsSchema({ collectors, notifiers, enrichers }: Plugins) {
  const options = enrichers.map((enricher) => [
    enricher.kind,
    enricher.options.strict().optional().describe(enricher.summary),
  ]);
  const enricherOptions: z.ZodRawShape = Object.fromEntries(options);
  return z
    .strictObject({
      data: z
        .string()
        .min(1)
        .default('./data')
        .describe(
          'folder for everything that is kept; relative to the folder that holds the configuration folder',
        ),
      timezone: Timezone.default('UTC').describe(
        'IANA zone of times that people read and of cron expressions',
      ),
      languages: z
        .array(z.string().regex(/^[a-z]{2}$/, 'expected an ISO 639-1 code such as "fr"'))
        .default([])
        .describe('languages that mentions are expected in; empty: all'),
      bus: Bus.prefault({ kind: 'embedded' }).describe('what carries mentions from stage to stage'),
      store: Store.prefault({ kind: 'embedded' }).describe('where mentions are kept and searched'),
      console: Console.prefault({}).describe('the web console'),
      kibana: KibanaSettings.prefault({}).describe('where the boards for analysts are installed'),
      ingest: Ingest.prefault({}).describe('how the world is asked'),
      enrichers: z
        .strictObject(enricherOptions)
        .prefault({})
        .describe('options of single enrichers, by kind'),
      sources: z
        .array(pluginUnion('kind', collectors, SourceFields))
        .default([])
        .describe('where mentions come from, beside the feeds of each brand'),
      notifiers: z
        .array(pluginUnion('kind', notifiers, NotifierFields))
        .default([])
        .describe('channels to people'),
      receivers: z.array(Receiver).default([]).describe('who is told: named lists of notifiers'),
      route: Route.describe('which receiver gets the pages of an incident'),
      operators: Operators.optional().describe(
        'who is told when what Vigie stands on (bus, state, store) does not answer, or a rule file that was changed has mistakes; absent: only the log says so',
      ),
      log: Log.prefault({}).describe('what is logged'),
    })
    .refine(({ bus, store }) => bus.kind === 'embedded' || store.kind !== 'embedded', {
      path: ['store', 'kind'],
      error: 'a bus on Kafka keeps its state in Elasticsearch: set store.kind: elasticsearch',
    });
}

export type SettingsFile = z.output<ReturnType<typeof settingsSchema>>;
