import { once } from 'node:events';
import { connect } from 'node:net';
import pino from 'pino';
import type { RequestHandler } from '#ingest/collector';
import { answerJson, createListeners } from '#ingest/http/listener';
import { readBody } from '#ingest/http/read-body';
import { freePort } from '../free-port';

const log = pino({ level: 'silent' });
const host = '127.0.0.1';
const says =
  (word: string): RequestHandler =>
  async (_, response) =>
    answerJson(response, 200, { word });
const ask = async (port: number, path: string) => {
  const response = await fetch(`http://${host}:${port}${path}`);
  return [response.status, await response.json()];
};

describe('listeners', () => {
  it('share a port by path, and give it back with the last route', async () => {
    const port = await freePort();
    const listeners = createListeners(log);
    const [stopA, stopB] = await Promise.all([
      listeners.listen({ host, port, path: '/a' }, says('a')),
      listeners.listen({ host, port, path: '/b' }, says('b')),
    ]);
    await expect(listeners.listen({ host, port, path: '/a' }, says('c'))).rejects.toThrow(
      'another source listens there',
    );
    expect(await ask(port, '/a?query=1')).toEqual([200, { word: 'a' }]);
    await stopA();
    expect(await ask(port, '/a')).toEqual([404, { error: 'nothing listens at /a' }]);
    expect(await ask(port, '/b')).toEqual([200, { word: 'b' }]);
    await stopB();
    await expect(ask(port, '/b')).rejects.toThrow();
    const again = await listeners.listen({ host, port, path: '/a' }, says('again'));
    expect(await ask(port, '/a')).toEqual([200, { word: 'again' }]);
    await again();
  });

  it('answer 500 when a handler throws, and go on', async () => {
    const port = await freePort();
    const listeners = createListeners(log);
    await listeners.listen({ host, port, path: '/a' }, async () => {
      throw new Error('secret detail');
    });
    expect(await ask(port, '/a')).toEqual([500, { error: 'the request failed here; try again' }]);
    expect((await ask(port, '/a'))[0]).toBe(500);
    await listeners.close();
  });

  it.each([
    ['its headers', 'POST /a HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    ['its body', 'POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n'],
  ])('cut off a client that drips %s, while others are served', async (_, head) => {
    const port = await freePort();
    const limits = {
      headersTimeout: 300,
      requestTimeout: 300,
      keepAliveTimeout: 300,
      connectionsCheckingInterval: 50,
      maxHeaderSize: 16_384,
    };
    const listeners = createListeners(log, limits);
    await listeners.listen({ host, port, path: '/a' }, async (request, response) => {
      if (request.method === 'POST') await readBody(request, 10_000);
      answerJson(response, 200, { word: 'a' });
    });
    const socket = connect(port, host);
    socket.on('error', () => {});
    socket.resume();
    socket.write(head);
    const drip = setInterval(() => socket.write('x'), 40);
    const closed = once(socket, 'close');
    expect(await ask(port, '/a')).toEqual([200, { word: 'a' }]);
    await closed;
    clearInterval(drip);
    await listeners.close();
  });
});
