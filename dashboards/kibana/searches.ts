import { field, query } from './fields';
import { type SavedObject, sourceOf } from './saved-object';

type Search = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly only: string;
  readonly columns: readonly string[];
  readonly dataView?: 'mentions' | 'mentions-collected';
};

const WHO = ['brand', 'channel', 'outlet', 'authorLabel'];

/** Lists of mentions, newest first, that people begin from. */
export const SEARCHES: readonly Search[] = [
  {
    name: 'negative-mentions',
    title: 'Negative mentions',
    description: 'What speaks against a brand, newest first.',
    only: 'sentiment.label:negative',
    columns: [...WHO, 'sentiment.score', 'sentiment.words', 'title', 'text', 'url'],
  },
  {
    name: 'press-releases',
    title: 'Press releases and reports of them',
    description: 'Texts that pose as a release of the brand, with the verdict and the signals that made it.',
    only: '_exists_:pressRelease.verdict',
    columns: [
      ...WHO,
      'pressRelease.verdict',
      'pressRelease.score',
      'pressRelease.signals.evidence',
      'domains',
      'title',
      'url',
    ],
  },
  {
    name: 'risks',
    title: 'Mentions with a risk',
    description: 'Look-alike domains and whatever else deserves a second look, with the evidence.',
    only: '_exists_:risks.kind',
    columns: [...WHO, 'risks.kind', 'risks.evidence', 'risks.explanation', 'title', 'url'],
  },
  {
    name: 'failures',
    title: 'Mentions with a failure',
    description:
      'Where an enricher failed: what it should have found is missing, which does not mean harmless.',
    only: '_exists_:failures.enricher',
    columns: ['source', 'brand', 'failures.enricher', 'failures.error', 'title', 'url'],
    dataView: 'mentions-collected',
  },
];

/** A list as the object that Kibana keeps. Ids begin with `prefix`. */
export function savedSearch(search: Search, prefix: string): SavedObject {
  const { name, title, description, only, columns, dataView = 'mentions' } = search;
  const { reference, meta } = sourceOf(`${prefix}-${dataView}`, query(only));
  const time = dataView === 'mentions' ? 'publishedAt' : 'collectedAt';
  return {
    type: 'search',
    id: `${prefix}-${name}`,
    attributes: {
      ...{ title: `[Vigie] ${title}`, description, grid: {}, hideChart: false, isTextBasedQuery: false },
      columns: columns.map((column) => field(column, 'value')),
      sort: [[field(time, 'time'), 'desc']],
      kibanaSavedObjectMeta: meta,
    },
    references: [reference],
  };
}
