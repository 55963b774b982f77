import type { Page } from '../page';
import type { Telling } from './decide-telling';

type Told = Pick<Page, 'incident' | 'reason' | 'headline' | 'timezone' | 'outages'> & {
  /** Epoch milliseconds. */
  readonly from: number;
};

/** A page about Vigie itself: no brand's, with nothing of mentions on it. */
export function operatorsPage(telling: Telling, { from, ...told }: Told): Page {
  const isOver = telling.kind === 'outage-over';
  return {
    ...told,
    number: isOver ? telling.number : 1,
    kind: telling.kind,
    brand: { id: 'vigie', name: 'Vigie' },
    severity: isOver ? 'info' : 'error',
    since: new Date(from).toISOString(),
    replay: false,
    findings: [],
    topOutlets: [],
    topAuthors: [],
    samples: [],
  };
}
