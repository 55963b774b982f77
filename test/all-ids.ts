import type { Store } from '#enrich/store/store';

/** Ids of everything in the store, one a document: a mention that is there twice is twice in it. */
export async function allIds(store: Store): Promise<string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await store.search({ limit: 1_000, order: 'oldest', after });
    ids.push(...page.mentions.map(({ id }) => id));
    after = page.next;
  } while (after);
  return ids;
}
