import { jest } from '@jest/globals';
import { type State, StateConflictError } from '#ingest/state/state';

/** Holds every promise of `State`. `open` gives a state on the same data each time. */
export function describeState(name: string, open: () => Promise<State>): void {
  jest.setTimeout(60_000);
  describe(`${name}: state`, () => {
    let state: State;
    let unique: string;
    beforeEach(async () => {
      state = await open();
      unique = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
    });
    afterEach(() => state.close());
    const at = (offset: number, partition = 0) => ({ topic: 'brand-mentions', partition, offset });

    it('is empty for a new owner', async () => {
      const owned = await state.acquire(`alerting/${unique}`);
      expect(owned.positions()).toEqual([]);
      expect(await owned.get('counts', 'vinci')).toBeUndefined();
      expect(await owned.list('counts')).toEqual([]);
    });

    it('keeps records and positions together, over a restart', async () => {
      const owner = `alerting/${unique}`;
      const owned = await state.acquire(owner);
      const value = { count: 3, by: ['é', null, { deep: true }] };
      await owned.commit({ puts: [{ namespace: 'counts', key: 'vinci', value }], positions: [at(17)] });
      expect(owned.positions()).toEqual([at(17)]);
      await state.close();
      state = await open();
      const again = await state.acquire(owner);
      expect(again.positions()).toEqual([at(17)]);
      expect(await again.get('counts', 'vinci')).toEqual(value);
    });

    it('overwrites, deletes, lists by key, and moves positions one by one', async () => {
      const owned = await state.acquire(`alerting/${unique}`);
      const put = (key: string, value: unknown) => ({ namespace: 'counts', key, value });
      await owned.commit({
        puts: [put('b', 1), put('a', 1), put('c', 1), { namespace: 'other', key: 'a', value: 0 }],
        positions: [at(1, 0), at(5, 1)],
      });
      await owned.commit({
        puts: [put('a', 2)],
        deletes: [
          { namespace: 'counts', key: 'b' },
          { namespace: 'counts', key: 'never there' },
        ],
        positions: [at(2, 0)],
      });
      expect(await owned.list('counts')).toEqual([put('a', 2), put('c', 1)]);
      expect([...owned.positions()].sort((a, b) => a.partition - b.partition)).toEqual([at(2, 0), at(5, 1)]);
    });

    it('keeps nothing of a commit that cannot be written whole', async () => {
      const owned = await state.acquire(`alerting/${unique}`);
      const broken = owned.commit({
        puts: [
          { namespace: 'counts', key: 'a', value: 1 },
          { namespace: 'counts', key: 'b', value: undefined },
        ],
        positions: [at(9)],
      });
      await expect(broken).rejects.toThrow('counts/b');
      expect(await owned.list('counts')).toEqual([]);
      expect(owned.positions()).toEqual([]);
    });

    it('refuses a former owner, and keeps nothing of what it tried', async () => {
      const owner = `alerting/${unique}`;
      const former = await state.acquire(owner);
      await former.commit({ puts: [{ namespace: 'counts', key: 'vinci', value: 1 }], positions: [at(1)] });
      const current = await state.acquire(owner);
      const late = former.commit({
        puts: [{ namespace: 'counts', key: 'vinci', value: 2 }],
        positions: [at(2)],
      });
      await expect(late).rejects.toThrow(StateConflictError);
      await expect(late).rejects.toThrow(owner);
      expect(await current.get('counts', 'vinci')).toBe(1);
      expect(current.positions()).toEqual([at(1)]);
      await current.commit({ puts: [{ namespace: 'counts', key: 'vinci', value: 3 }] });
      expect(await current.get('counts', 'vinci')).toBe(3);
    });

    it('refuses a former owner from before a restart of the other', async () => {
      const owner = `alerting/${unique}`;
      const former = await state.acquire(owner);
      const other = await open();
      const current = await other.acquire(owner);
      await current.commit({ positions: [at(4)] });
      await expect(former.commit({ positions: [at(3)] })).rejects.toThrow(StateConflictError);
      await other.close();
    });

    it('keeps owners apart, and refuses one only', async () => {
      const one = await state.acquire(`alerting/${unique}/1`);
      const two = await state.acquire(`alerting/${unique}/2`);
      const put = (value: number) => ({ puts: [{ namespace: 'counts', key: 'same', value }] });
      await state.acquire(`alerting/${unique}/2`);
      const results = await Promise.allSettled([one.commit(put(1)), two.commit(put(2)), one.commit(put(3))]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await one.get('counts', 'same')).toBe(3);
    });

    it('reads across owners, ordered by key, by the start of the key', async () => {
      const namespace = `incidents-${unique}`;
      const one = await state.acquire(`alerting/${unique}/1`);
      const two = await state.acquire(`alerting/${unique}/2`);
      const put = (key: string) => ({ puts: [{ namespace, key, value: { key } }] });
      await two.commit(put('vinci/2'));
      await one.commit(put('vinci/1'));
      await one.commit(put('acme_%/1'));
      const found = await state.read(namespace);
      expect(found.map(({ key, owner, value }) => ({ key, owner, value }))).toEqual([
        { key: 'acme_%/1', owner: `alerting/${unique}/1`, value: { key: 'acme_%/1' } },
        { key: 'vinci/1', owner: `alerting/${unique}/1`, value: { key: 'vinci/1' } },
        { key: 'vinci/2', owner: `alerting/${unique}/2`, value: { key: 'vinci/2' } },
      ]);
      const keysOf = async (keyPrefix: string) =>
        (await state.read(namespace, { keyPrefix })).map(({ key }) => key);
      expect(await keysOf('vinci/')).toEqual(['vinci/1', 'vinci/2']);
      expect(await keysOf('acme_%')).toEqual(['acme_%/1']);
      expect(await keysOf('v_')).toEqual([]);
    });
  });
}
