import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { systemClock } from '#ingest/clock';
import { createHostPace } from '#ingest/http/host-pace';
import { type HttpError, redactUrl } from '#ingest/http/http-error';
import { createPoliteHttpClient } from '#ingest/http/polite-http-client';
import { isAllowedAddress } from '#ingest/http/private-address';
import { readRetryAfterMs } from '#ingest/http/retry-after';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const zeros = gzipSync(Buffer.alloc(5_000_000));
const routes: Record<string, Handler> = {
  '/plain': (_, response) => response.end('hello'),
  '/gzip': (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('hello')),
  '/br': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync('hello')),
  '/zlib': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'deflate' }).end(deflateSync('hello')),
  '/raw': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'deflate' }).end(deflateRawSync('hello')),
  '/bomb': (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(zeros),
  '/damaged': (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip'),
  '/declared': (_, response) => response.writeHead(200, { 'content-length': '60000000' }).write('x'),
  '/endless': (_, response) => {
    const chunk = Buffer.alloc(65_536, 'x');
    const more = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  },
  '/drip': (_, response) => {
    const timer = setInterval(() => response.write('x'), 50);
    response.on('close', () => clearInterval(timer));
  },
  '/silent': () => undefined,
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('x');
    setTimeout(() => response.destroy(), 20);
  },
  '/conditional': (request, response) => {
    const same =
      request.headers['if-none-match'] === 'W/"odd etag' &&
      request.headers['if-modified-since'] === 'whenever';
    response.writeHead(same ? 304 : 200, {
      etag: 'W/"odd etag',
      'last-modified': 'whenever',
      'cache-control': 'max-age=90',
    });
    response.end(same ? undefined : 'body');
  },
  '/lost': (_, response) => response.writeHead(404, { 'cache-control': 'max-age=31536000' }).end(),
  '/busy': (_, response) => response.writeHead(503, { 'retry-after': '120' }).end(),
  '/moved': (_, response) => response.writeHead(301, { location: '/plain' }).end(),
  '/moved-then-found': (_, response) => response.writeHead(308, { location: '/found' }).end(),
  '/found': (_, response) => response.writeHead(302, { location: 'plain' }).end(),
  '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
  '/to-metadata': (_, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
  '/to-file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/headers': (request, response) => response.end(JSON.stringify(request.headers)),
};

let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const handler = routes[request.url?.split('?')[0] ?? ''];
    if (handler) handler(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const client = createPoliteHttpClient({
  clock: systemClock,
  minHostGapMs: 0,
  limits: { totalMs: 1_500, headersMs: 700, idleMs: 700 },
});
const get = (path: string) => client.get({ url: base + path, allowPrivateNetwork: true });
const failure = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  return error as HttpError;
};

describe('the polite HTTP client', () => {
  it.each(['/plain', '/gzip', '/br', '/zlib', '/raw', '/moved', '/found'])('reads %s', async (path) => {
    expect((await get(path)).body.toString()).toBe('hello');
  });

  it.each([
    ['/bomb', 'compression', /100 times its size/],
    ['/damaged', 'compression', /damaged/],
    ['/declared', 'too-big', /60000000 bytes, the limit is 10485760/],
    ['/endless', 'too-big', /larger than the limit/],
    ['/drip', 'timeout', /within 1.5 s/],
    ['/silent', 'timeout', /no answer within|did not finish/],
    ['/cut', 'network', /exchange failed/],
    ['/busy', 'status', /answered 503 \(asks to wait 120 s\)/],
    ['/missing', 'status', /answered 404: the feed is not there/],
    ['/loop', 'redirect', /more than 5 redirects/],
    ['/to-metadata', 'private-address', /169\.254\.169\.254 is a private or reserved address/],
    ['/to-file', 'bad-url', /only http and https/],
  ])('refuses %s: %s', async (path, reason, message) => {
    const error = await failure(get(path));
    expect({ name: error.name, reason: error.reason }).toEqual({ name: 'HttpError', reason });
    expect(error.message).toMatch(message);
  });

  it('refuses a body that declares too much also when it is all there already', async () => {
    const client = createPoliteHttpClient({ clock: systemClock, limits: { maxBytes: 3 } });
    for (let round = 0; round < 20; round++)
      expect((await failure(client.get({ url: `${base}/plain`, allowPrivateNetwork: true }))).reason).toBe(
        'too-big',
      );
  });

  it('tells how long a busy host asks to wait', async () => {
    expect((await failure(get('/lost'))).retryAfterMs).toBeUndefined();
    const { status, retryAfterMs } = await failure(get('/busy'));
    expect({ status, retryAfterMs }).toEqual({ status: 503, retryAfterMs: 120_000 });
  });

  it('sends validators back word for word', async () => {
    const first = await get('/conditional');
    const second = await client.get({
      url: `${base}/conditional`,
      allowPrivateNetwork: true,
      validators: first.validators,
    });
    expect([first.status, second.status, second.body.length, second.retryAfterMs]).toEqual([
      200, 304, 0, 90_000,
    ]);
  });

  it('reports a move only when every hop was permanent', async () => {
    expect((await get('/moved')).movedTo).toBe(`${base}/plain`);
    expect((await get('/moved-then-found')).movedTo).toBeUndefined();
  });

  it('keeps private addresses out unless the source allows them', async () => {
    const { reason, message } = await failure(client.get({ url: `${base}/plain` }));
    expect(reason).toBe('private-address');
    expect(message).toContain('allowPrivateNetwork: true');
  });

  it('judges the address that is connected to, not the name', async () => {
    const rebinding = createPoliteHttpClient({
      clock: systemClock,
      minHostGapMs: 0,
      resolveHost: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    const port = new URL(base).port;
    const { reason } = await failure(rebinding.get({ url: `http://feeds.example:${port}/plain` }));
    expect(reason).toBe('private-address');
    const allowed = await rebinding.get({
      url: `http://feeds.example:${port}/plain`,
      allowPrivateNetwork: true,
    });
    expect(allowed.body.toString()).toBe('hello');
  });

  it('stops at once when the caller stops', async () => {
    const caller = new AbortController();
    const asked = failure(
      client.get({ url: `${base}/silent`, allowPrivateNetwork: true, signal: caller.signal }),
    );
    caller.abort();
    expect((await asked).reason).toBe('aborted');
  });

  it('leaves no socket open after refusals', async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const open = await new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
    expect(open).toBe(0);
  });

  it('hides credentials and query values in errors', () => {
    expect(redactUrl('https://user:pass@example.com/feed?key=s3cret#x')).toBe('https://example.com/feed?…');
  });
});

describe('the pace of requests to one host', () => {
  it('lets them go in order, a gap apart, and skips those who gave up', async () => {
    let now = 0;
    const clock = {
      now: () => now,
      sleep: async (ms: number) => {
        now += ms;
      },
    };
    const pace = createHostPace(clock, 5_000);
    const gone = new AbortController();
    const never = new AbortController().signal;
    const went: string[] = [];
    const ask = (name: string, host: string, signal = never) =>
      pace.turn(host, signal).then(
        () => went.push(`${name} at ${now}`),
        () => went.push(`${name} gave up`),
      );
    const asked = [ask('a', 'h'), ask('b', 'h', gone.signal), ask('c', 'h'), ask('d', 'other')];
    gone.abort();
    await Promise.all(asked);
    expect(went.toSorted()).toEqual(['a at 0', 'b gave up', 'c at 5000', 'd at 0']);
  });

  it('lets nobody wait longer than a gap for those who were redirected to the host', async () => {
    let now = 0;
    const clock = {
      now: () => now,
      sleep: async (ms: number) => {
        now += ms;
      },
    };
    const pace = createHostPace(clock, 5_000);
    for (let feed = 0; feed < 100; feed++) pace.note('h');
    await pace.turn('h', new AbortController().signal);
    expect(now).toBe(5_000);
  });

  it('leaves the gap behind a request that the request names', async () => {
    let now = 0;
    const clock = {
      now: () => now,
      sleep: async (ms: number) => {
        now += ms;
      },
    };
    const pace = createHostPace(clock, 5_000);
    const went: number[] = [];
    for (const gap of [200, undefined, 200, 200]) {
      await pace.turn('h', new AbortController().signal, gap);
      went.push(now);
    }
    expect(went).toEqual([0, 200, 5_200, 5_400]);
  });
});

describe('which addresses may be reached', () => {
  it.each([
    ['93.184.216.34', true, true],
    ['2606:2800:220:1::1', true, true],
    ['10.1.2.3', false, true],
    ['100.64.0.1', false, true],
    ['172.31.255.255', false, true],
    ['172.32.0.1', true, true],
    ['192.168.0.1', false, true],
    ['127.0.0.1', false, true],
    ['0.0.0.0', false, true],
    ['224.0.0.1', false, true],
    ['255.255.255.255', false, true],
    ['198.18.0.1', false, true],
    ['::1', false, true],
    ['::', false, true],
    ['fd12:3456::1', false, true],
    ['ff02::1', false, true],
    ['::ffff:10.0.0.1', false, true],
    ['::ffff:8.8.8.8', true, true],
    ['::127.0.0.1', false, true],
    ['64:ff9b::a00:1', false, true],
    ['64:ff9b::808:808', true, true],
    ['2002:7f00:1::', false, true],
    ['169.254.169.254', false, false],
    ['::ffff:169.254.169.254', false, false],
    ['64:ff9b::a9fe:a9fe', false, false],
    ['fe80::1', false, false],
    ['fe80::1%eth0', false, false],
    ['not an address', false, false],
  ])('%s: public %s, private %s', (address, asPublic, asPrivate) => {
    expect([isAllowedAddress(address, 'public'), isAllowedAddress(address, 'private')]).toEqual([
      asPublic,
      asPrivate,
    ]);
  });
});

describe('how long an answer asks to wait', () => {
  const now = Date.parse('2016-11-22T16:05:00Z');
  it.each([
    [{}, undefined],
    [{ 'retry-after': '120' }, 120_000],
    [{ 'retry-after': ' 7 ' }, 7_000],
    [{ 'retry-after': 'Tue, 22 Nov 2016 16:06:00 GMT' }, 60_000],
    [{ 'retry-after': 'Tuesday, 22-Nov-16 16:06:00 GMT' }, 60_000],
    [{ 'retry-after': 'Tue Nov 22 16:06:00 2016' }, 60_000],
    [{ 'retry-after': 'Tue, 22 Nov 2016 16:00:00 GMT' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'cache-control': 'public, max-age=300' }, 300_000],
    [{ 'cache-control': 'max-age=300', age: '100' }, 200_000],
    [{ 'cache-control': 'no-cache, max-age=300' }, undefined],
    [{ 'cache-control': 's-maxage=300' }, undefined],
    [{ 'retry-after': '60', 'cache-control': 'max-age=300' }, 300_000],
  ])('%j → %s ms', (headers, expected) => {
    expect(readRetryAfterMs(headers as Record<string, string>, now)).toBe(expected);
  });
});
