import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Plays the incoming webhooks of Slack: takes everything, and notes when each case was first spoken of. */
export type SlackReceiver = {
  readonly url: string;
  /** Case number → when the first request came that names it, epoch milliseconds. */
  readonly arrivals: ReadonlyMap<number, number>;
  readonly close: () => Promise<void>;
};

/** What a mention carries so that the page about it can be told from the others. */
export const caseWord = (number: number): string => `case${number}x`;

export async function openSlackReceiver(): Promise<SlackReceiver> {
  const arrivals = new Map<number, number>();
  const server = createServer((request, response) => {
    const at = Date.now();
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const number = Number(/case(\d+)x/.exec(body)?.[1]);
      if (!arrivals.has(number)) arrivals.set(number, at);
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
