import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedStore } from '#enrich/store/embedded';
import { systemClock } from '#ingest/clock';
import { packageRoot } from '#ingest/thread';
import { mentionOf } from '../contract/naive-store';
import { startVigie } from '../real-process';
import { temporaryFolder } from '../temporary-folder';

describe('vigie erase-author', () => {
  const folder = temporaryFolder();

  it('deletes what an author said at a source, and says where texts are still held', async () => {
    const home = folder();
    cpSync(join(packageRoot(), 'config'), join(home, 'config'), { recursive: true });
    const author = { id: 'did:1', handle: 'ann' };
    const open = () => openEmbeddedStore({ dataFolder: join(home, 'data'), clock: systemClock });
    const store = await open();
    await store.save([
      mentionOf({ id: 'a', brand: 'vinci', source: 'bluesky', author }),
      mentionOf({ id: 'b', brand: 'vinci', source: 'x', author }),
      mentionOf({ id: 'c', brand: 'vinci', source: 'bluesky', author: { id: 'did:2', handle: 'bob' } }),
    ]);
    await store.close();
    const erase = startVigie([
      ...['--config', join(home, 'config'), 'erase-author', '@ann', '--source', 'bluesky'],
    ]);
    expect(await erase.ended).toBe(0);
    expect(erase.output()).toBe('erased 1 mention by "@ann" from bluesky from the store\n');
    expect(erase.errors()).toContain(
      'Texts stay in the bus until its retention ends (7 days), and pages that quoted them for 30 days.',
    );
    const after = await open();
    expect((await after.search({})).mentions.map(({ id }) => id).sort()).toEqual(['b', 'c']);
    await after.close();
  });
});
