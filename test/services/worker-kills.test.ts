import { join } from 'node:path';
import { seededRandom } from '../../bench/synthetic-mentions';
import { startVigie } from '../real-process';
import { temporaryFolder } from '../temporary-folder';
import { killWorker } from './kill-worker';
import { startPageReceiver } from './page-receiver';
import { configureVinciDay, outcomeOf, sharedAdapters } from './vinci-day';

/** Of each kind of worker; `npm run campaign:worker-kills` runs longer. */
const KILLS = Number(process.env.KILLS ?? 3);
const SEED = Number(process.env.SEED ?? 22_112_016);
const KINDS = ['collect-worker', 'enrich-worker', 'alert-worker', 'console'];
/** The longest life of a worker: a dead member's partitions are free after its session, 10 s. */
const LONGEST_LIFE_MS = 16_000;

/** So that the day lasts as long as the killing, and the storm half of that. */
function paceOf(seconds: number): string {
  const [quietHours, stormHours] = [8, 2];
  const quiet = Math.round((quietHours * 3_600) / (seconds * 0.4));
  const storm = Math.round((stormHours * 3_600) / (seconds * 0.5));
  return `pace: [{ until: "16:00", speed: ${quiet} }, { until: "18:00", speed: ${storm} }], speed: ${quiet}`;
}

describe('kill -9 of workers while the day of the fake release is replayed', () => {
  const folder = temporaryFolder();

  it(`raises the same alerts, sends each page and keeps each mention once, after ${KILLS} kills of each kind`, async () => {
    const random = seededRandom(SEED);
    const [alone, shared] = [await startPageReceiver(), await startPageReceiver()];
    const embedded = configureVinciDay({ folder: join(folder(), 'embedded'), adapters: '', hook: alone.url });
    const scaled = configureVinciDay({
      folder: join(folder(), 'scaled'),
      adapters: sharedAdapters(`k${Date.now()}`),
      hook: shared.url,
      pace: paceOf((KILLS * LONGEST_LIFE_MS) / 2 / 1_000),
    });
    const whole = startVigie(['run', '--config', embedded]);
    const expected = await outcomeOf(embedded);
    await whole.kill();

    const startedAt = Date.now();
    const workers = KINDS.map((kind) =>
      killWorker({
        args: [kind, '--config', scaled],
        kills: KILLS,
        lifeMs: () => 500 + random() * (LONGEST_LIFE_MS - 500),
      }),
    );
    await Promise.all(workers.map(({ done }) => done));
    const killedForMs = Date.now() - startedAt;
    const seen = await outcomeOf(scaled, 180_000);
    await Promise.all(workers.map(({ stop }) => stop()));

    const repeated = shared.received.length - shared.keys().size;
    console.info(
      `${KILLS} kills of each of ${KINDS.join(', ')} in ${Math.round(killedForMs / 1_000)} s: ` +
        `${seen.mentions.length} mentions stored, ${seen.incidents.length} incidents, ${seen.pages} pages, ` +
        `${shared.received.length} requests received, ${repeated} repeated under their key`,
    );
    expect(expected.mentions.length).toBeGreaterThan(3_000);
    expect(seen.mentions).toEqual(expected.mentions);
    expect(seen.incidents).toEqual(expected.incidents);
    expect(shared.keys().size).toBe(seen.pages);
    // A kill between the receiver's answer and our record of it repeats a request under the same key.
    expect(repeated).toBeLessThanOrEqual(Math.ceil(KILLS / 20));
    await Promise.all([alone.close(), shared.close()]);
  }, 1_200_000);
});
