import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { openEmbeddedStore } from '#enrich/store/embedded';
import { systemClock } from '#ingest/clock';
import { mentionOf } from '../../contract/naive-store';
import { describeStore } from '../../contract/store-contract';
import { temporaryFolder } from '../../temporary-folder';

const folder = temporaryFolder();
const open = () => openEmbeddedStore({ dataFolder: folder(), clock: systemClock });

describeStore('embedded', (now = systemClock.now) =>
  openEmbeddedStore({
    dataFolder: mkdtempSync(join(folder(), 'store-')),
    clock: { ...systemClock, now },
  }),
);

/** The files of the data folder that hold these bytes anywhere. */
function filesHolding(text: string): string[] {
  return readdirSync(folder()).filter((name) => readFileSync(join(folder(), name)).includes(text));
}

describe('embedded store alone', () => {
  it('leaves nothing of an erased author in any file, also of words that were overwritten', async () => {
    const store = await open();
    const secretive = { id: 'did:erased', handle: 'xyzzyhandle' };
    const words = (index: number) => mentionOf({ id: `other${index}`, text: `other words ${index}` });
    await store.save(Array.from({ length: 300 }, (_, index) => words(index)));
    await store.save([mentionOf({ id: 'e', author: secretive, text: 'plughconfession' })]);
    await store.save([mentionOf({ id: 'e', author: secretive, text: 'plughoverwritten then frobnicate' })]);
    await store.save(Array.from({ length: 300 }, (_, index) => words(index + 200)));
    expect(filesHolding('frobnicate')).not.toEqual([]);
    expect(await store.eraseAuthor({ author: 'xyzzyhandle' })).toBe(1);
    for (const trace of ['did:erased', 'xyzzyhandle', 'plughconfession', 'plughoverwritten', 'frobnicate'])
      expect([trace, filesHolding(trace)]).toEqual([trace, []]);
    expect((await store.search({ text: 'other words' })).total).toBe(500);
    await store.close();
  });

  it('keeps what it resolved for when it is closed and opened', async () => {
    const store = await open();
    await store.save([mentionOf({ id: 'a', text: 'kept' })]);
    await store.close();
    const again = await open();
    expect((await again.search({ text: 'kept' })).total).toBe(1);
    await again.close();
  });

  it('is not held up by a text of nothing but accents', async () => {
    const store = await open();
    const startedAt = performance.now();
    await store.save([mentionOf({ id: 'a', text: `word a${'\u0301\u0316'.repeat(50_000)}` })]);
    // It takes 30 ms; putting so many marks in order took 6 s.
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect((await store.search({ text: 'word' })).total).toBe(1);
    await store.close();
  });

  it('is read while another process writes', async () => {
    const writer = await open();
    const reader = await open();
    await writer.save([mentionOf({ id: 'a' })]);
    expect((await reader.extent({})).count).toBe(1);
    await reader.save([mentionOf({ id: 'b' })]);
    expect((await writer.extent({})).count).toBe(2);
    await reader.close();
    await writer.close();
  });

  it('refuses a file of a newer version, and says what to do', async () => {
    const database = new DatabaseSync(join(folder(), 'store.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    await expect(open()).rejects.toThrow(/store\.db was written by a newer version of vigie \(schema 99/);
  });
});
