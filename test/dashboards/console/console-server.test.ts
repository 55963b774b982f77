import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SecretText } from '#config/fields/secret';
import { type ConsoleOptions, startConsole } from '#dashboards/console/console-server';
import { createSessions } from '#dashboards/console/session';
import { Brand } from '#enrich/brand';
import { packageRoot } from '#ingest/thread';
import { releaseAlert } from '../../alerting/pages';
import { until } from '../../contract/until';
import { temporaryFolder } from '../../temporary-folder';
import { BRAND, FLASH, mention, type Storm, startStorm, stormIncident } from './storm';

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

/** Node's own client, as `fetch` forbids a foreign Host, Origin or Sec-Fetch-Site. */
function send(url: string, path: string, method = 'GET', headers = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const own = (url: string) => ({
  origin: url,
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
  'x-vigie-console': '1',
});
const ACKNOWLEDGE = '/api/incidents/inc-acme-1/acknowledge';
const RATE = '/api/incidents/inc-acme-1/rate';

describe('the console on this machine', () => {
  const folder = temporaryFolder();
  let storm: Storm;
  afterEach(() => storm.stop());

  it('reads brands, series, terms, incidents, mentions and sources', async () => {
    storm = await startStorm(folder());
    const get = async (path: string) => JSON.parse((await send(storm.url, path)).body);
    const overview = await get('/api/brands');
    expect(overview).toEqual({
      now: expect.any(Number),
      timezone: 'Europe/Paris',
      guarded: false,
      brands: [
        {
          id: 'acme',
          name: 'Acme',
          officialDomains: ['acme.example'],
          mentions: 322,
          oldest: FLASH - 80 * 360_000,
          newest: FLASH + 30_000 + 239 * 10_000,
          unresolved: 1,
          worst: 'critical',
        },
      ],
      replay: {
        source: 'replay-2016',
        running: true,
        at: FLASH + 30_000 + 240 * 10_000,
        progress: '22 Nov 2016 16:46, 30×, 71 %',
      },
    });
    const from = FLASH - 4_000;
    const series = await get(`/api/brands/acme/series?from=${from}&to=${from + 180_000}&bucket=1m`);
    expect(
      series.buckets.map(({ count, negative }: { count: number; negative: number }) => [count, negative]),
    ).toEqual([
      [4, 4],
      [6, 4],
      [6, 5],
    ]);
    const terms = await get('/api/brands/acme/terms?field=channel');
    expect(terms.terms.map(({ term, count }: { term: string; count: number }) => [term, count])).toEqual([
      ['social', 320],
      ['e-mail', 1],
      ['newswire', 1],
    ]);
    expect(await get('/api/brands/acme/incidents')).toEqual([
      expect.objectContaining({
        id: 'inc-acme-1',
        firing: true,
        replay: false,
        findings: [expect.objectContaining({ seen: 61, expected: 2.4, firing: true })],
        pagedAt: expect.any(String),
        onTheWay: 0,
        recipients: [
          { notifier: 'slack', destination: '#crise', state: 'delivered', at: expect.any(String) },
          {
            notifier: 'email',
            destination: 'night-desk@acme.example',
            state: 'failed',
            at: expect.any(String),
            error: '550 no such mailbox',
          },
        ],
      }),
    ]);
    expect((await get('/api/incidents/inc-acme-1')).incident).toEqual(stormIncident());
    expect((await get('/api/incidents/inc-acme-1')).release).toBeUndefined();
    const found = await get(
      '/api/mentions?brand=acme&q=%22irr%C3%A9guliers+de%22+-trader&sentiment=negative',
    );
    expect([found.total, found.mentions[0].sender]).toEqual([1, 'presse@acme.group']);
    const first = await get('/api/mentions?brand=acme&limit=2');
    const second = await get(`/api/mentions?brand=acme&limit=2&after=${encodeURIComponent(first.next)}`);
    expect([...first.mentions, ...second.mentions].map(({ text }) => text.split(' ').at(-1))).toEqual([
      '239',
      '238',
      '237',
      '236',
    ]);
    const { sources } = await get('/api/sources');
    expect(sources.map(({ name, state }: { name: string; state: string }) => [name, state])).toEqual([
      ['daily', 'unreachable'],
      ['given-up', 'not-running'],
      ['newsroom', 'waiting'],
      ['replay-2016', 'running'],
    ]);
    const owned = await storm.state.acquire('rules');
    const rules = {
      inForce: 5,
      changedAt: '2016-11-22T15:00:00.000Z',
      mistakes: ['config/rules/a.yaml:9:5 no'],
    };
    expect(await get('/api/sources')).not.toHaveProperty('rules');
    await owned.commit({ puts: [{ namespace: 'rules', key: 'rules', value: rules }] });
    expect((await get('/api/sources')).rules).toEqual(rules);
    expect(await send(storm.url, '/metrics')).toMatchObject({
      status: 200,
      body: expect.stringContaining('up 1'),
    });
    expect(await send(storm.url, '/healthz')).toMatchObject({ status: 200 });
    expect(await send(storm.url, '/readyz')).toMatchObject({
      status: 503,
      body: '{"ready":false,"problems":["source daily is unreachable"]}',
    });
  });

  it('puts what a person asks on the bus, once per request id at most with that id, and writes nothing itself', async () => {
    storm = await startStorm(folder());
    const post = (path: string, body: object) =>
      send(storm.url, path, 'POST', own(storm.url), JSON.stringify(body));
    const answer = await post(ACKNOWLEDGE, { id: 'click-0001', by: ' Anna\n', why: 'on it' });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([202, { command: 'click-0001' }]);
    await post('/api/incidents/inc-acme-1/snooze', { for: '2h' });
    await post('/api/incidents/inc-acme-1/comment', { by: 'Anna', text: 'called the AMF' });
    await post(RATE, { by: 'Anna', useful: false, page: 1, note: ' a match ' });
    await until(() => storm.commands.length === 4);
    expect(storm.commands).toEqual([
      {
        id: 'click-0001',
        at: expect.any(String),
        by: 'Anna',
        brand: 'acme',
        incident: 'inc-acme-1',
        do: { kind: 'acknowledge', why: 'on it' },
      },
      expect.objectContaining({ by: 'console', do: { kind: 'snooze', until: expect.any(String) } }),
      expect.objectContaining({ do: { kind: 'comment', text: 'called the AMF' } }),
      expect.objectContaining({ do: { kind: 'rate', useful: false, page: 1, note: 'a match' } }),
    ]);
    const [, snooze] = storm.commands;
    const until2h = snooze?.do.kind === 'snooze' ? Date.parse(snooze.do.until) - Date.parse(snooze.at) : 0;
    expect(until2h).toBe(7_200_000);
  });

  it('tells of a press release what its pages tell, and whom to call until it is closed', async () => {
    const emergencySheet = { people: [{ name: 'Duty desk', phone: '+33 1 99 00 00 01' }] };
    const brands = [Brand.parse({ ...BRAND, emergencySheet })];
    storm = await startStorm(folder(), { brands });
    const get = async (path: string) => JSON.parse((await send(storm.url, path)).body);
    const alerts = [releaseAlert({ verdict: 'suspect' }), releaseAlert({}, { id: 'alert-2' })];
    await storm.save(stormIncident('inc-acme-2', { alerts }));
    const { summary, release } = await get('/api/incidents/inc-acme-2');
    expect([summary.verdict, release.verdict]).toEqual(['likely-fake', 'likely-fake']);
    expect(release.sections.map(({ label }: { label: string }) => label)).toEqual([
      'Verdict',
      'Why',
      'Passed on by',
      'Call, in this order',
    ]);
    expect(release.sections[2].lines).toEqual(['16:06 Bloomberg']);
    expect(release.sections[3].lines).toEqual(['Duty desk: +33 1 99 00 00 01']);
    await storm.save(stormIncident('inc-acme-2', { alerts, state: 'resolved' }));
    expect((await get('/api/incidents/inc-acme-2')).release.sections).toHaveLength(3);
  });

  it('sends what changes as events, and ends them when it stops', async () => {
    storm = await startStorm(folder());
    const stream = await fetch(`${storm.url}/api/events?brand=acme`);
    const decoder = new TextDecoder();
    let received = '';
    let ended = false;
    const reading = (async () => {
      for await (const chunk of stream.body ?? []) received += decoder.decode(chunk);
      ended = true;
    })();
    await until(() => received.includes('event: counts') && received.includes('event: incidents'));
    await storm.store.save([mention(FLASH + 3_000_000, 'Acme dément')]);
    await storm.save(stormIncident('inc-acme-2', { title: 'a second one' }));
    await until(() => received.includes('"count":323') && received.includes('a second one'));
    expect(received.match(/"id":"inc-acme-1"/g)).toHaveLength(1);
    await storm.stopConsole();
    await reading;
    expect(ended).toBe(true);
  });
});

describe('the console against other sites', () => {
  let storm: Storm;
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vigie-test-'));
    storm = await startStorm(folder, { publicUrl: 'https://vigie.example.com' });
  });
  afterAll(async () => {
    await storm.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['a foreign Host (DNS rebinding)', 'GET', '/api/brands', { host: 'evil.example' }, 421],
    ['a foreign Host with our port', 'GET', '/api/mentions', { host: 'evil.example:80' }, 421],
    ['a name that ends like ours', 'GET', '/', { host: 'localhost.evil.example' }, 421],
    ['an unreadable Host', 'GET', '/', { host: 'a b' }, 400],
    ['the foreign Host of a metrics reader', 'GET', '/metrics', { host: 'evil.example' }, 421],
    ['our Host in IPv6', 'GET', '/api/brands', { host: '[::1]:80' }, 200],
    ['our Host by name', 'GET', '/api/brands', { host: 'localhost:80' }, 200],
    ['the public address', 'GET', '/api/brands', { host: 'vigie.example.com' }, 200],
    [
      'a POST without Origin or Sec-Fetch-Site',
      'POST',
      ACKNOWLEDGE,
      { origin: undefined, 'sec-fetch-site': undefined },
      403,
    ],
    ['a POST from another site', 'POST', ACKNOWLEDGE, { origin: 'https://evil.example' }, 403],
    ['a POST marked cross-site', 'POST', ACKNOWLEDGE, { 'sec-fetch-site': 'cross-site' }, 403],
    ['a POST marked same-site', 'POST', ACKNOWLEDGE, { 'sec-fetch-site': 'same-site' }, 403],
    ['a POST typed into the address bar', 'POST', ACKNOWLEDGE, { 'sec-fetch-site': 'none' }, 403],
    ['a POST from a sandboxed frame', 'POST', ACKNOWLEDGE, { origin: 'null' }, 403],
    ['a POST from another port', 'POST', ACKNOWLEDGE, { origin: 'http://127.0.0.1:1' }, 403],
    ['a form', 'POST', ACKNOWLEDGE, { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a form of text', 'POST', ACKNOWLEDGE, { 'content-type': 'text/plain' }, 415],
    ['a POST without a content type', 'POST', ACKNOWLEDGE, { 'content-type': undefined }, 415],
    ['a POST without the page’s header', 'POST', ACKNOWLEDGE, { 'x-vigie-console': undefined }, 403],
    ['a PUT', 'PUT', ACKNOWLEDGE, {}, 404],
    ['a preflight', 'OPTIONS', ACKNOWLEDGE, { origin: 'https://evil.example' }, 403],
    ['a GET that would act', 'GET', ACKNOWLEDGE, {}, 404],
    ['a rating from another site', 'POST', RATE, { origin: 'https://evil.example' }, 403, '{"useful":true}'],
    ['a rating marked cross-site', 'POST', RATE, { 'sec-fetch-site': 'cross-site' }, 403, '{"useful":true}'],
    ['a rating as a form', 'POST', RATE, { 'content-type': 'text/plain' }, 415, '{"useful":true}'],
    ['a mail scanner that opens what would rate', 'GET', `${RATE}?useful=true&page=1`, {}, 404],
    ['a rating that says nothing', 'POST', RATE, {}, 400, '{"note":"x"}'],
    ['a rating of no page', 'POST', RATE, {}, 400, '{"useful":true,"page":0}'],
    ['an unknown action', 'POST', '/api/incidents/inc-acme-1/delete', {}, 404],
    ['an unknown incident', 'POST', '/api/incidents/inc-none/resolve', {}, 404],
    ['a body that is no JSON', 'POST', ACKNOWLEDGE, {}, 400, '{'],
    ['a body with an unknown field', 'POST', ACKNOWLEDGE, {}, 400, '{"state":"resolved"}'],
    ['a snooze without end', 'POST', '/api/incidents/inc-acme-1/snooze', {}, 400, '{"for":"9000d"}'],
    ['a comment without text', 'POST', '/api/incidents/inc-acme-1/comment', {}, 400, '{"by":"x"}'],
    ['a body that is too large', 'POST', ACKNOWLEDGE, {}, 413, JSON.stringify({ why: 'x'.repeat(20_000) })],
    ['an unknown brand', 'GET', '/api/brands/none/incidents', {}, 404],
    ['an unknown rule', 'GET', '/api/rules/none', {}, 404],
    ['a time that is none', 'GET', '/api/mentions?from=yesterday', {}, 400],
    ['an unknown sentiment', 'GET', '/api/mentions?sentiment=angry', {}, 400],
    ['an unknown parameter', 'GET', '/api/mentions?brnad=acme', {}, 400],
    ['too many buckets', 'GET', '/api/brands/acme/series?from=0&to=1479830000000&bucket=1s', {}, 400],
    ['a file outside the page', 'GET', '/..%2f..%2fpackage.json', {}, 404],
  ])('answers %s: %s %s %j with %i', async (_, method, path, headers, status, body = '{}') => {
    const all: Record<string, string | undefined> =
      method === 'GET' ? { ...headers } : { ...own(storm.url), ...headers };
    const present = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    const answer = await send(
      storm.url,
      path,
      method,
      present,
      method === 'GET' || method === 'OPTIONS' ? '' : body,
    );
    expect([answer.status, storm.commands]).toEqual([status, []]);
    if (status === 400 && path.startsWith('/api'))
      expect(JSON.parse(answer.body).error).toMatch(/^(query|body): /);
  });

  it('allows nothing foreign in its page, and keeps its script small', async () => {
    const { headers, body } = await send(storm.url, '/');
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(body).not.toMatch(/<script(?![^>]*src="\/page\.js")/);
    const script = readFileSync(`${packageRoot()}/dist/console/page.js`);
    expect(gzipSync(script).length).toBeLessThanOrEqual(50 * 1024);
  });
});

describe('the console behind a password', () => {
  const folder = temporaryFolder();
  const password = new SecretText('correct horse');

  it('refuses to listen beyond this machine without one, and says how to mend it', async () => {
    const storm = await startStorm(folder());
    const { state, store } = storm;
    const start = startConsole({ listen: { host: '0.0.0.0', port: 0 }, state, store } as ConsoleOptions);
    await expect(start).rejects.toThrow(
      'console: refuses to listen on 0.0.0.0 without a password, as anybody could read and act: set console.password, or listen on 127.0.0.1',
    );
    await storm.stop();
  });

  it('asks for it before it answers, and limits the attempts', async () => {
    const storm = await startStorm(folder(), { password });
    const get = (path: string, headers = {}) => send(storm.url, path, 'GET', headers);
    const logIn = (text: string) =>
      send(storm.url, '/api/login', 'POST', own(storm.url), JSON.stringify({ password: text }));
    const paths = [
      '/api/brands',
      '/api/mentions',
      '/api/sources',
      '/api/events',
      '/api/rules',
      '/metrics',
      '/',
      '/healthz',
    ];
    const stranger = await Promise.all(paths.map(async (path) => (await get(path)).status));
    expect(stranger).toEqual([401, 401, 401, 401, 401, 401, 200, 200]);
    expect(JSON.parse((await get('/readyz')).body)).toEqual({ ready: false });
    for (const path of [ACKNOWLEDGE, RATE])
      expect((await send(storm.url, path, 'POST', own(storm.url), '{"useful":true}')).status).toBe(401);

    const entered = await logIn('correct horse');
    const cookie = String(entered.headers['set-cookie']);
    expect(cookie).toMatch(/^vigie_session=\S+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    const [session = ''] = cookie.split(';');
    expect((await get('/api/brands', { cookie: session })).status).toBe(200);
    expect((await get('/api/brands', { cookie: `${session.slice(0, -1)}_` })).status).toBe(401);
    expect((await get('/metrics', { authorization: 'Bearer correct horse' })).status).toBe(200);

    const attempts: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) attempts.push((await logIn('guess')).status);
    expect(attempts).toEqual([401, 401, 401, 401, 401, 429]);
    const blocked = await logIn('correct horse');
    expect([blocked.status, Number(blocked.headers['retry-after']) > 0]).toEqual([429, true]);
    await storm.stop();
  });

  it('ends a session after twelve hours, and forgets attempts after a minute', () => {
    let now = 1_000_000;
    const clock = { now: () => now, sleep: async () => {} };
    const sessions = createSessions(password, clock);
    const entered = sessions.logIn('correct horse', 'a');
    const cookie = entered.ok ? entered.cookie : '';
    const [expires = '', ...rest] = cookie.split('.');
    expect([sessions.holds(cookie), sessions.holds(`${Number(expires) + 1}.${rest.join('.')}`)]).toEqual([
      true,
      false,
    ]);
    expect(createSessions(password, clock).holds(cookie)).toBe(false);
    for (let attempt = 0; attempt < 5; attempt += 1) sessions.logIn('guess', 'a');
    expect(sessions.logIn('correct horse', 'a')).toEqual({ ok: false, retryAfterMs: 60_000 });
    expect(sessions.logIn('correct horse', 'b').ok).toBe(true);
    now += 60_000;
    expect(sessions.logIn('correct horse', 'a').ok).toBe(true);
    now += 12 * 3_600_000;
    expect(sessions.holds(cookie)).toBe(false);
  });
});
