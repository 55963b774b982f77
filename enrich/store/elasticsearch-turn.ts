import type { Clock } from '#ingest/clock';
import { type Elasticsearch, unlessChanged, unlessMissing } from '#ingest/elasticsearch-client';

type Turn = { readonly until: number };

const LONGEST_TURN_MS = 600_000;
const ID = 'turn';

/** Does the work unless another process is at it; who died at it is waited for ten minutes. */
export async function inTurn(
  elasticsearch: Elasticsearch,
  { index, clock }: { index: string; clock: Clock },
  work: () => Promise<void>,
): Promise<void> {
  const write = (until: number, condition: object) =>
    unlessChanged(
      elasticsearch.call('taking turns', (client) =>
        client.index<Turn>({ index, id: ID, document: { until }, ...condition }),
      ),
    );
  const now = clock.now();
  const last = await unlessMissing(
    elasticsearch.call('asking whose turn it is', (client) => client.get<Turn>({ index, id: ID })),
  );
  if (now < (last?._source?.until ?? 0)) return;
  const taken = await write(
    now + LONGEST_TURN_MS,
    last?._seq_no === undefined
      ? { op_type: 'create' }
      : { if_seq_no: last._seq_no, if_primary_term: last._primary_term },
  );
  if (!taken) return;
  try {
    await work();
  } finally {
    await write(0, { if_seq_no: taken._seq_no, if_primary_term: taken._primary_term });
  }
}
