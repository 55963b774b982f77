import pino from 'pino';
import { isRetriable } from '#ingest/bus/bus';
import { type Clock, systemClock } from '#ingest/clock';
import { openElasticsearchState } from '#ingest/state/elasticsearch';
import { type OwnedState, type State, StateConflictError } from '#ingest/state/state';
import { seededRandom } from '../contract/naive-store';
import { describeState } from '../contract/state-contract';
import { type FaultyProxy, type Request, startFaultyProxy } from './faulty-proxy';

const log = pino({ level: 'silent' });
const url = process.env.ELASTICSEARCH_URL ?? '';
const indexPrefix = `test-state-${process.pid}-${Date.now().toString(36)}`;
const open = (node = url, clock: Clock = systemClock) =>
  openElasticsearchState({ connection: { nodes: [node] }, indexPrefix, clock, log });

afterAll(() => fetch(`${url}/${indexPrefix}-state`, { method: 'DELETE' }));

describeState('Elasticsearch', open);

const failure = async (work: Promise<unknown>): Promise<Error> => {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it did not fail');
};
const at = (offset: number) => ({ topic: 'brand-mentions', partition: 0, offset });
let names = 0;
const unique = (word: string) => `${word}-${names++}`;

/** A commit of the same number into three records and a position, and a record that is there for odd numbers only. */
const changeTo = (namespace: string, value: number) => ({
  puts: ['a', 'b', 'c', ...(value % 2 ? ['odd'] : [])].map((key) => ({ namespace, key, value })),
  deletes: value % 2 ? [] : [{ namespace, key: 'odd' }],
  positions: [at(value)],
});

const aside = (owner: string) => ({ puts: [{ namespace: `${owner}-aside`, key: 'a', value: 0 }] });

/** What `changeTo` left; undefined for nothing yet. Throws for anything that is not one whole commit. */
function wholeCommit(records: readonly { key: string; value: unknown }[]): number | undefined {
  if (records.length === 0) return undefined;
  const value = Number(records[0]?.value);
  const keys = value % 2 ? ['a', 'b', 'c', 'odd'] : ['a', 'b', 'c'];
  expect(records.map(({ key, value }) => ({ key, value }))).toEqual(keys.map((key) => ({ key, value })));
  return value;
}

async function readOwn(owned: OwnedState, namespace: string): Promise<number> {
  const value = wholeCommit(await owned.list(namespace)) ?? 0;
  expect(owned.positions()).toEqual(value === 0 ? [] : [at(value)]);
  return value;
}

describe('Elasticsearch state among processes', () => {
  it('gives every commit to one owner only, whoever takes over when: 100 seeds', async () => {
    const states = [await open(), await open()];
    const run = async (seed: number): Promise<void> => {
      const random = seededRandom(seed);
      const owner = unique('race');
      let committed = 0;
      let conflicts = 0;
      const contend = async (state: State) => {
        for (let round = 0; round < 3; round++) {
          const owned = await state.acquire(owner);
          let value = await readOwnOrConflict(owned, owner);
          for (let step = Math.floor(random() * 4); step >= 0 && value !== undefined; step--) {
            await systemClock.sleep(random() * 8);
            try {
              // Commits elsewhere in between leave these records whole.
              if (random() < 0.4) await owned.commit(aside(owner));
              await owned.commit(changeTo(owner, ++value));
              committed++;
            } catch (error) {
              if (!(error instanceof StateConflictError)) throw error;
              conflicts++;
              break;
            }
          }
        }
      };
      const work = Promise.all(states.map(contend));
      for (let look = 0; look < 3; look++) {
        await systemClock.sleep(random() * 30);
        wholeCommit(await (states[look % 2] as State).read(owner));
      }
      await work;
      const last = await (states[0] as State).acquire(owner);
      expect([seed, await readOwn(last, owner)]).toEqual([seed, committed]);
      expect(conflicts).toBeLessThanOrEqual(5);
    };
    for (let seed = 0; seed < 100; seed += 5)
      await Promise.all([0, 1, 2, 3, 4].map((offset) => run(seed + offset)));
    for (const state of states) await state.close();
  }, 180_000);
});

/** A former owner may read what its successor is writing; what it would then write is refused. */
async function readOwnOrConflict(owned: OwnedState, namespace: string): Promise<number | undefined> {
  const [position] = owned.positions();
  const records = await owned.list(namespace);
  return records.every(({ value }) => value === (position?.offset ?? 0))
    ? (position?.offset ?? 0)
    : undefined;
}

describe('Elasticsearch state on a bad day', () => {
  let proxy: FaultyProxy;
  let state: State;
  let direct: State;
  let owner: string;
  beforeEach(async () => {
    proxy = await startFaultyProxy(url);
    state = await open(proxy.url, { ...systemClock, sleep: (ms) => systemClock.sleep(ms / 50) });
    direct = await open();
    owner = unique('owner');
  });
  afterEach(async () => {
    await state.close();
    await direct.close();
    await proxy.stop();
  });
  const isApply = ({ path }: Request) => path.startsWith('/_bulk');
  const isCommit = ({ method, path }: Request) => method === 'PUT' && path.includes('/_doc/owner');

  it('shows a commit whole, to readers and to the next owner, whose process died before its records were written', async () => {
    const owned = await state.acquire(owner);
    await owned.commit(changeTo(owner, 1));
    proxy.decide((request) => (isApply(request) ? { kind: 'cut' } : undefined));
    const error = await failure(owned.commit(changeTo(owner, 2)));
    expect(isRetriable(error)).toBe(true);
    expect(wholeCommit(await direct.read(owner))).toBe(2);
    expect((await direct.read(owner, { keyPrefix: 'od' })).length).toBe(0);
    const next = await direct.acquire(owner);
    expect(await readOwn(next, owner)).toBe(2);
    await next.commit(changeTo(owner, 3));
    expect(wholeCommit(await direct.read(owner))).toBe(3);
  });

  it('goes on after a commit whose records could not be written at first', async () => {
    const owned = await state.acquire(owner);
    proxy.decide((request) => (isApply(request) ? { kind: 'cut' } : undefined));
    await failure(owned.commit(changeTo(owner, 1)));
    proxy.decide(() => undefined);
    expect(await readOwn(owned, owner)).toBe(1);
    await owned.commit(changeTo(owner, 2));
    expect(await readOwn(owned, owner)).toBe(2);
  });

  it('changes nothing when a former owner writes its records late', async () => {
    const owned = await state.acquire(owner);
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isHeld = false;
    proxy.decide((request) => {
      if (!isApply(request)) return undefined;
      isHeld = true;
      return { kind: 'hold', until };
    });
    const late = owned.commit(changeTo(owner, 1));
    while (!isHeld) await systemClock.sleep(5);
    const next = await direct.acquire(owner);
    expect(await readOwn(next, owner)).toBe(1);
    await next.commit(changeTo(owner, 2));
    release();
    await late;
    expect(await readOwn(next, owner)).toBe(2);
    expect(wholeCommit(await direct.read(owner))).toBe(2);
    await expect(owned.commit(changeTo(owner, 3))).rejects.toThrow(StateConflictError);
  });

  it('takes its own commit for its own when the answer was lost', async () => {
    const owned = await state.acquire(owner);
    let lost = 0;
    proxy.decide((request) => (isCommit(request) && lost++ < 1 ? { kind: 'lose-answer' } : undefined));
    await owned.commit(changeTo(owner, 1));
    expect(lost).toBeGreaterThan(1);
    await owned.commit(changeTo(owner, 2));
    expect(await readOwn(owned, owner)).toBe(2);
  });

  it('refuses a former owner whose commit arrives after it was fenced', async () => {
    const owned = await state.acquire(owner);
    await owned.commit(changeTo(owner, 1));
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    proxy.decide((request) => (isCommit(request) ? { kind: 'hold', until } : undefined));
    const late = failure(owned.commit(changeTo(owner, 2)));
    await systemClock.sleep(50);
    const next = await direct.acquire(owner);
    release();
    expect(await late).toBeInstanceOf(StateConflictError);
    expect(await readOwn(next, owner)).toBe(1);
  });

  it('asks to be tried again while the server is away', async () => {
    const owned = await state.acquire(owner);
    await owned.commit(changeTo(owner, 1));
    await proxy.disappear();
    for (const work of [owned.commit(changeTo(owner, 2)), owned.get(owner, 'a'), state.read(owner)])
      expect(isRetriable(await failure(work))).toBe(true);
    await proxy.appear();
    await owned.commit(changeTo(owner, 2));
    expect(await readOwn(owned, owner)).toBe(2);
  });

  it('holds large records, and refuses a key that the index cannot hold before anything is written', async () => {
    const owned = await state.acquire(owner);
    const value = { text: 'é'.repeat(1_000_000) };
    await owned.commit({ puts: [{ namespace: owner, key: 'large', value }], positions: [at(1)] });
    expect(await owned.get(owner, 'large')).toEqual(value);
    const tooLong = owned.commit({ puts: [{ namespace: owner, key: 'k'.repeat(9_000), value: 1 }] });
    await expect(tooLong).rejects.toThrow(/a key in .* is longer than 8000 bytes/);
    expect(owned.positions()).toEqual([at(1)]);
    expect((await owned.list(owner)).length).toBe(1);
  });

  it('forgets a day later what was deleted', async () => {
    let now = Date.now();
    const later = await open(url, { ...systemClock, now: () => now });
    const owned = await later.acquire(owner);
    await owned.commit(changeTo(owner, 1));
    await owned.commit(changeTo(owner, 2));
    await owned.commit({ positions: [at(2)] });
    now += 2 * 86_400_000;
    await later.read(owner);
    const again = await later.acquire(owner);
    expect(await readOwn(again, owner)).toBe(2);
    const response = await fetch(`${url}/${indexPrefix}-state/_refresh`, { method: 'POST' });
    await response.arrayBuffer();
    const search = { query: { bool: { filter: [{ term: { owner } }, { exists: { field: 'deletedAt' } }] } } };
    const found = await fetch(`${url}/${indexPrefix}-state/_count`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(search),
    });
    expect(((await found.json()) as { count: number }).count).toBe(0);
    await again.commit(changeTo(owner, 3));
    expect(await readOwn(again, owner)).toBe(3);
    await later.close();
  });

  it('is read in one go while its owners write elsewhere all the time', async () => {
    const owned = await direct.acquire(owner);
    await owned.commit(changeTo(owner, 1));
    let searches = 0;
    proxy.decide(({ path }) => {
      if (path.includes('/_search')) searches++;
      return path.includes('/_search') ? { kind: 'hold', until: systemClock.sleep(30) } : undefined;
    });
    let isReading = true;
    let commits = 0;
    const writing = async () => {
      for (; isReading; commits++) await owned.commit(aside(owner));
    };
    const written = writing();
    for (let read = 0; read < 5; read++) expect(wholeCommit(await state.read(owner))).toBe(1);
    isReading = false;
    await written;
    expect(commits).toBeGreaterThan(10);
    expect(searches).toBe(15);
  });

  it('takes up what an older program has made', async () => {
    const prefix = `${indexPrefix}-older`;
    const keyword = { type: 'keyword' };
    const put = (path: string, body: unknown) =>
      fetch(`${url}/${prefix}-state${path}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const kept = { type: 'keyword', index: false, doc_values: false };
    const properties = {
      ...{ kind: keyword, owner: keyword, namespace: keyword, key: keyword, intent: kept, value: kept },
      ...{ epoch: { type: 'long' }, commit: { type: 'long' }, committedAt: { type: 'date' } },
      ...{ deletedAt: { type: 'date' }, positions: { type: 'object', enabled: false } },
    };
    await put('', { mappings: { dynamic: 'strict', _meta: { version: 1 }, properties } });
    const intent = JSON.stringify([{ namespace: owner, key: 'b', value: '2' }]);
    const document = {
      kind: 'owner',
      owner,
      epoch: 3,
      commit: 8,
      committedAt: 0,
      positions: [at(8)],
      intent,
    };
    await put(`/_doc/${encodeURIComponent(`owner/${owner}`)}`, document);
    const opened = await openElasticsearchState({
      connection: { nodes: [url] },
      indexPrefix: prefix,
      clock: systemClock,
      log,
    });
    const owned = await opened.acquire(owner);
    expect([owned.positions(), await owned.get(owner, 'b')]).toEqual([[at(8)], 2]);
    await owned.commit({ puts: [{ namespace: owner, key: 'b', value: 3 }], positions: [at(9)] });
    expect((await opened.read(owner)).map(({ key, value }) => [key, value])).toEqual([['b', 3]]);
    await opened.close();
    await fetch(`${url}/${prefix}-state`, { method: 'DELETE' });
  });

  it('does not open what a newer program has made', async () => {
    const prefix = `${indexPrefix}-newer`;
    await fetch(`${url}/${prefix}-state`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ mappings: { _meta: { version: 7 } } }),
    });
    const connection = { nodes: [url] };
    const opening = openElasticsearchState({ connection, indexPrefix: prefix, clock: systemClock, log });
    await expect(opening).rejects.toThrow(
      `the mapping of "${prefix}-state" has version 7, this program knows 2`,
    );
    await fetch(`${url}/${prefix}-state`, { method: 'DELETE' });
  });
});
