import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { type ElasticsearchSettings, elasticsearchConnection } from '#config/elasticsearch-settings';
import { SecretText } from '#config/fields/secret';
import { temporaryFolder } from '../temporary-folder';
import { breakFile, loadFiles, SOUND } from './configuration';
import { MISTAKES } from './mistakes';
import { RULE_TYPE_MISTAKES } from './rule-type-mistakes';

const folder = temporaryFolder();
const withText = (file: string, from: string, to: string) => breakFile(file, from, to);

describe('a sound configuration', () => {
  it('has no problems and holds what is enabled', async () => {
    const { config, problems } = await loadFiles(folder(), SOUND);
    expect(problems).toEqual([]);
    expect(config?.notifiers.map(({ name, options }) => ({ name, options }))).toEqual([
      { name: 'desk', options: { volume: 5, tone: 'low' } },
    ]);
    expect(config?.settings.receivers).toEqual([{ name: 'crisis-team', notifiers: ['desk'] }]);
    expect(config?.settings.data).toBe(join(folder(), 'data'));
    expect(config?.folder).toBe(join(folder(), 'config'));
  });

  it('makes sources of its own and of the feeds of each brand', async () => {
    const { config } = await loadFiles(folder(), SOUND);
    const sources = config?.sources.map(({ name, definition, everyMs, options }) => [
      name,
      definition.kind,
      everyMs,
      options.url ?? options.port,
      options.channel,
    ]);
    expect(sources).toEqual([
      ['feed', 'rss', 600_000, 'https://example.com/feed.xml', 'news'],
      ['partner', 'webhook', undefined, 8790, 'web'],
      ['acme-newsroom', 'rss', undefined, 'https://acme.com/feed.xml', 'newsroom'],
      ['acme-example.org', 'rss', undefined, 'https://www.example.org/a.xml', 'news'],
      ['acme-example.org-2', 'rss', undefined, 'https://example.org/b.xml', 'news'],
    ]);
  });

  it('tells apart what all rules share from the options of their type, and where each stands', async () => {
    const { config } = await loadFiles(folder(), SOUND);
    expect(config?.rules[1]).toEqual({
      name: 'acme-tone',
      type: 'percentage_match',
      filter: [],
      query_key: ['brand'],
      count_by: 'mentions',
      timeframe: 1_800_000,
      realert: 1_800_000,
      worsen_factor: 2,
      severity: 'warning',
      dedup_key: ['brand'],
      allowed_lateness: 1_800_000,
      options: {
        match: ['sentiment="negative"'],
        baseline: 'fixed',
        max_percentage: 40,
        min_shift: 5,
        min_denominator: 40,
        evidence: 'match',
        history: 86_400_000,
        adapt_after: 86_400_000,
      },
      origin: { file: 'rules/acme.yaml', line: 12 },
    });
  });

  it('holds the moments that are declared, each with its zone, and none without a calendar', async () => {
    const { config } = await loadFiles(folder(), SOUND);
    expect(config?.moments).toEqual([
      {
        name: 'results day',
        brands: ['acme'],
        from: '2016-02-05 07:00',
        to: '2016-02-05 20:00',
        timezone: 'Europe/Paris',
        expect: 3,
      },
      { name: 'match', brands: 'all', every: 'saturday 15:00-17:30', timezone: 'Europe/London', expect: 1.5 },
    ]);
    const { 'calendar.yaml': _none, ...others } = SOUND;
    rmSync(join(folder(), 'config', 'calendar.yaml'));
    expect((await loadFiles(folder(), others)).config?.moments).toEqual([]);
  });

  it('hands options of enrichers on as written, once they are checked', async () => {
    const files = withText('vigie.yaml', 'sources:', 'enrichers: { story: { window: 24h } }\nsources:');
    const { config, problems } = await loadFiles(folder(), files);
    expect(problems).toEqual([]);
    const story = config?.enrichers.find(({ definition }) => definition.kind === 'story');
    expect(story?.options).toEqual({ window: '24h' });
  });

  it('takes a bus on Kafka, with its secrets and files, and names what it leaves out', async () => {
    const bus = `bus:
  kind: kafka
  brokers: [k1.example.com:9093, "[::1]:9093"]
  retention: 2d
  tls: { ca: vigie.yaml }
  sasl: { mechanism: scram-sha-512, username: vigie, password: "\${PARTNER_SECRET}" }
store: { kind: elasticsearch, node: "http://127.0.0.1:9200" }
sources:`;
    const files = withText('vigie.yaml', 'sources:', bus);
    const { config, problems } = await loadFiles(folder(), files, { PARTNER_SECRET: 'hunter2' });
    expect(problems).toEqual([]);
    expect(config?.settings.bus).toEqual({
      kind: 'kafka',
      brokers: ['k1.example.com:9093', '[::1]:9093'],
      clientId: 'vigie',
      prefix: 'vigie.',
      partitions: 8,
      replication: 3,
      retention: 172_800_000,
      compression: 'gzip',
      tls: { ca: join(folder(), 'config', 'vigie.yaml') },
      sasl: { mechanism: 'scram-sha-512', username: 'vigie', password: expect.any(SecretText) },
    });
    expect(JSON.stringify(config)).not.toContain('hunter2');
  });

  it('reads where a cluster is, and signs in with what the environment says', async () => {
    const store = `store: { kind: elasticsearch, node: "https://one:9200", username: me, password: "\${PASS}", ca: ca.pem }`;
    const [ca = ''] = rootCertificates;
    const files = { ...withText('vigie.yaml', 'timezone:', `${store}\ntimezone:`), 'ca.pem': ca };
    const env = { PARTNER_SECRET: 'key', PASS: 'hunter2' };
    const { config, problems } = await loadFiles(folder(), files, env);
    expect(problems).toEqual([]);
    const settings = config?.settings.store as ElasticsearchSettings;
    expect(elasticsearchConnection(settings)).toEqual({
      nodes: ['https://one:9200'],
      auth: { username: 'me', password: 'hunter2' },
      ca,
    });
    const { indexPrefix, retention } = settings;
    expect({ indexPrefix, retention }).toEqual({ indexPrefix: 'vigie', retention: 365 * 86_400_000 });
    expect(JSON.stringify(config)).not.toContain('hunter2');
  });

  it('tells operators after half a minute unless they wish otherwise, and nobody where none are named', async () => {
    const operatorsOf = async (files: Record<string, string>) =>
      (await loadFiles(folder(), files)).config?.settings.operators;
    const named = withText('vigie.yaml', 'timezone:', 'operators: { receiver: crisis-team }\ntimezone:');
    expect(await operatorsOf(named)).toEqual({ receiver: 'crisis-team', after: 30_000 });
    expect(await operatorsOf({ ...SOUND })).toBeUndefined();
  });

  it('keeps the secret out of everything that is printed', async () => {
    const { config } = await loadFiles(folder(), SOUND, { PARTNER_SECRET: 'hunter2' });
    const secret = config?.sources[1]?.options.secret as SecretText;
    expect(secret).toBeInstanceOf(SecretText);
    expect(secret.reveal()).toBe('hunter2');
    expect(JSON.stringify(config)).not.toContain('hunter2');
  });
});

describe('variables', () => {
  it('become numbers and truth values where those are wanted', async () => {
    const files = withText('vigie.yaml', 'port: 8790', `port: \${PORT}\n    enabled: \${ON:-true}`);
    const { config, problems } = await loadFiles(folder(), files, { PARTNER_SECRET: 'key', PORT: '81' });
    expect(problems).toEqual([]);
    expect(config?.sources[1]?.options.port).toBe(81);
  });

  it('are read from files, and a dollar can be written as such', async () => {
    mkdirSync(join(folder(), 'config'));
    writeFileSync(join(folder(), 'config', 'key.txt'), 'from a file\n');
    const files = {
      ...withText('vigie.yaml', `\${PARTNER_SECRET}`, `\${file:key.txt}`),
      'brands/acme.yaml': `id: acme\nname: A $\${B}\nnames: [Acme]\n`,
    };
    const { config, problems } = await loadFiles(folder(), files, {});
    expect(problems).toEqual([]);
    const secret = config?.sources[1]?.options.secret as SecretText;
    expect(secret.reveal()).toBe('from a file');
    expect(config?.brands[0]?.name).toBe(`A \${B}`);
  });

  it('never show in a problem', async () => {
    const files = withText('vigie.yaml', 'port: 8790', `port: \${PARTNER_SECRET}`);
    const { problems } = await loadFiles(folder(), files, { PARTNER_SECRET: 'hunter2' });
    expect(problems).toEqual([
      'config/vigie.yaml:9:11 sources[1].port: expected a number (got a value that is not shown)',
    ]);
  });

  it('of an entry that is not enabled may be missing, but its options are checked', async () => {
    const files = withText('vigie.yaml', `token: \${PAGER_TOKEN}`, `tokn: \${PAGER_TOKEN}`);
    const { problems } = await loadFiles(folder(), files);
    expect(problems).toEqual([
      'config/vigie.yaml:14:5 notifiers[1].token: is missing: key of the account',
      'config/vigie.yaml:17:5 notifiers[1].tokn: unknown key "tokn": did you mean "token"?',
    ]);
  });
});

describe('mistakes', () => {
  it.each([...MISTAKES, ...RULE_TYPE_MISTAKES])('tells of $mistake', async ({ file, from, to, told }) => {
    const { config, problems } = await loadFiles(folder(), breakFile(file, from, to));
    expect(problems).toEqual(told);
    expect(config).toBeUndefined();
  });

  it('in several files are told all at once, by file and position', async () => {
    const files = {
      ...SOUND,
      'vigie.yaml': (SOUND['vigie.yaml'] ?? '')
        .replace('every', 'evry')
        .replace('crisis-team\n  routes', 'x\n  routes'),
      'brands/acme.yaml': 'id: Acme\nname: Acme\n',
      'rules/broken.yaml': 'version: 1\nrules: [\n',
    };
    const { problems } = await loadFiles(folder(), files);
    expect(problems.map((problem) => problem.split(' ').slice(0, 2).join(' '))).toEqual([
      'config/brands/acme.yaml:1:1 names:',
      'config/brands/acme.yaml:1:5 id:',
      'config/calendar.yaml:4:14 moments[0].brands[0]:',
      'config/rules/acme.yaml:6:9 rules[0].filter[0]:',
      'config/rules/broken.yaml:3:1 YAML:',
      'config/vigie.yaml:6:5 sources[0].evry:',
      'config/vigie.yaml:22:13 route.receiver:',
    ]);
  });

  it('refuses a text that grows without bound', async () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [name, of] of ['ba', 'cb', 'dc', 'ed'].map((pair) => [...pair]))
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${of}`).join(', ')}]`);
    const { problems } = await loadFiles(folder(), { ...SOUND, 'rules/acme.yaml': bomb.join('\n') });
    expect(problems).toEqual([
      'config/rules/acme.yaml:1:1 YAML: Excessive alias count indicates a resource exhaustion attack',
    ]);
  });

  it('names the folder when there is no vigie.yaml', async () => {
    const { problems } = await loadFiles(folder(), {});
    expect(problems).toEqual([
      `config/vigie.yaml:1:1 there is no such file in ${join(folder(), 'config')}: start from the one that Vigie ships, or name another folder with --config`,
    ]);
  });
});
