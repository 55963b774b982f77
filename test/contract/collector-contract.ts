import { jest } from '@jest/globals';
import type { ConfiguredSource } from '#ingest/collect';
import type { CollectorContext } from '#ingest/collector';
import type { HttpClient } from '#ingest/http/http-client';
import type { Mention } from '#ingest/mention';
import { temporaryFolder } from '../temporary-folder';
import { type OpenCollecting, openCollecting } from './collecting';
import { until } from './until';

/** A world that a collector looks at. */
export type CollectorWorld = {
  /** The collector set up for this world, under any name. */
  readonly source: ConfiguredSource;
  readonly http?: HttpClient;
  readonly watchesHost?: CollectorContext['watchesHost'];
  /**
   * Makes new items appear after those offered before. Each text must end up in the text of one mention, with
   * a native id (or link) made from the text; `undefined` stands for an item that cannot be read.
   */
  readonly offer: (texts: readonly (string | undefined)[]) => Promise<void>;
  /** True when items can be offered only while the collector runs (it is pushed to). */
  readonly isPushed: boolean;
  readonly close: () => Promise<void>;
};

/** Holds what every collector promises. `open` makes a fresh world; the folder is the world's to write in. */
export function describeCollector(name: string, open: (folder: string) => Promise<CollectorWorld>): void {
  jest.setTimeout(60_000);
  describe(`${name}: collector`, () => {
    const folder = temporaryFolder();
    let world: CollectorWorld;
    let running: OpenCollecting | undefined;
    beforeEach(async () => {
      world = await open(folder());
    });
    afterEach(async () => {
      await running?.close();
      running = undefined;
      await world.close();
    });
    async function start(dataFolder = folder()): Promise<OpenCollecting> {
      const { source, http, watchesHost } = world;
      running = await openCollecting({ dataFolder, sources: [source], http, watchesHost });
      return running;
    }
    async function stop(): Promise<void> {
      await running?.close();
      running = undefined;
    }
    /** Starts and offers, in the order that this kind of source needs. */
    async function startWith(texts: readonly (string | undefined)[], dataFolder?: string) {
      if (!world.isPushed) await world.offer(texts);
      const collecting = await start(dataFolder);
      if (world.isPushed) await world.offer(texts);
      return collecting;
    }
    const arrived = (collecting: OpenCollecting, texts: readonly string[]) =>
      until(() =>
        texts.every((text) => collecting.mentions().some((mention) => mention.text.includes(text))),
      );
    const idsOf = (mentions: readonly Mention[], text: string) => [
      ...new Set(mentions.filter((mention) => mention.text.includes(text)).map(({ id }) => id)),
    ];

    it('goes on after a restart: nothing is lost, nothing comes under a second id', async () => {
      const before = await startWith(['first storm', 'second storm']);
      await arrived(before, ['first storm', 'second storm']);
      await stop();
      const after = await startWith(['third storm']);
      await arrived(after, ['third storm']);
      const all = [...before.mentions(), ...after.mentions()];
      const counts = ['first storm', 'second storm', 'third storm'].map((text) => idsOf(all, text).length);
      expect(counts).toEqual([1, 1, 1]);
    });

    it('gives the same ids to somebody who starts without a cursor', async () => {
      const texts = ['first storm', 'second storm'];
      const here = await startWith(texts);
      await arrived(here, texts);
      await stop();
      const there = world.isPushed
        ? await startWith(texts, `${folder()}/other`)
        : await start(`${folder()}/other`);
      await arrived(there, texts);
      for (const text of texts) expect(idsOf(there.mentions(), text)).toEqual(idsOf(here.mentions(), text));
    });

    it('drops an item that cannot be read, counts it, and gives the others', async () => {
      const collecting = await startWith(['first storm', undefined, 'second storm']);
      await arrived(collecting, ['first storm', 'second storm']);
      const counted = () => Object.values(collecting.status().dropped).reduce((sum, count) => sum + count, 0);
      // The status tells of mentions once their cursor is saved, a little after the bus has them.
      await until(() => counted() === 1 && collecting.status().mentions === 2);
      expect(collecting.status()).toMatchObject({ mentions: 2, consecutiveFailures: 0 });
    });

    it('never claims a publication later than the collection', async () => {
      const collecting = await startWith(['first storm', 'second storm']);
      await arrived(collecting, ['first storm', 'second storm']);
      const late = collecting.mentions().filter(({ publishedAt, collectedAt }) => publishedAt > collectedAt);
      expect(late).toEqual([]);
      await until(() => collecting.status().lastItemAt !== undefined);
    });

    it('stops soon, and its status can be read by its name', async () => {
      const collecting = await startWith(['first storm']);
      await arrived(collecting, ['first storm']);
      const began = Date.now();
      await collecting.stop();
      expect(Date.now() - began).toBeLessThan(5_000);
      const saved = await collecting.state.read('sources');
      expect(saved.map(({ owner, key }) => ({ owner, key }))).toEqual([
        { owner: `source/${world.source.name}`, key: world.source.name },
      ]);
    });
  });
}
