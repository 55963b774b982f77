import { mkdtempSync, rmSync } from 'node:fs';
import { type RequestOptions, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slackNotifier } from '#alerting/notifiers/slack';
import { SecretText } from '#config/fields/secret';
import { signForSlack } from '#dashboards/console/slack/is-from-slack';
import { until } from '../../contract/until';
import { type Storm, startStorm, stormIncident } from './storm';

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const definition = slackNotifier as never;
const notifiers = [
  { name: 'crisis', definition, options: { signingSecret: new SecretText(SECRET) } },
  { name: 'other-app', definition, options: { signingSecret: new SecretText('another') } },
  { name: 'silent', definition, options: {} },
];
const HOOK = 'https://hooks.slack.com/actions/T1/2/3';
const blocks = [
  { type: 'header', text: { type: 'plain_text', text: 'ACME: a storm' } },
  {
    type: 'actions',
    block_id: 'vigie',
    elements: ['acknowledge', 'resolve', 'useful'].map((word) => ({
      type: 'button',
      action_id: `vigie_${word}`,
    })),
  },
];

function payload(more: Record<string, unknown> = {}, action: Record<string, unknown> = {}) {
  const pressed = {
    action_id: 'vigie_acknowledge',
    value: 'inc-acme-1/1',
    action_ts: '1479830000.1',
    ...action,
  };
  return {
    type: 'block_actions',
    user: { id: 'U061F7AUR', username: 'anna' },
    team: { id: 'T9TK3CUKW' },
    actions: [pressed],
    response_url: HOOK,
    message: { blocks },
    ...more,
  };
}

const form = (content: unknown) => new URLSearchParams({ payload: JSON.stringify(content) }).toString();

type Sent = {
  readonly body?: string;
  /** What is signed where it is not the body. */
  readonly signed?: string;
  readonly secret?: string;
  /** Seconds beside the clock of the console. */
  readonly off?: number;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly method?: string;
};

/** On a connection of its own: one whose body was too large is closed. */
function send(url: string, options: RequestOptions, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...options, agent: false }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode ?? 0, text });
    });
    sent.on('error', reject);
    sent.end(options.method === 'GET' ? undefined : body);
  });
}

describe('a button in Slack', () => {
  let storm: Storm;
  let folder = '';
  let told: { url: string; body: Record<string, unknown> }[] = [];
  const asSlack: typeof fetch = async (url, init) => {
    told.push({ url: String(url), body: JSON.parse(String(init?.body)) });
    return new Response('ok');
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vigie-test-'));
    storm = await startStorm(folder, { notifiers, fetch: asSlack, publicUrl: 'https://vigie.example.com' });
    await storm.save(stormIncident('inc-acme-1', { pages: 1 }));
  });
  beforeEach(() => {
    told = [];
    storm.commands.length = 0;
  });
  afterAll(async () => {
    await storm.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function post({ body = form(payload()), signed = body, secret = SECRET, ...rest }: Sent = {}) {
    const timestamp = String(Math.floor(storm.clock.now() / 1_000) + (rest.off ?? 0));
    const headers = Object.entries({
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signForSlack(secret, timestamp, signed),
      ...rest.headers,
    }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]));
    const { method = 'POST' } = rest;
    return send(`${storm.url}/slack/actions`, { method, headers: Object.fromEntries(headers) }, body);
  }

  const command = (id: string, wanted: object) => ({
    id: expect.stringMatching(/^slack-[0-9a-f]{32}$/),
    at: expect.any(String),
    by: 'anna (Slack)',
    brand: 'acme',
    incident: id,
    do: wanted,
  });

  it.each([
    ['vigie_acknowledge', { kind: 'acknowledge' }, 'has it in hand', ['vigie_resolve', 'vigie_useful']],
    ['vigie_resolve', { kind: 'resolve' }, 'has closed it', ['vigie_useful']],
    [
      'vigie_not_useful',
      { kind: 'rate', useful: false, page: 1 },
      'says: not useful',
      ['vigie_acknowledge', 'vigie_resolve', 'vigie_useful'],
    ],
  ])('%s is taken, and the message says by whom', async (action_id, wanted, words, left) => {
    const answer = await post({ body: form(payload({}, { action_id })) });
    expect(answer).toEqual({ status: 200, text: '' });
    await until(() => storm.commands.length === 1 && told.length === 1);
    expect(storm.commands).toEqual([command('inc-acme-1', wanted)]);
    const [{ url, body } = { url: '', body: {} }] = told;
    expect([url, body.replace_original]).toEqual([HOOK, true]);
    const [header, buttons, note] = body.blocks as [unknown, { elements: { action_id: string }[] }, unknown];
    expect(header).toEqual(blocks[0]);
    expect(buttons.elements.map((button) => button.action_id)).toEqual(left);
    expect(JSON.stringify(note)).toContain(`<@U061F7AUR> ${words}`);
  });

  it('is one command however often the same click is sent', async () => {
    for (const _ of [1, 2, 3]) expect((await post()).status).toBe(200);
    await until(() => storm.commands.length === 3);
    expect(new Set(storm.commands.map(({ id }) => id)).size).toBe(1);
    expect((await post({ body: form(payload({}, { action_ts: '1479830009.1' })) })).status).toBe(200);
    await until(() => storm.commands.length === 4);
    expect(new Set(storm.commands.map(({ id }) => id)).size).toBe(2);
  });

  it('of any app that is configured is taken', async () => {
    expect((await post({ secret: 'another' })).status).toBe(200);
    await until(() => storm.commands.length === 1);
  });

  it('says to the one who clicked why nothing was changed', async () => {
    await storm.save(stormIncident('inc-over', { pages: 1, state: 'resolved' }));
    expect((await post({ body: form(payload({}, { value: 'inc-over/1' })) })).status).toBe(200);
    await until(() => told.length === 1);
    expect(told[0]?.body).toEqual({
      replace_original: false,
      response_type: 'ephemeral',
      text: 'Nothing was changed: the incident is resolved: reopen it first.',
    });
    expect(storm.commands).toEqual([]);
  });

  it.each([
    ['of a name with markup and controls', 'an<!here>\u202ena\n', 'an<!here> na (Slack)'],
    ['of nobody known by name', undefined, 'U061F7AUR (Slack)'],
  ])('%s is taken under a plain name', async (_, username, by) => {
    await post({ body: form(payload({ user: { id: 'U061F7AUR', username } })) });
    await until(() => storm.commands.length === 1);
    expect(storm.commands[0]?.by).toBe(by);
  });

  it.each<readonly [string, Sent, number]>([
    ['without signature', { headers: { 'x-slack-signature': undefined } }, 401],
    ['with an empty signature', { headers: { 'x-slack-signature': '' } }, 401],
    ['without timestamp', { headers: { 'x-slack-request-timestamp': undefined } }, 401],
    ['with a timestamp that is none', { headers: { 'x-slack-request-timestamp': '1e9' } }, 401],
    ['with a negative timestamp', { headers: { 'x-slack-request-timestamp': '-1' } }, 401],
    ['signed by another app', { secret: 'stolen' }, 401],
    ['signed with nothing', { secret: '' }, 401],
    ['signed six minutes ago', { off: -360 }, 401],
    ['signed for in six minutes', { off: 360 }, 401],
    [
      'whose timestamp was made new',
      { off: -360, headers: { 'x-slack-request-timestamp': '9999999999' } },
      401,
    ],
    ['altered on its way', { signed: form(payload({}, { value: 'inc-other/1' })) }, 401],
    ['with bytes put behind', { body: `${form(payload())}&x=1`, signed: form(payload()) }, 401],
    ['of a scheme that is not v0', { headers: { 'x-slack-signature': `v1=${'0'.repeat(64)}` } }, 401],
    ['with a signature of other length', { headers: { 'x-slack-signature': 'v0=00' } }, 401],
    [
      'with the session of a page in its place',
      { headers: { 'x-slack-signature': undefined, cookie: 'vigie_session=x', 'x-vigie-console': '1' } },
      401,
    ],
    ['as JSON', { body: JSON.stringify(payload()), headers: { 'content-type': 'application/json' } }, 415],
    ['without content type', { headers: { 'content-type': '' } }, 415],
    ['as a GET', { method: 'GET' }, 404],
    ['as a PUT', { method: 'PUT' }, 403],
    ['too large', { body: form(payload({ padding: 'x'.repeat(300_000) })) }, 413],
    ['without payload', { body: 'text=hello' }, 400],
    [
      'with two payloads',
      { body: `${form(payload())}&${form(payload({}, { action_id: 'vigie_resolve' }))}` },
      400,
    ],
    ['whose payload is no JSON', { body: 'payload=%7B' }, 400],
    ['whose payload is a list', { body: form([payload()]) }, 400],
    ['of another kind', { body: form(payload({ type: 'view_submission' })) }, 400],
    ['of nobody', { body: form(payload({ user: undefined })) }, 400],
    ['of a user whose id is a mention', { body: form(payload({ user: { id: '!here> <@U1' } })) }, 400],
    [
      'with two actions',
      { body: form(payload({ actions: [...payload().actions, ...payload().actions] })) },
      400,
    ],
    ['of an action that there is not', { body: form(payload({}, { action_id: 'vigie_delete' })) }, 400],
    [
      'of an action by a key that every object has',
      { body: form(payload({}, { action_id: 'constructor' })) },
      400,
    ],
    ['about no incident', { body: form(payload({}, { value: '../state/1' })) }, 400],
    ['about page zero', { body: form(payload({}, { value: 'inc-acme-1/0' })) }, 400],
    ['about an incident that there is not', { body: form(payload({}, { value: 'inc-none/1' })) }, 404],
    ['about a page that was never sent', { body: form(payload({}, { value: 'inc-acme-1/7' })) }, 404],
    [
      'with __proto__ for an incident',
      { body: `payload=${encodeURIComponent('{"__proto__":{"type":"block_actions"}}')}` },
      400,
    ],
  ])('%s is refused, and nothing is changed', async (_, request, status) => {
    const answer = await post(request);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/8f742231|inc-acme/);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([storm.commands, told]).toEqual([[], []]);
  });

  it.each([
    'http://hooks.slack.com/actions/1',
    'https://hooks.slack.com.evil.example/1',
    'https://hooks.slack.com@evil.example/1',
    'https://user:pass@hooks.slack.com/1',
    'https://hooks.slack.com:8443/1',
    'http://169.254.169.254/latest/meta-data',
    'https://localhost/1',
    'file:///etc/passwd',
    'no address',
  ])('whose answer should go to %s is taken, and nobody is asked there', async (response_url) => {
    expect((await post({ body: form(payload({ response_url })) })).status).toBe(200);
    await until(() => storm.commands.length === 1);
    expect(told).toEqual([]);
  });

  it('is answered by nobody where no app is configured', async () => {
    const alone = await startStorm(join(folder, 'alone'));
    const answer = await fetch(`${alone.url}/slack/actions`, { method: 'POST', body: form(payload()) });
    expect(answer.status).toBe(403);
    await alone.stop();
  });
});
