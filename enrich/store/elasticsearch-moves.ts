import type { Elasticsearch } from '#ingest/elasticsearch-client';
import { mentionIndices } from './elasticsearch-document';

/** Where mentions belong: index by id. */
export type Places = ReadonlyMap<string, string>;
export type Moves = {
  /** Copies of these mentions in other months' indices. */
  readonly find: (places: Places) => Promise<{ id: string; index: string }[]>;
  /** Must be told what was written where. */
  readonly remember: (places: Places) => void;
};

/** More than one process can save within the second that the server takes to make them findable. */
const REMEMBERED = 20_000;

/**
 * A mention whose time changed (an undated one collected again in the next month) must leave the index of its
 * former month, or it would be there twice. Searching finds what was saved over a second ago, memory the rest.
 */
export function createMoves(elasticsearch: Elasticsearch, prefix: string): Moves {
  const recent = new Map<string, string>();
  return {
    find: async (places) => {
      const found = await findStored(elasticsearch, prefix, places);
      for (const [id, index] of places) {
        const last = recent.get(id);
        if (last !== undefined && last !== index) found.push({ id, index: last });
      }
      return found.filter(({ id, index }) => places.get(id) !== index);
    },
    remember: (places) => {
      for (const [id, index] of places) {
        recent.delete(id);
        recent.set(id, index);
      }
      for (const id of recent.keys()) {
        if (recent.size <= REMEMBERED) break;
        recent.delete(id);
      }
    },
  };
}

async function findStored(elasticsearch: Elasticsearch, prefix: string, places: Places) {
  const indices = [...new Set(places.values())];
  // The one index that a batch usually goes to need not be searched.
  const others = indices.length === 1 ? `,-${indices[0]}` : '';
  const { hits } = await elasticsearch.call('looking for mentions that moved', (client) =>
    client.search({
      index: `${mentionIndices(prefix)}${others}`,
      query: { ids: { values: [...places.keys()] } },
      size: 2 * places.size,
      _source: false,
      track_total_hits: false,
      allow_partial_search_results: false,
    }),
  );
  return hits.hits.map(({ _id = '', _index }) => ({ id: _id, index: _index }));
}
