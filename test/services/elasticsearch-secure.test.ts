import { join } from 'node:path';
import { inspect } from 'node:util';
import pino from 'pino';
import { loadConfig } from '#config/load-config';
import { plugins } from '#config/plugins';
import { openElasticsearchStore } from '#enrich/store/elasticsearch';
import type { Store } from '#enrich/store/store';
import { isRetriable } from '#ingest/bus/bus';
import { systemClock } from '#ingest/clock';
import { type ElasticsearchConnection, ElasticsearchUnavailable } from '#ingest/elasticsearch-client';
import { lookAtElasticsearch } from '#ingest/elasticsearch-look';
import { openElasticsearchState } from '#ingest/state/elasticsearch';
import { StateConflictError } from '#ingest/state/state';
import { openBusAndState, openStore } from '../../adapters';
import { mentionOf } from '../contract/naive-store';
import { until } from '../contract/until';
import { writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';
import { type Authority, createAuthority } from './authority';
import { type SecureElasticsearchServer, startSecureElasticsearch } from './start-secure-elasticsearch';
import { type SecureKafkaServer, startSecureKafka } from './start-secure-kafka';

const WRONG_PASSWORD = 'hunter2-hunter2';
/** The rights that the README lists. */
const CLUSTER = ['manage_index_templates'];
const INDICES = ['read', 'index', 'delete', 'manage'];

const failure = async (work: Promise<unknown>): Promise<Error> => {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it did not fail');
};

/** An index that was made this moment has no shard to ask yet. */
async function countStored(store: Store): Promise<number> {
  try {
    return (await store.extent({})).count;
  } catch (error) {
    if (error instanceof ElasticsearchUnavailable) return 0;
    throw error;
  }
}

describe('on servers that ask who we are', () => {
  let server: SecureElasticsearchServer;
  let kafka: SecureKafkaServer;
  let stranger: Authority;
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  beforeAll(async () => {
    stranger = createAuthority();
    [server, kafka] = await Promise.all([startSecureElasticsearch(), startSecureKafka()]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([server?.stop(), kafka?.stop()]);
    stranger.dissolve();
  });

  let prefixes = 0;
  const uniquePrefix = () => `vigie${prefixes++}`;
  const optionsOf = (connection: Partial<ElasticsearchConnection>, indexPrefix = uniquePrefix()) => ({
    connection: { nodes: [server.url], ca: server.ca, ...connection },
    indexPrefix,
    clock: { ...systemClock, sleep: (ms: number) => systemClock.sleep(ms / 20) },
    log,
  });
  type Options = ReturnType<typeof optionsOf>;
  const makeKey = async (prefix: string, cluster = CLUSTER, privileges = INDICES): Promise<string> => {
    const role = { cluster, indices: [{ names: [`${prefix}-*`], privileges }] };
    const answer = await server.ask('POST', '_security/api_key', {
      name: 'vigie',
      role_descriptors: { vigie: role },
    });
    return (answer as { encoded: string }).encoded;
  };

  const useStore = async (options: Options) => {
    const store = await openElasticsearchStore(options);
    try {
      const author = { id: 'jd', handle: 'jd' };
      await store.save([
        mentionOf({ id: 'a', author }),
        mentionOf({ id: 'b', text: 'the takeover of Eiffage' }),
      ]);
      expect((await store.search({ text: 'takeover' })).mentions.map(({ id }) => id)).toEqual(['b']);
      await store.save([mentionOf({ id: 'b', publishedAt: '2015-01-01T00:00:00.000Z' })]);
      expect(await store.eraseAuthor({ author: 'jd' })).toBe(1);
      expect((await store.extent({})).count).toBe(1);
      // A template of an older program, whose indices get the fields that are new.
      const name = `${options.indexPrefix}-mentions`;
      await server.ask('PUT', `_index_template/${name}`, { index_patterns: [`${name}-*`], version: 0 });
      await (await openElasticsearchStore(options)).close();
      const made = await lookAtElasticsearch(options.connection, options.indexPrefix);
      expect(made.map(({ what }) => what)).toEqual([`index template ${name}`]);
      expect(await store.deleteStoredBefore(Date.now() + 60_000)).toBe(1);
    } finally {
      await store.close();
    }
  };
  const useState = async (options: Options) => {
    const state = await openElasticsearchState(options);
    try {
      const former = await state.acquire('watcher');
      const commit = { puts: [{ namespace: 'counts', key: 'vinci', value: 1 }], positions: [] };
      await former.commit(commit);
      const owner = await state.acquire('watcher');
      expect(await failure(former.commit(commit))).toBeInstanceOf(StateConflictError);
      await owner.commit({ deletes: [{ namespace: 'counts', key: 'none' }] });
      expect(await owner.get('counts', 'vinci')).toBe(1);
      expect((await state.read('counts')).map(({ value }) => value)).toEqual([1]);
    } finally {
      await state.close();
    }
  };

  describe('Elasticsearch over TLS', () => {
    it('is store and state to who signs in with a password', async () => {
      const options = optionsOf({ auth: server.user });
      await useStore(options);
      await useState(options);
    }, 30_000);

    it('is store and state to an API key with no more rights than the README lists', async () => {
      const prefix = uniquePrefix();
      const options = optionsOf({ auth: { apiKey: await makeKey(prefix) } }, prefix);
      await useStore(options);
      await useState(options);
    }, 30_000);

    it.each([...CLUSTER, ...INDICES])(
      'needs the right to %s',
      async (right) => {
        const prefix = uniquePrefix();
        const others = (rights: readonly string[]) => rights.filter((one) => one !== right);
        const apiKey = await makeKey(prefix, others(CLUSTER), others(INDICES));
        const error = await failure(useStore(optionsOf({ auth: { apiKey } }, prefix)));
        expect(error.message).toMatch(/security_exception: action \[\S+\] is unauthorized for API key id/);
        expect(isRetriable(error)).toBe(true);
      },
      30_000,
    );

    it('says which right is missing, and where the rights are listed', async () => {
      const apiKey = await makeKey(uniquePrefix(), []);
      const error = await failure(openElasticsearchStore(optionsOf({ auth: { apiKey } })));
      expect(error.message).toMatch(/forbidden \(403\): grant .* "Scale out" in the README/);
      expect(error.message).toContain('granted by the cluster privileges [manage_index_templates,');
    });

    it('does not take a blocked index for a missing right', async () => {
      const options = optionsOf({ auth: server.user });
      const state = await openElasticsearchState(options);
      const owner = await state.acquire('watcher');
      const index = `${options.indexPrefix}-state`;
      await server.ask('PUT', `${index}/_block/write`);
      const error = await failure(owner.commit({ puts: [{ namespace: 'counts', key: 'vinci', value: 1 }] }));
      expect(error.message).toMatch(
        /is held off by a block \(403\)\. cluster_block_exception: index \[\S+\] blocked/,
      );
      expect(isRetriable(error)).toBe(true);
      await server.ask('PUT', `${index}/_settings`, { 'index.blocks.write': null });
      await owner.commit({ puts: [{ namespace: 'counts', key: 'vinci', value: 1 }] });
      await state.close();
    });

    const refusals: readonly (readonly [string, RegExp, () => Partial<ElasticsearchConnection>])[] = [
      [
        'a wrong password',
        /refused \(401\): check store\.apiKey, or store\.username and store\.password\. .*unable to authenticate user \[operator\]/,
        () => ({ auth: { ...server.user, password: WRONG_PASSWORD } }),
      ],
      [
        'a wrong API key',
        /refused \(401\): check store\.apiKey/,
        () => ({ auth: { apiKey: Buffer.from(`id:${WRONG_PASSWORD}`).toString('base64') } }),
      ],
      ['nobody', /refused \(401\): check store\.apiKey.* missing authentication credentials/, () => ({})],
      [
        "trust in the system's authorities only",
        /set store\.ca to the file of its authority\. unable to verify the first certificate/,
        () => ({ ca: undefined, auth: server.user }),
      ],
      [
        'trust in another authority',
        /set store\.ca to the file of its authority/,
        () => ({ ca: stranger.ca, auth: server.user }),
      ],
      [
        'plain text',
        /is the server up\? does it speak TLS\? then write https:\/\/ in store\.node/,
        () => ({ nodes: [server.url.replace('https:', 'http:')] }),
      ],
      [
        'TLS to a server without any',
        /the server speaks no TLS: write http:\/\/ in store\.node.* wrong version number$/,
        () => ({ nodes: [(process.env.ELASTICSEARCH_URL ?? '').replace('http:', 'https:')] }),
      ],
    ];
    const outcomes = new Map<string, Promise<readonly Error[]>>();
    // All at once: the client tries three times where nobody answers.
    beforeAll(() => {
      for (const [what, , connection] of refusals) {
        const options = optionsOf(connection());
        const opened = [openElasticsearchStore(options), openElasticsearchState(options)];
        outcomes.set(what, Promise.all(opened.map(failure)));
      }
    });

    it.each(refusals)(
      'says how to mend %s, and no secret',
      async (what, mend) => {
        const errors = (await outcomes.get(what)) ?? [];
        expect(errors.length).toBe(2);
        for (const error of errors) {
          expect(error.message).toMatch(/^Elasticsearch at https?:\/\/127\.0\.0\.1:\d+: reading the /);
          expect(error.message).toMatch(mend);
          expect(isRetriable(error)).toBe(true);
        }
        const everything = `${inspect(errors, { depth: 20, showHidden: true })} ${logged.join('\n')}`;
        const secrets = [WRONG_PASSWORD, server.user.password].flatMap((secret) => [
          ...[secret, Buffer.from(`id:${secret}`).toString('base64')],
          Buffer.from(`${server.user.username}:${secret}`).toString('base64'),
        ]);
        for (const secret of secrets) expect(everything).not.toContain(secret);
      },
      30_000,
    );

    it('goes on once the password is right again', async () => {
      const { password } = server.user;
      const user = { username: 'deckhand', password: WRONG_PASSWORD };
      const body = { password: WRONG_PASSWORD, roles: ['superuser'] };
      await server.ask('POST', `_security/user/${user.username}`, body);
      const store = await openElasticsearchStore(optionsOf({ auth: user }));
      await server.ask('POST', `_security/user/${user.username}/_password`, { password });
      expect(isRetriable(await failure(store.save([mentionOf({ id: 'a' })])))).toBe(true);
      await server.ask('POST', `_security/user/${user.username}/_password`, { password: WRONG_PASSWORD });
      await store.save([mentionOf({ id: 'a' })]);
      expect((await store.extent({})).count).toBe(1);
      await store.close();
    }, 30_000);
  });

  describe('vigie.yaml', () => {
    const folder = temporaryFolder();
    const load = async (bus: string, signIn: string, indexPrefix: string) => {
      const text = `
bus: { kind: kafka, ${bus}, prefix: ${indexPrefix}., partitions: 2, replication: 1 }
store:
  kind: elasticsearch
  node: ${server.url}
  ca: authorities/elasticsearch.pem
  indexPrefix: ${indexPrefix}
  ${signIn}
notifiers: [{ name: screen, kind: console }]
receivers: [{ name: team, notifiers: [screen] }]
route: { receiver: team }
`;
      const { cert, key } = kafka.client;
      const config = writeConfig(join(folder(), 'config'), {
        'vigie.yaml': text,
        'authorities/elasticsearch.pem': server.ca,
        'authorities/kafka.pem': kafka.authority.ca,
        'authorities/client.pem': cert,
        'authorities/client.key': key,
      });
      const env = {
        KAFKA_PASSWORD: kafka.user.password,
        STORE_PASSWORD: server.user.password,
        STORE_KEY: await makeKey(indexPrefix),
      };
      const loaded = await loadConfig({ folder: config, env, plugins });
      expect(loaded.problems).toEqual([]);
      if (!loaded.config) throw new Error('the configuration is not sound');
      return loaded.config;
    };
    const loggedIn = () =>
      `brokers: ["${kafka.sasl}"], tls: { ca: authorities/kafka.pem }, sasl: { mechanism: scram-sha-512, username: ${kafka.user.username}, password: "\${KAFKA_PASSWORD}" }`;
    const certified = () =>
      `brokers: ["${kafka.mutual}"], tls: { ca: authorities/kafka.pem, cert: authorities/client.pem, key: authorities/client.key }`;

    it.each([
      ['a log-in and an API key', loggedIn, `apiKey: "\${STORE_KEY}"`],
      ['a certificate and a password', certified, `username: operator\n  password: "\${STORE_PASSWORD}"`],
    ])(
      'opens bus, state and store by %s',
      async (_, busSettings, signIn) => {
        const config = await load(busSettings(), signIn, uniquePrefix());
        const { bus, state, close } = await openBusAndState(config, log);
        try {
          const store = await openStore(config, log);
          const mention = mentionOf({ id: 'a' });
          await bus.subscribe({
            group: 'storing',
            topics: ['brand-mentions'],
            onBatch: ({ messages }) => store.saveJson(messages.map(({ value }) => value)),
          });
          await bus.publish('brand-mentions', [{ key: 'vinci', value: JSON.stringify(mention) }]);
          await until(async () => (await countStored(store)) === 1);
          expect(await store.get('a')).toEqual(mention);
          const owner = await state.acquire('watcher');
          await owner.commit({ puts: [{ namespace: 'counts', key: 'vinci', value: 1 }] });
          expect(await owner.get('counts', 'vinci')).toBe(1);
          await store.close();
        } finally {
          // A consumer that is left behind would end the whole run when its broker has gone.
          await close();
        }
      },
      60_000,
    );
  });
});
