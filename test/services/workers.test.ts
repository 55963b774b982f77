import { join } from 'node:path';
import { startVigie } from '../real-process';
import { temporaryFolder } from '../temporary-folder';
import { startPageReceiver } from './page-receiver';
import { configureVinciDay, outcomeOf, sharedAdapters } from './vinci-day';

describe('one process a stage, on Kafka and Elasticsearch', () => {
  const folder = temporaryFolder();

  it('raises the alerts of one process on embedded adapters, and sends each page once', async () => {
    const [alone, shared] = [await startPageReceiver(), await startPageReceiver()];
    const embedded = configureVinciDay({ folder: join(folder(), 'embedded'), adapters: '', hook: alone.url });
    const scaled = configureVinciDay({
      folder: join(folder(), 'scaled'),
      adapters: sharedAdapters(`w${Date.now()}`),
      hook: shared.url,
    });

    const whole = startVigie(['run', '--config', embedded]);
    await whole.printed(/Console:/);
    const expected = await outcomeOf(embedded);
    await whole.kill();

    const kinds = ['alert-worker', 'enrich-worker', 'collect-worker', 'console'];
    const workers = kinds.map((kind) => startVigie([kind, '--config', scaled]));
    await Promise.all(workers.map((worker) => worker.printed(/is at work/, 60_000)));
    const seen = await outcomeOf(scaled);
    await Promise.all(workers.map((worker) => worker.kill()));

    expect(expected.mentions.length).toBeGreaterThan(3_000);
    expect(expected.incidents.flat().length).toBeGreaterThanOrEqual(3);
    expect(seen.mentions).toEqual(expected.mentions);
    expect(seen.incidents).toEqual(expected.incidents);
    expect(shared.received.length).toBe(shared.keys().size);
    expect(shared.received.length).toBe(seen.pages);
    await Promise.all([alone.close(), shared.close()]);
  }, 300_000);
});
