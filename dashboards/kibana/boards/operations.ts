import { by, count, distinct, latest, overTime, percentiles, where } from '../aggregations';
import type { Board } from '../board';
import { axes, numbers, table } from '../chart';

const LIVE = 'NOT backfill:true';
const FAILED = '_exists_:failures.enricher';
const collected = () => overTime('collectedAt', { keepEmpty: true });

/** Whether Vigie itself is well: how late it hears, what fails, which source has gone quiet. */
export const operations: Board = {
  name: 'operations',
  title: 'Operations',
  description:
    'How late mentions come and are stored, what failed, what each source gives, what was backfill.',
  dataView: 'mentions-collected',
  from: 'now-6h',
  controls: { Source: 'source', Channel: 'channel', Brand: 'brand' },
  panels: [
    {
      ...{ name: 'totals', width: 34, height: 8, title: 'In this time' },
      chart: numbers([
        count('Collected'),
        distinct('source', 'Sources'),
        percentiles('collectDelay', [50, 95], 'Published to collected'),
        percentiles('storeDelay', [50, 95], 'Collected to stored'),
      ]),
      only: LIVE,
    },
    {
      ...{ name: 'notes', width: 14, height: 8 },
      note: 'The time here is when a mention was **collected**. Ages are of live mentions, without backfill; a source’s own dates decide how old a mention is. Lag of the bus and rates of delivery are in `/metrics` of each worker; what could not be read is in `vigie dead-letters list`.',
    },
    {
      ...{ name: 'collect-delay', width: 24, height: 12, title: 'Age when collected' },
      chart: axes({
        metrics: [percentiles('collectDelay', [50, 95], 'Published to collected')],
        x: overTime('collectedAt'),
        shape: 'line',
      }),
      only: LIVE,
    },
    {
      ...{ name: 'store-delay', width: 24, height: 12, title: 'From collected to stored' },
      chart: axes({
        metrics: [percentiles('storeDelay', [50, 95], 'Collected to stored')],
        x: overTime('collectedAt'),
        shape: 'line',
      }),
    },
    {
      ...{ name: 'sources-over-time', width: 24, height: 12, title: 'Mentions by source' },
      chart: axes({
        metrics: [count()],
        x: collected(),
        split: by('source', 'Source', 20),
        shape: 'histogram',
      }),
    },
    {
      ...{ name: 'sources', width: 24, height: 12, title: 'Sources' },
      chart: table(
        [by('source', 'Source', 100)],
        [
          count(),
          latest('collectedAt', 'Last collected'),
          latest('publishedAt', 'Newest mention'),
          percentiles('collectDelay', [95], 'Published to collected'),
        ],
      ),
    },
    {
      ...{ name: 'failures-over-time', width: 24, height: 12, title: 'Failures by enricher' },
      chart: axes({
        metrics: [count('Mentions with a failure')],
        x: collected(),
        split: by('failures.enricher', 'Enricher', 20),
        shape: 'histogram',
      }),
      only: FAILED,
    },
    {
      ...{ name: 'failures', width: 24, height: 12, title: 'Failures' },
      chart: table(
        [by('failures.enricher', 'Enricher', 20), by('failures.error', 'Error', 20)],
        [count(), latest('collectedAt', 'Last')],
      ),
      only: FAILED,
    },
    {
      ...{ name: 'backfill', width: 24, height: 12, title: 'Live and backfill' },
      chart: axes({
        metrics: [count()],
        x: collected(),
        split: where({ live: LIVE, backfill: 'backfill:true' }),
        shape: 'histogram',
      }),
    },
    { name: 'failed-mentions', width: 24, height: 12, search: 'failures' },
  ],
};
