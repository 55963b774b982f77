import { join } from 'node:path';
import { installObjects } from '#dashboards/kibana/install';
import { kibanaObjects } from '#dashboards/kibana/kibana-objects';
import { startKibana } from '../dashboards/kibana/kibana-double';
import { startVigie, writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();
const doubles: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const double of doubles.splice(0)) await double.stop();
});

const kibana = async (options?: Parameters<typeof startKibana>[0]) => {
  const double = await startKibana(options);
  doubles.push(double);
  return double;
};

const names = kibanaObjects('vigie').map(({ type, id }) => `${type}:${id}`);
const total = names.length;
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

/** Runs the real command; `settings` is the section `kibana` of its configuration. */
async function install(
  settings: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
  indexPrefix = 'vigie',
) {
  const yaml = `kibana: ${settings}
store: { kind: elasticsearch, node: "http://127.0.0.1:9", indexPrefix: ${indexPrefix} }
notifiers:
  - { name: terminal, kind: console }
  - { name: slack, kind: slack, webhookUrl: "\${SLACK_URL}" }
receivers: [{ name: team, notifiers: [terminal, slack] }]
route: { receiver: team }
`;
  const config = writeConfig(join(folder(), 'config'), { 'vigie.yaml': yaml });
  const { ended, output, errors } = startVigie(['--config', config, 'dashboards', 'install', ...args], env);
  const code = await ended;
  return { code, output: output(), errors: errors().trim() };
}

describe('vigie dashboards install', () => {
  it('puts every object into the space, and says where the boards are', async () => {
    const server = await kibana({ spaces: ['default', 'crisis'], authorization: 'ApiKey a2V5' });
    const settings = `{ url: "${server.url}", space: crisis, apiKey: "\${KIBANA_KEY}" }`;
    expect(await install(settings, [], { KIBANA_KEY: 'a2V5' })).toEqual({
      code: 0,
      errors: '',
      output: `installed ${total} objects for vigie-mentions-* in Kibana at ${server.url}
Crisis room: ${server.url}/s/crisis/app/dashboards#/view/vigie-crisis-room
Brand comparison: ${server.url}/s/crisis/app/dashboards#/view/vigie-brand-comparison
Operations: ${server.url}/s/crisis/app/dashboards#/view/vigie-operations
`,
    });
    expect(server.held('crisis')).toEqual(names);
    expect(server.held()).toEqual([]);
  }, 30_000);

  it('keeps what is there, object by object, until it is told to overwrite', async () => {
    const server = await kibana({ basePath: '/kibana', authorization: basic('elastic:päss') });
    const settings = `{ url: "${server.url}/", username: elastic, password: "\${PASSWORD}" }`;
    const env = { PASSWORD: 'päss' };
    expect((await install(settings, [], env)).code).toBe(0);
    const again = await install(settings, [], env);
    expect(again.errors.split('\n')).toHaveLength(total + 1);
    expect(again.errors).toContain('dashboard "[Vigie] Crisis room": there already\n');
    expect(again.errors).toContain(
      `vigie: ${total} of ${total} objects were not installed; --overwrite replaces what is there`,
    );
    expect(again.code).toBe(1);
    expect(await install(settings, ['--overwrite'], env)).toMatchObject({ code: 0, errors: '' });
  }, 30_000);

  it('gives the address of a board that Kibana had to give another id', async () => {
    const server = await kibana({ spaces: ['default', 'other'] });
    await install(`{ url: "${server.url}" }`, [], {}, 'acme');
    expect(server.held()[0]).toBe('index-pattern:acme-mentions');
    const { output } = await install('{}', ['--url', server.url, '--space', 'other'], {}, 'acme');
    expect(output).toContain(`${server.url}/s/other/app/dashboards#/view/other-acme-operations`);
  }, 30_000);

  it('names the variable that its key is to come from', async () => {
    const { code, errors } = await install(`{ apiKey: "\${UNSET_KEY}" }`);
    expect(errors).toMatch(/^vigie: kibana\.apiKey: \$\{UNSET_KEY\} is not set$/);
    expect(code).toBe(1);
  }, 30_000);
});

describe('an installation says what to do about', () => {
  const objects = kibanaObjects('vigie');

  it.each([
    [
      'a wrong key',
      { authorization: 'ApiKey right' },
      /does not let us in \(401\): check kibana\.apiKey, or kibana\.username and kibana\.password\nIt says: Unable to authenticate user$/,
    ],
    [
      'an old Kibana',
      { version: '8.4.3' },
      /is version 8\.4\.3; the boards need 8\.9 or later: update Kibana$/,
    ],
    [
      'a Kibana that finds the objects too new',
      { known: { dashboard: '8.7.0' } },
      /is too old for these objects: update Kibana.*\nIt says: Document "vigie-crisis-room" belongs to a more recent version of Kibana \[8\.9\.0\]/,
    ],
    [
      'a right that is missing',
      { refuse: { status: 403, message: 'Unable to bulk_create dashboard' } },
      /forbids it \(403\): the user needs the privilege "Saved Objects Management".*\nIt says: Unable to bulk_create/,
    ],
    [
      'a server that is another',
      { spaces: [] },
      /has no saved-objects API at this address \(404\): is it Kibana, not Elasticsearch/,
    ],
    [
      'a log-in page',
      { refuse: { status: 302, message: '' } },
      /sends us on to another page \(302\): name the address that it ends at/,
    ],
    [
      'a Kibana that is starting',
      { refuse: { status: 503, message: 'starting' } },
      /is not well \(503\): try again later/,
    ],
  ])('%s', async (_, options, expected) => {
    const { url } = await kibana(options);
    const auth = { apiKey: 'very-secret' };
    const error = await installObjects({ url, auth, fetch }, objects, { overwrite: false }).catch(String);
    expect(error).toMatch(expected);
    expect(error).not.toContain('very-secret');
  });

  it('a space that is not there, and a server that is down', async () => {
    const { url, stop } = await startKibana();
    const attempt = () => installObjects({ url, space: 'nowhere', fetch }, objects, { overwrite: false });
    await expect(attempt()).rejects.toThrow(/has no space "nowhere": make it there/);
    await stop();
    await expect(attempt()).rejects.toThrow(/cannot reach Kibana at http.* \(\S+\): is it running/);
  });

  it('an object whose reference is not there, and installs the others', async () => {
    const { url, held } = await kibana();
    const [, ...withoutView] = objects;
    const outcomes = await installObjects({ url, fetch }, withoutView, { overwrite: false });
    const failed = outcomes.filter((outcome) => !outcome.ok);
    expect(failed[0]).toEqual({
      ...{ type: 'search', id: 'vigie-negative-mentions', title: '[Vigie] Negative mentions' },
      ...{ ok: false, isConflict: false },
      error: 'refers to index-pattern vigie-mentions, which is not there',
    });
    expect(held()).toHaveLength(withoutView.length - failed.length);
  });
});
