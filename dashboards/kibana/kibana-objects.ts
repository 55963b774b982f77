import { type Board, boardObjects } from './board';
import { brandComparison } from './boards/brand-comparison';
import { crisisRoom } from './boards/crisis-room';
import { operations } from './boards/operations';
import { dataView } from './data-view';
import type { SavedObject } from './saved-object';
import { SEARCHES, savedSearch } from './searches';

export const BOARDS: readonly Board[] = [crisisRoom, brandComparison, operations];

/** Everything that Vigie has in Kibana, for the indices that begin with `indexPrefix`; the same each time it is made. */
export function kibanaObjects(indexPrefix: string): SavedObject[] {
  const indices = `${indexPrefix}-mentions-*`;
  const id = `${indexPrefix}-mentions`;
  return [
    dataView({ id, name: '[Vigie] Mentions', indices, timeField: 'publishedAt' }),
    dataView({
      id: `${id}-collected`,
      name: '[Vigie] Mentions by when they were collected',
      indices,
      timeField: 'collectedAt',
    }),
    ...SEARCHES.map((search) => savedSearch(search, indexPrefix)),
    ...BOARDS.flatMap((board) => boardObjects(board, indexPrefix)),
  ];
}
