import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } from 'kafkajs';
import pino from 'pino';
import { SecretText } from '#config/fields/secret';
import { type Bus, TOPICS } from '#ingest/bus/bus';
import { type KafkaBusOptions, openKafkaBus } from '#ingest/bus/kafka';
import { createKafkaClient, type KafkaSasl } from '#ingest/bus/kafka-client';
import { lookAtKafka } from '#ingest/bus/kafka-look';
import { createKafkaSockets } from '#ingest/bus/kafka-sockets';
import { systemClock } from '#ingest/clock';
import { until } from '../contract/until';
import { startVigie, writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';
import { type Authority, createAuthority } from './authority';
import { type KafkaUser, type SecureKafkaServer, startSecureKafka } from './start-secure-kafka';

const WRONG_PASSWORD = 'hunter2-hunter2';
const TOPICS_OF_TEST = {
  partitions: 2,
  replication: 1,
  retentionMs: 86_400_000,
  compression: 'gzip',
} as const;
const plainBroker = process.env.KAFKA_BROKERS?.split(',')[0] ?? '';

describe('kafka bus on a broker that asks who we are', () => {
  let server: SecureKafkaServer;
  let stranger: Authority;
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  beforeAll(async () => {
    stranger = createAuthority();
    server = await startSecureKafka();
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    stranger.dissolve();
  });

  type Approach = Pick<KafkaBusOptions, 'brokers' | 'tls' | 'sasl'>;
  const open = (approach: Approach, prefix = 'secure.'): Promise<Bus> =>
    openKafkaBus({
      ...approach,
      clientId: 'vigie-test',
      topics: { ...TOPICS_OF_TEST, prefix },
      clock: systemClock,
      log,
      times: { sessionMs: 6_000, heartbeatMs: 200 },
    });
  const trusting = () => ({ ca: server.authority.caFile });
  const saslOf = (mechanism: KafkaSasl['mechanism'], { username, password }: KafkaUser): KafkaSasl => ({
    mechanism,
    username,
    password: new SecretText(password),
  });
  const loggedIn = (mechanism: KafkaSasl['mechanism'], user = server.user): Approach => ({
    brokers: [server.sasl],
    tls: trusting(),
    sasl: saslOf(mechanism, user),
  });
  const certified = (): Approach => ({
    brokers: [server.mutual],
    tls: { ...trusting(), cert: server.client.certFile, key: server.client.keyFile },
  });

  const carries = async (bus: Bus) => {
    const topic = `carried-${Math.random().toString(36).slice(2)}`;
    const seen: string[] = [];
    await bus.publish(topic, [{ key: 'vinci', value: 'before' }]);
    await bus.subscribe({
      group: topic,
      topics: [topic],
      onBatch: async ({ messages }) => void seen.push(...messages.map(({ value }) => value)),
    });
    await bus.publish(topic, [{ key: 'vinci', value: 'after' }]);
    await until(() => seen.length === 2);
    expect(seen).toEqual(['before', 'after']);
    expect((await bus.lag()).filter(({ group }) => group === topic)).not.toEqual([]);
  };

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'carries messages over TLS, logged in by %s',
    async (mechanism) => {
      const bus = await open(loggedIn(mechanism));
      await carries(bus);
      await bus.close();
    },
    30_000,
  );

  it('carries messages with a certificate in place of a log-in', async () => {
    const bus = await open(certified());
    await carries(bus);
    await bus.close();
  }, 30_000);

  it('finds the one broker of a list that lets us in', async () => {
    const bus = await open({ ...loggedIn('plain'), brokers: [server.mutual, server.sasl] });
    await bus.close();
  }, 30_000);

  const wrong = (user: KafkaUser): KafkaUser => ({ ...user, password: WRONG_PASSWORD });
  const refusals: readonly (readonly [what: string, mend: RegExp, approach: () => Approach])[] = [
    ['a wrong password, by plain', /check bus\.sasl/, () => loggedIn('plain', wrong(server.user))],
    ['a wrong password, by scram', /check bus\.sasl/, () => loggedIn('scram-sha-512', wrong(server.user))],
    ['a user without that mechanism', /check bus\.sasl/, () => loggedIn('scram-sha-256', server.limited)],
    ['no log-in', /set bus\.sasl/, () => ({ ...loggedIn('plain'), sasl: undefined })],
    [
      'a log-in where none is wanted',
      /leave bus\.sasl out/,
      () => ({ ...certified(), sasl: saslOf('plain', server.user) }),
    ],
    ["trust in the system's authorities only", /set bus\.tls\.ca/, () => ({ ...loggedIn('plain'), tls: {} })],
    [
      'trust in another authority',
      /set bus\.tls\.ca/,
      () => ({ ...loggedIn('plain'), tls: { ca: stranger.caFile } }),
    ],
    ['no certificate', /set bus\.tls\.cert and bus\.tls\.key/, () => ({ ...certified(), tls: trusting() })],
    [
      'a certificate of a stranger',
      /set bus\.tls\.cert and bus\.tls\.key/,
      () => {
        const { certFile: cert, keyFile: key } = stranger.issue('stranger');
        return { ...certified(), tls: { ...trusting(), cert, key } };
      },
    ],
    ['plain text to a port for TLS', /set bus\.tls/, () => ({ brokers: [server.sasl] })],
    [
      'plain text to a port for TLS, with a log-in',
      /set bus\.tls/,
      () => ({ ...loggedIn('plain'), tls: undefined }),
    ],
    [
      'a log-in to a broker without any',
      /leave bus\.sasl out/,
      () => ({ ...loggedIn('plain'), brokers: [plainBroker], tls: undefined }),
    ],
  ];

  it.each(refusals)('says at once how to mend %s, and no secret', async (_, mend, approach) => {
    logged.length = 0;
    const startedAt = Date.now();
    const error = await open(approach()).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Error);
    expect(Date.now() - startedAt).toBeLessThan(3_000);
    const { message } = error as Error;
    expect(message).toMatch(/^cannot open the bus on Kafka at 127\.0\.0\.1:\d+: .+/);
    expect(message).toMatch(mend);
    expect(message).not.toContain('\n');
    const everything = `${inspect(error, { depth: 20, showHidden: true })} ${logged.join('\n')}`;
    for (const secret of [WRONG_PASSWORD, server.user.password, server.limited.password])
      expect(everything).not.toContain(secret);
  });

  it('leaves a broker that refused us out of the tries only until the bus is open', async () => {
    const sockets = createKafkaSockets({ brokers: [server.sasl, plainBroker], tls: {} });
    const [host = '', port] = server.sasl.split(':');
    const socket = sockets.open({ host, port: Number(port), ssl: {}, onConnect: () => {} });
    await once(socket, 'error').catch(() => undefined);
    expect([sockets.brokers(), sockets.refusal()]).toEqual([[plainBroker], undefined]);
    sockets.settle();
    expect(sockets.brokers()).toEqual([server.sasl, plainBroker]);
  });

  it('says how to mend it to who only looks, too', async () => {
    const options = { clientId: 'vigie-test', topics: TOPICS_OF_TEST, log };
    const untrusting = { ...loggedIn('plain'), tls: {} };
    await expect(lookAtKafka({ ...options, ...untrusting })).rejects.toThrow(/^Kafka at .* set bus\.tls\.ca/);
    await expect(lookAtKafka({ ...options, brokers: ['127.0.0.1:1'] })).rejects.toThrow(/is a broker up/);
  });

  describe('with files that are not what they should be', () => {
    const folder = temporaryFolder();
    it.each([
      ['ca', /^bus\.tls\.ca: .*nonsense\.pem holds no certificate/],
      ['cert', /^bus\.tls: .*nonsense\.pem and .*client\.key are no certificate and its key/],
      ['key', /^bus\.tls: .*client\.pem and .*nonsense\.pem are no certificate and its key/],
    ])('says so of %s', async (setting, message) => {
      const nonsense = join(folder(), 'nonsense.pem');
      writeFileSync(nonsense, 'nonsense');
      const approach = certified();
      await expect(open({ ...approach, tls: { ...approach.tls, [setting]: nonsense } })).rejects.toThrow(
        message,
      );
    });

    it('says so of a certificate without its key', async () => {
      const { certFile: cert } = server.client;
      await expect(open({ ...certified(), tls: { ...trusting(), cert } })).rejects.toThrow(/go together/);
    });
  });

  describe('as a user with few rights', () => {
    const { TOPIC, GROUP } = AclResourceTypes;
    const { CREATE, READ, WRITE, DELETE, DESCRIBE_CONFIGS, ALTER_CONFIGS } = AclOperationTypes;
    const grant = async (
      prefix: string,
      rights: readonly (readonly [AclResourceTypes, AclOperationTypes])[],
    ) => {
      const admin = createKafkaClient({ ...certified(), clientId: 'vigie-test', log }).admin();
      await admin.connect();
      const acl = rights.map(([resourceType, operation]) => ({
        resourceType,
        resourceName: prefix,
        resourcePatternType: ResourcePatternTypes.PREFIXED,
        principal: `User:${server.limited.username}`,
        host: '*',
        operation,
        permissionType: AclPermissionTypes.ALLOW,
      }));
      await admin.createAcls({ acl });
      await admin.disconnect();
    };

    it('does all its work with the rights that the README lists', async () => {
      const ofTopics = [CREATE, READ, WRITE, DELETE, DESCRIBE_CONFIGS, ALTER_CONFIGS];
      await grant('few.', [...ofTopics.map((right) => [TOPIC, right] as const), [GROUP, READ]]);
      const approach = loggedIn('plain', server.limited);
      const bus = await open(approach, 'few.');
      await carries(bus);
      expect(await bus.deleteOlderThan(Date.now() + 60_000)).toBeGreaterThan(0);
      await bus.close();
      const topics = { ...TOPICS_OF_TEST, prefix: 'few.', retentionMs: 172_800_000 };
      await (
        await openKafkaBus({ ...approach, clientId: 'vigie-test', topics, clock: systemClock, log })
      ).close();
      const made = await lookAtKafka({ ...approach, clientId: 'vigie-test', topics, log });
      expect(made.map(({ settings }) => settings['retention.ms'])).toEqual(
        Object.values(TOPICS).map(() => '172800000'),
      );
    }, 30_000);

    it('says that rights are missing, and where they are listed', async () => {
      await expect(open(loggedIn('plain', server.limited), 'none.')).rejects.toThrow(
        /grant the user of bus the rights that "Scale out" in the README lists/,
      );
    });
  });

  describe('as a process of its own', () => {
    const folder = temporaryFolder();
    const indexPrefix = `test-secure-bus-${process.pid}`;
    afterAll(() => fetch(`${process.env.ELASTICSEARCH_URL}/${indexPrefix}-state`, { method: 'DELETE' }));

    it.each([
      ['a wrong password', 'check bus.sasl', () => ({ ca: server.authority.caFile })],
      ['an unknown authority', 'set bus.tls.ca', () => ({ ca: stranger.caFile })],
      ['plain text to a port for TLS', 'set bus.tls', () => undefined],
    ])(
      'ends by itself, in one line, over %s',
      async (_, mend, tls) => {
        const config = writeConfig(join(folder(), 'config'), {
          'vigie.yaml': `
bus:
  kind: kafka
  brokers: ["${server.sasl}"]
  replication: 1
  tls: ${JSON.stringify(tls())}
  sasl: { mechanism: scram-sha-256, username: ${server.user.username}, password: "\${KAFKA_PASSWORD}" }
store: { kind: elasticsearch, node: "${process.env.ELASTICSEARCH_URL}", indexPrefix: ${indexPrefix} }
notifiers: [{ name: screen, kind: console }]
receivers: [{ name: team, notifiers: [screen] }]
route: { receiver: team }
`.replace(/\n {2}tls: undefined/, ''),
        });
        const startedAt = Date.now();
        const args = ['dead-letters', 'list', '--config', config];
        const vigie = startVigie(args, { KAFKA_PASSWORD: WRONG_PASSWORD });
        expect(await vigie.ended).toBe(1);
        expect(Date.now() - startedAt).toBeLessThan(5_000);
        const lines = vigie.errors().trim().split('\n');
        expect(lines.at(-1)).toContain(mend);
        expect(vigie.errors()).not.toMatch(/unhandled|hunter2/i);
      },
      30_000,
    );
  });
});
