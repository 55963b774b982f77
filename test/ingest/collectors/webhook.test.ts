import { connect } from 'node:net';
import type { Bus } from '#ingest/bus/bus';
import { webhook } from '#ingest/collectors/webhook';
import { signBody } from '#ingest/http/signature';
import { mentionId } from '#ingest/mention';
import { parseWebhookBody } from '#ingest/webhook-body';
import { type OpenCollecting, openCollecting } from '../../contract/collecting';
import { describeCollector } from '../../contract/collector-contract';
import { until } from '../../contract/until';
import { temporaryFolder } from '../../temporary-folder';
import { freePort } from '../free-port';

const SECRET = 'correct horse battery staple';
const seconds = () => String(Math.floor(Date.now() / 1_000));

async function postSigned(url: string, body: string, headers: Record<string, string> = {}) {
  const timestamp = headers['x-vigie-timestamp'] ?? seconds();
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-vigie-timestamp': timestamp,
      'x-vigie-signature': signBody(SECRET, timestamp, body),
      ...headers,
    },
  });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, answer, headers: response.headers };
}

describeCollector('webhook', async () => {
  const port = await freePort();
  return {
    source: {
      name: 'partner',
      definition: webhook,
      options: webhook.options.parse({ port, secret: SECRET }),
    },
    offer: async (texts) => {
      const items = texts.map((text) => (text === undefined ? { id: {} } : { id: text, text }));
      await postSigned(`http://127.0.0.1:${port}/mentions`, JSON.stringify(items));
    },
    isPushed: true,
    close: async () => {},
  };
});

describe('webhook', () => {
  const folder = temporaryFolder();
  let port: number;
  let url: string;
  let collecting: OpenCollecting;
  async function open(settings: object = {}, publish?: (publish: Bus['publish']) => Bus['publish']) {
    port = await freePort();
    url = `http://127.0.0.1:${port}/mentions`;
    const options = webhook.options.parse({ port, secret: SECRET, ...settings });
    const sources = [{ name: 'partner', definition: webhook, options }];
    collecting = await openCollecting({ dataFolder: folder(), sources, publish });
  }
  afterEach(() => collecting.close());

  it('takes one item, an array and NDJSON, and answers when the bus has them', async () => {
    await open({ channel: 'forum' });
    const full = {
      id: 7,
      text: 'Vinci up',
      url: 'https://forum.example/7',
      author: 'lecteur_1',
      publishedAt: '2016-11-22T16:05:00+01:00',
      language: 'fr',
      channel: 'social',
      anything: 'else',
    };
    const one = await postSigned(url, JSON.stringify(full));
    const many = await postSigned(url, '[{"title":"a"},{"text":"b","author":{"handle":"h"}}]');
    const lines = await postSigned(url, '{"text":"c"}\n\n{"text":"d"}\n');
    expect([one, many, lines].map(({ status, answer }) => [status, answer.accepted])).toEqual([
      [200, 1],
      [200, 2],
      [200, 2],
    ]);
    await until(() => collecting.mentions().length === 5);
    const found = Object.fromEntries(collecting.mentions().map((mention) => [mention.text, mention]));
    expect(found['Vinci up']).toEqual({
      id: mentionId('partner', '7'),
      source: 'partner',
      channel: 'social',
      url: 'https://forum.example/7',
      text: 'Vinci up',
      language: 'fr',
      author: { id: 'lecteur_1', name: 'lecteur_1' },
      publishedAt: '2016-11-22T15:05:00.000Z',
      backfill: true,
      collectedAt: found['Vinci up']?.collectedAt,
    });
    expect([found.a?.title, found.b?.author, found.c?.channel]).toEqual([
      'a',
      { id: 'h', handle: 'h' },
      'forum',
    ]);
  });

  it.each([
    ['2016-11-22 16:05', '2016-11-22T16:05:00.000Z'],
    ['2016-11-22T16:05:00', '2016-11-22T16:05:00.000Z'],
    ['2016-11-22T17:05:00+01:00', '2016-11-22T16:05:00.000Z'],
    [1_479_830_700, '2016-11-22T16:05:00.000Z'],
    ['-000001-01-01T00:00:00Z', undefined],
    ['soon', undefined],
  ])('takes %j for %s, in any zone of this machine', (publishedAt, expected) => {
    const body = Buffer.from(JSON.stringify({ text: 'a', publishedAt }));
    const now = Date.parse('2026-01-01T00:00:00Z');
    const defaults = { source: 'partner', channel: 'web' as const, now, allowedLatenessMs: 0 };
    const { items } = parseWebhookBody(body, 'application/json', defaults);
    expect(items.map((item) => item.publishedAt)).toEqual([expected ?? '2026-01-01T00:00:00.000Z']);
  });

  it('takes an identical request once, and gives the same answer again', async () => {
    await open();
    const headers = { 'x-vigie-timestamp': seconds() };
    const first = await postSigned(url, '{"id":"a","text":"a"}', headers);
    const second = await postSigned(url, '{"id":"a","text":"a"}', headers);
    expect(second.status).toBe(200);
    expect(second.answer).toEqual({ ...first.answer, repeated: true });
    expect(collecting.status().mentions).toBe(1);
  });

  it('takes the good items and lists every bad one; 400 when none is good', async () => {
    await open();
    const mixed = await postSigned(url, '[{"text":"ok"},{"url":"u"},{"text":"x","channel":"pigeon"}]');
    expect([mixed.status, mixed.answer.accepted]).toEqual([200, 1]);
    expect(mixed.answer.rejected).toEqual([
      { index: 1, reason: 'not a mention', message: 'text: a text or a title is needed' },
      { index: 2, reason: 'not a mention', message: expect.stringContaining('channel: ') },
    ]);
    const none = await postSigned(url, '{"text":1}\nnot json');
    expect(none.status).toBe(400);
    expect(none.answer.rejected).toMatchObject([
      { index: 0, reason: 'not a mention' },
      { index: 1, reason: 'not JSON' },
    ]);
    expect(collecting.status().dropped).toEqual({ 'not a mention': 3, 'not JSON': 1 });
  });

  it.each([
    ['no signature', { 'x-vigie-signature': '' }, 401, 'X-Vigie-Signature is missing'],
    ['a wrong signature', { 'x-vigie-signature': `sha256=${'0'.repeat(64)}` }, 401, 'does not fit'],
    ['an old timestamp', { 'x-vigie-timestamp': '1479827100' }, 401, 'check your clock'],
    ['no timestamp', { 'x-vigie-timestamp': 'now' }, 401, 'X-Vigie-Timestamp is missing'],
  ])('refuses %s', async (_, headers, status, message) => {
    await open();
    const refused = await postSigned(url, '{"text":"a"}', headers);
    expect(refused.status).toBe(status);
    expect(refused.answer.error).toContain(message);
    expect(collecting.mentions()).toEqual([]);
  });

  it('refuses what is too large, too many, another method, another path', async () => {
    await open({ maxBody: 200, maxItems: 2 });
    const big = await postSigned(url, JSON.stringify({ text: 'x'.repeat(300) }));
    const many = await postSigned(url, '[{"text":"a"},{"text":"b"},{"text":"c"}]');
    const get = await fetch(url);
    const elsewhere = await fetch(`${url}/x`, { method: 'POST' });
    expect([big.status, many.status, get.status, get.headers.get('allow'), elsewhere.status]).toEqual([
      413,
      413,
      405,
      'POST',
      404,
    ]);
  });

  it('refuses a body without a declared length as soon as it is too large', async () => {
    await open({ maxBody: 1_000 });
    const timestamp = seconds();
    const socket = connect(port, '127.0.0.1');
    socket.write(
      [
        'POST /mentions HTTP/1.1',
        'Host: x',
        `X-Vigie-Timestamp: ${timestamp}`,
        `X-Vigie-Signature: ${signBody(SECRET, timestamp, '')}`,
        'Transfer-Encoding: chunked',
        '',
        `1000\r\n${'x'.repeat(4096)}\r\n`,
      ].join('\r\n'),
    );
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => {});
    await until(() => answer.includes('\r\n\r\n'));
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close/i);
  });

  it('answers 503 while the bus is down and while too many wait, and takes the repeat', async () => {
    let release = () => {};
    let failing = true;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await open({ maxWaiting: 1 }, (publish) => async (topic, messages) => {
      if (failing) throw new Error('disk full');
      await held;
      await publish(topic, messages);
    });
    const down = await postSigned(url, '{"id":"a","text":"a"}');
    expect([down.status, down.headers.get('retry-after')]).toEqual([503, '1']);
    failing = false;
    const waiting = postSigned(url, '{"id":"a","text":"a"}');
    let busy = await postSigned(url, '{"id":"b","text":"b"}');
    while (busy.status !== 503) busy = await postSigned(url, '{"id":"b","text":"b"}');
    release();
    expect((await waiting).status).toBe(200);
    expect((await postSigned(url, '{"id":"b","text":"b"}')).status).toBe(200);
    await until(() => new Set(collecting.mentions().map(({ text }) => text)).size === 2);
  });

  it('lets nobody without the key shut out the others by sending slowly', async () => {
    await open({ maxWaiting: 2 });
    const answers: string[] = [];
    const strangers = [1, 2, 3].map(() => {
      const stranger = connect(port, '127.0.0.1');
      stranger.on('data', (part) => answers.push(String(part).split('\r\n', 1)[0] ?? ''));
      stranger.write(
        `POST /mentions HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\nx-vigie-timestamp: ${seconds()}\r\nx-vigie-signature: sha256=${'0'.repeat(64)}\r\n\r\n[`,
      );
      return stranger;
    });
    await until(() => answers.length === 1);
    await until(async () => (await postSigned(url, '{"text":"a"}')).status === 200);
    await until(() => answers.length === 2);
    for (const stranger of strangers) stranger.destroy();
    expect(answers).toEqual(['HTTP/1.1 503 Service Unavailable', 'HTTP/1.1 408 Request Timeout']);
  });

  it('shows clearly that its port is taken', async () => {
    await open();
    const options = webhook.options.parse({ port, secret: SECRET, path: '/other' });
    const other = await openCollecting({
      dataFolder: `${folder()}/other`,
      sources: [{ name: 'late', definition: webhook, options }],
    });
    await until(() => other.status().state === 'backing-off');
    await other.close();
    expect(other.status().lastError?.message).toBe(
      `cannot listen on http://127.0.0.1:${port}: another program uses this port; stop it or choose another port`,
    );
  });
});
