import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '#config/load-config';
import { plugins } from '#config/plugins';
import { formatProblem } from '#config/problem';
import { packageRoot } from '#ingest/thread';
import { createProgram } from '../commands';
import { processTerminal } from '../commands/terminal';
import { temporaryFolder } from './temporary-folder';

const root = packageRoot();
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const lines = (path: string) =>
  read(path)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

// The Compose specification's rules for what the file uses; a key that is not here is a mistake or needs its rule.
const Name = z.string().regex(/^[a-zA-Z0-9._-]+$/);
const Time = z.string().regex(/^(\d+(h|m|s|ms|us))+$/);
const Bytes = z.string().regex(/^\d+(b|k|kb|m|mb|g|gb)$/i);
const Environment = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const Dependency = z.strictObject({
  condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']),
});
const Service = z.strictObject({
  image: z.string().regex(/^[a-z0-9./_-]+:[\w.-]+$/),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: Environment.optional(),
  env_file: z.array(z.strictObject({ path: z.string(), required: z.boolean() })).optional(),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  tmpfs: z.array(z.string()).optional(),
  ulimits: z.record(z.string().regex(/^[a-z]+$/), z.int()).optional(),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  mem_limit: Bytes,
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']),
  stop_grace_period: Time.optional(),
  depends_on: z.record(Name, Dependency).optional(),
  healthcheck: z
    .union([
      z.strictObject({ disable: z.literal(true) }),
      z.strictObject({
        test: z.tuple([z.enum(['CMD', 'CMD-SHELL'])], z.string()),
        interval: Time,
        timeout: Time,
        retries: z.int().positive(),
        start_period: Time,
      }),
    ])
    .optional(),
});
const ComposeFile = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/),
  services: z.record(Name, Service),
  volumes: z.record(Name, z.null()),
});

function composeFile() {
  const file: Record<string, unknown> = parse(read('docker-compose.yml'), { merge: true });
  return ComposeFile.parse(Object.fromEntries(Object.entries(file).filter(([key]) => !key.startsWith('x-'))));
}

const { services, volumes } = composeFile();
const each = Object.entries(services).map(([name, service]) => ({ name, ...service }));
const ours = each.filter(({ build }) => build !== undefined);
const servers = ['kafka', 'elasticsearch', 'kibana'];
const jobs = ['setup', 'boards'];
const workers = ['collect-worker', 'enrich-worker', 'alert-worker', 'console'];

/** What commander does not know of a command line. */
function unknownWords(line: readonly string[]): string[] {
  Object.assign(globalThis, { __VIGIE_VERSION__: '0' });
  let command: Command = createProgram(processTerminal());
  return line.filter((word, index) => {
    if (word.startsWith('--')) return !command.options.some(({ long }) => long === word);
    if (line[index - 1]?.startsWith('--')) return false;
    const found = command.commands.find((sub) => sub.name() === word);
    command = found ?? command;
    return found === undefined;
  });
}

/** Reached by any start order: what a service waits for, and what those wait for. */
function waitsFor(name: string): string[] {
  const direct = Object.keys(services[name]?.depends_on ?? {});
  return [...new Set(direct.flatMap((other) => [other, ...waitsFor(other)]))].sort();
}

describe('docker-compose.yml', () => {
  it('has the servers, the jobs and one service a worker', () => {
    expect(Object.keys(services)).toEqual([...servers, ...jobs, ...workers]);
  });

  it('waits only for services that can become what is waited for', () => {
    const wrong = each.flatMap(({ name, depends_on = {} }) =>
      Object.entries(depends_on).flatMap(([other, { condition }]) => {
        const { healthcheck, restart } = services[other] ?? {};
        const possible =
          condition === 'service_healthy'
            ? healthcheck && 'test' in healthcheck
            : condition === 'service_completed_successfully' && /^(no|on-failure)$/.test(restart ?? '');
        return possible ? [] : [`${name} waits for ${other}: ${condition}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('sets up once both servers are healthy, and starts every worker after that, and none after Kibana', () => {
    const healthy = { condition: 'service_healthy' };
    const ready = { kafka: healthy, elasticsearch: healthy };
    const done = { condition: 'service_completed_successfully' };
    expect(services.setup).toMatchObject({ command: ['setup', '--wait', '2m'], restart: 'no' });
    expect(services.setup?.depends_on).toEqual(ready);
    for (const worker of workers) {
      expect(services[worker]?.depends_on).toEqual({ ...ready, setup: done });
      expect(waitsFor(worker)).toEqual(['elasticsearch', 'kafka', 'setup']);
    }
  });

  it('installs the boards by a job that nobody waits for, once Kibana is healthy', () => {
    expect(services.boards?.command).toContain('--kibana');
    expect(waitsFor('boards')).toEqual(['elasticsearch', 'kafka', 'kibana', 'setup']);
    expect(each.filter(({ depends_on = {} }) => 'boards' in depends_on)).toEqual([]);
  });

  it('keeps servers and workers up, and lets jobs end', () => {
    const restarts = each.map(({ name, restart }) => [name, restart]);
    expect(restarts).toEqual([
      ...servers.map((name) => [name, 'unless-stopped']),
      ['setup', 'no'],
      ['boards', 'on-failure'],
      ...workers.map((name) => [name, 'unless-stopped']),
    ]);
    for (const job of jobs) expect(services[job]?.healthcheck).toEqual({ disable: true });
  });

  it('declares every volume that it names, and mounts only what is there', () => {
    const sources = each.flatMap((service) =>
      (service.volumes ?? []).map((text) => text.split(':')[0] ?? ''),
    );
    const named = sources.filter((source) => !source.startsWith('.'));
    expect(named.sort()).toEqual(Object.keys(volumes).sort());
    expect([services.kafka?.volumes, services.elasticsearch?.volumes]).toEqual([
      [`kafka:${services.kafka?.environment?.KAFKA_LOG_DIRS}`],
      ['elasticsearch:/usr/share/elasticsearch/data'],
    ]);
    const paths = sources.filter((source) => source.startsWith('.'));
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('publishes on the loopback only', () => {
    const ports = each.flatMap((service) => service.ports ?? []);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    const expected = [9092, 9200, 5601, 8780].map((port) => `127.0.0.1:${port}:${port}`);
    expect(ports).toEqual(expected);
  });

  it('holds no secret, and asks for none where the servers start alone', () => {
    const secrets = each.flatMap(({ environment = {} }) =>
      Object.entries(environment).filter(
        ([key, value]) => /pass|secret|token|key/i.test(key) && value !== null,
      ),
    );
    expect(secrets).toEqual([]);
    const settings = each.map(({ name, environment, command }) =>
      JSON.stringify([name, environment, command]),
    );
    expect(settings.filter((text) => text.includes('${'))).toEqual([]);
  });

  it('sends a client back to the name it came by', () => {
    expect(services.kafka?.environment?.KAFKA_ADVERTISED_LISTENERS).toBe(
      'NETWORK://kafka:19092,HOST://127.0.0.1:9092',
    );
    const { bus, store, kibana } = parse(read('config/vigie.compose.yaml'));
    expect([bus.brokers, store.node, kibana.url]).toEqual([
      ['kafka:19092'],
      'http://elasticsearch:9200',
      'http://kibana:5601',
    ]);
  });

  it.each(ours)('$name is built here, may do little, and runs a command that Vigie has', (service) => {
    expect(service).toMatchObject({ build: '.', read_only: true, cap_drop: ['ALL'], init: true });
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    expect((service.volumes ?? []).filter((volume) => !volume.endsWith(':ro'))).toEqual([]);
    expect(service.command).toBeDefined();
    expect(unknownWords(service.command ?? [])).toEqual([]);
  });

  it.each(workers)('asks %s for its health where it answers', (name) => {
    const { command = [], environment = {} } = services[name] ?? {};
    const { console } = parse(read('config/vigie.compose.yaml'));
    const address = command[command.indexOf('--listen') + 1];
    const port = command.includes('--listen') ? address : `0.0.0.0:${console.listen.port}`;
    expect(port).toBe(`0.0.0.0:${environment.HEALTH_PORT}`);
  });
});

describe('the Dockerfile', () => {
  const instructions = lines('Dockerfile').map((line) => line.trim());
  const last = (word: string) => instructions.filter((line) => line.startsWith(`${word} `)).at(-1);

  it('ends as the user node, with a health check and the command as entry point', () => {
    expect(instructions.filter((line) => line.startsWith('FROM '))).toEqual([
      'FROM node:20-bookworm-slim AS build',
      'FROM node:20-bookworm-slim',
    ]);
    expect(last('USER')).toBe('USER node');
    expect(last('ENTRYPOINT')).toBe('ENTRYPOINT ["node", "--single-threaded-gc", "dist/main.js"]');
    expect(last('HEALTHCHECK')).toBeDefined();
    expect(read('Dockerfile')).toContain("process.env.HEALTH_PORT + '/healthz'");
  });

  it('copies what is there and let into the build', () => {
    const allowed = lines('.dockerignore').flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    expect(lines('.dockerignore')[0]).toBe('*');
    expect(allowed.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const copied = instructions
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1))
      .filter((path) => path !== '.');
    expect(copied.filter((path) => !allowed.includes(path))).toEqual([]);
  });

  it('lets into the build everything that is imported there, and no more', () => {
    const { imports } = JSON.parse(read('package.json')) as { imports: Record<string, string> };
    const folders = Object.values(imports).map((path) => path.split('/')[1] ?? '');
    const needed = [...folders, 'commands', 'main.ts', 'pipeline.ts', 'adapters.ts', 'scripts'];
    const allowed = lines('.dockerignore');
    expect(needed.filter((path) => !allowed.includes(`!${path}`))).toEqual([]);
    const sources = [...folders, 'commands'].flatMap((path) =>
      readdirSync(join(root, path), { recursive: true, encoding: 'utf8' }).map((name) => `${path}/${name}`),
    );
    const strays = sources.filter(
      (path) => /\.tsx?$/.test(path) && /'(\.\.\/)+(test|bench)\//.test(read(path)),
    );
    expect(strays).toEqual([]);
  });
});

describe('the configuration for docker-compose.yml', () => {
  const folder = temporaryFolder();
  const problemsWith = async (env: Record<string, string>) => {
    const config = join(folder(), 'config');
    cpSync(join(root, 'config'), config, { recursive: true });
    cpSync(join(root, 'config/vigie.compose.yaml'), join(config, 'vigie.yaml'));
    const { problems } = await loadConfig({ folder: config, env, plugins });
    return problems.map(formatProblem);
  };

  it('is good once the console has a password, and only then', async () => {
    expect(await problemsWith({ VIGIE_CONSOLE_PASSWORD: 'correct horse' })).toEqual([]);
    expect(await problemsWith({})).toEqual([
      expect.stringContaining('console.password: the environment variable VIGIE_CONSOLE_PASSWORD is not set'),
    ]);
    expect(await problemsWith({ VIGIE_CONSOLE_PASSWORD: '' })).toEqual([
      expect.stringContaining('console.password: is empty'),
    ]);
  });

  it('names its schema, and differs from vigie.yaml only in the adapters and the console', () => {
    const text = read('config/vigie.compose.yaml');
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/vigie\.schema\.json\n/);
    const { bus, store, kibana, console, ...same } = parse(text);
    const { data, bus: _b, store: _s, console: _c, ...shipped } = parse(read('config/vigie.yaml'));
    expect(same).toEqual(shipped);
  });
});
