import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { jest } from '@jest/globals';
import { systemClock } from '#ingest/clock';
import { rss } from '#ingest/collectors/rss';
import { createPoliteHttpClient } from '#ingest/http/polite-http-client';
import { packageRoot } from '#ingest/thread';
import { type OpenCollecting, openCollecting } from '../contract/collecting';
import { until } from '../contract/until';
import { temporaryFolder } from '../temporary-folder';

jest.setTimeout(60_000);
// A machine busy with other work delays our event loop too; hostile feeds would do so every time.
jest.retryTimes(2);

/** What each does, and what the operator reads. The 80 kB of tags do no harm: the entry is kept, as text. */
const REFUSALS = {
  big: /the body is larger than the limit of 10485760 bytes/,
  bomb: /decompresses to more than 100 times its size/,
  drip: /did not finish within 5 s/,
  metadata: /169\.254\.169\.254 is a private or reserved address; a redirect may not lead there/,
} as const;
const HARMLESS = ['tags', 'raw-tags'];
const names = [...Object.keys(REFUSALS), ...HARMLESS];

describe('feeds that mean harm', () => {
  const folder = temporaryFolder();
  let server: ChildProcess;
  let collecting: OpenCollecting;

  beforeEach(async () => {
    server = fork(join(packageRoot(), 'test/acceptance/hostile-server.mjs'));
    const port = await new Promise<unknown>((resolve) => server.once('message', resolve));
    const source = (name: string, everyMs: number) => ({
      name,
      definition: rss,
      options: rss.options.parse({ url: `http://127.0.0.1:${port}/${name}`, allowPrivateNetwork: true }),
      everyMs,
    });
    collecting = await openCollecting({
      dataFolder: folder(),
      sources: [source('good', 100), ...names.map((name) => source(name, 600_000))],
      // The limit on the whole is 20 s in use; the other limits are as in use.
      http: createPoliteHttpClient({ clock: systemClock, limits: { totalMs: 5_000 } }),
    });
  });
  afterEach(async () => {
    await collecting.close();
    server.disconnect();
  });

  it('are refused in time and in words, while another feed keeps arriving and the event loop stays free', async () => {
    const arrived = () => collecting.mentions().filter(({ source }) => source === 'good').length;
    await until(() => arrived() > 0);
    const before = arrived();
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const began = Date.now();
    await Promise.all(names.map((name) => collecting.pollNow(name)));
    delay.disable();

    const statuses = new Map(collecting.statuses().map((status) => [status.name, status]));
    for (const [name, message] of Object.entries(REFUSALS))
      expect(statuses.get(name)?.lastError?.message).toMatch(message);
    for (const name of HARMLESS) expect(statuses.get(name)).toMatchObject({ mentions: 1 });
    expect(Date.now() - began).toBeLessThan(20_000);
    expect(arrived() - before).toBeGreaterThan(5);
    // On a machine that is busy otherwise, the quiet feed alone delays the loop as well.
    const quiet = monitorEventLoopDelay({ resolution: 10 });
    quiet.enable();
    await systemClock.sleep(3_000);
    quiet.disable();
    expect(delay.percentile(99) / 1e6).toBeLessThan(Math.max(50, (4 * quiet.percentile(99)) / 1e6));
  });
});
