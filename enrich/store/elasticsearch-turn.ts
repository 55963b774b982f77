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
  const takeOver = async () => {
    const last = await unlessMissing(
      elasticsearch.call('asking whose turn it is', (client) => client.get<Turn>({ index, id: ID })),
    );
    if (last?._seq_no === undefined || now < (last._source?.until ?? 0)) return undefined;
    return write(now + LONGEST_TURN_MS, {
      if_seq_no: last._seq_no,
      if_primary_term: last._primary_term,
    });
  };
  // Creating comes first: it waits for the index to be there, which a look at a just made index does not.
  const taken = (await write(now + LONGEST_TURN_MS, { op_type: 'create' })) ?? (await takeOver());
  if (!taken) return;
  try {
    await work();
  } finally {
    await write(0, { if_seq_no: taken._seq_no, if_primary_term: taken._primary_term });
  }
}
