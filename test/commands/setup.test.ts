import { join } from 'node:path';
import { startKibana } from '../dashboards/kibana/kibana-double';
import { freePort } from '../ingest/free-port';
import { startVigie, writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();

const REST = `notifiers: [{ name: terminal, kind: console }]
receivers: [{ name: team, notifiers: [terminal] }]
route: { receiver: team }
`;
const onServers = (broker: string, node: string) =>
  `bus: { kind: kafka, brokers: ["${broker}"] }\nstore: { kind: elasticsearch, node: "${node}" }\n`;

/** Runs the real command on `vigie.yaml` with these settings. */
async function setup(settings: string, args: readonly string[] = []) {
  const config = writeConfig(join(folder(), 'config'), { 'vigie.yaml': `${settings}${REST}` });
  const startedAt = Date.now();
  const { ended, output, errors } = startVigie(['--config', config, 'setup', ...args]);
  const code = await ended;
  const plain = (text: string) => text.replaceAll(folder(), '').trim().split('\n');
  return { code, output: plain(output()), errors: plain(errors()), tookMs: Date.now() - startedAt };
}

describe('vigie setup', () => {
  it('makes the files of the data folder, and leaves them alone when they are there', async () => {
    expect(await setup('')).toMatchObject({
      code: 0,
      output: [
        'checked  configuration in /config',
        'made     file /data/bus.db',
        'made     file /data/store.db',
      ],
      errors: [''],
    });
    expect(await setup('')).toMatchObject({
      code: 0,
      output: [
        'checked  configuration in /config',
        'there    file /data/bus.db',
        'there    file /data/store.db',
      ],
      errors: [''],
    });
  }, 30_000);

  it('makes nothing with a configuration that has mistakes', async () => {
    const settings = `console: { listen: { host: 0.0.0.0 }, password: "\${VIGIE_TEST_PASSWORD}" }\n`;
    const { code, output, errors } = await setup(settings);
    expect([code, output]).toEqual([1, ['']]);
    expect(errors).toEqual([
      expect.stringContaining('console.password: the environment variable VIGIE_TEST_PASSWORD is not set'),
      'vigie: the configuration in /config has 1 mistake; mend it and try again',
    ]);
  }, 30_000);

  it('waits for a broker that is away, says so meanwhile, and then fails', async () => {
    const broker = `127.0.0.1:${await freePort()}`;
    const { code, errors, tookMs } = await setup(onServers(broker, 'http://127.0.0.1:9'), ['--wait', '3s']);
    expect(errors.slice(0, -1).length).toBeGreaterThan(1);
    for (const line of errors.slice(0, -1))
      expect(line).toMatch(/^waiting, \d s left: Kafka at 127\.0\.0\.1:\d+: .*is a broker up/);
    expect(errors.at(-1)).toMatch(/^vigie: Kafka at .*is bus in vigie\.yaml right\? Waited 3 s\.$/);
    expect(code).toBe(1);
    expect(tookMs).toBeGreaterThan(3_000);
    expect(tookMs).toBeLessThan(10_000);
  }, 30_000);

  it('installs the boards when asked, once, and waits for Kibana only then', async () => {
    const port = await freePort();
    const away = await setup(`kibana: { url: "http://127.0.0.1:${port}" }\n`, ['--kibana', '--wait', '1s']);
    expect(away.errors.at(-1)).toMatch(/^vigie: cannot reach Kibana at .*is it running.* Waited 1 s\.$/);
    expect([away.code, away.errors[0]]).toEqual([1, expect.stringMatching(/^waiting, /)]);
    const server = await startKibana();
    const settings = `kibana: { url: "${server.url}" }\n`;
    expect((await setup(settings)).code).toBe(0);
    expect(server.held()).toEqual([]);
    const { code, output } = await setup(settings, ['--kibana']);
    const objects = server.held().length;
    expect([code, output.at(-1)]).toEqual([0, `made     ${objects} objects in Kibana at ${server.url}`]);
    expect(await setup(settings, ['--kibana'])).toMatchObject({
      code: 0,
      output: expect.arrayContaining([
        `there    ${objects} objects in Kibana at ${server.url}; vigie dashboards install --overwrite renews them`,
      ]),
      errors: [''],
    });
    await server.stop();
  }, 60_000);

  it('does not wait where waiting does not help', async () => {
    const server = await startKibana({ version: '8.4.3' });
    const { code, errors } = await setup(`kibana: { url: "${server.url}" }\n`, ['--kibana']);
    expect([code, errors]).toEqual([1, [expect.stringMatching(/^vigie: Kibana at .* is version 8\.4\.3/)]]);
    await server.stop();
  }, 30_000);
});
