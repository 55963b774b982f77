import { type Message, TOPICS } from '#ingest/bus/bus';
import { createCalendar } from '../calendar';
import { createEvaluation } from '../evaluate-rules';
import type { Delivery } from '../notifier';
import { openPartition, type WatchedPartition } from '../watched-partition';
import type { Arrival } from './arrivals';
import { createJsonState } from './json-state';
import type { Recorder } from './run-record';
import type { TestSurroundings } from './run-rule-test';
import { createSaidSoFar } from './said-so-far';
import { createSteppedClock } from './stepped-clock';
import { stubNotifiers } from './stub-notifiers';

/** Who watches in a test, as in production, with a clock, a disk and channels of its own. Instants are epoch milliseconds. */
export type TestDesk = {
  /** Takes in what arrives until then, each mention at its own time. */
  readonly handleUntil: (at: number) => Promise<void>;
  readonly tick: (at: number) => Promise<void>;
  /** Dies, and comes back then: what was not stored is lost, and reading goes on where the state stands. */
  readonly reopen: (at: number) => Promise<void>;
};

export async function openTestDesk(
  surroundings: TestSurroundings,
  { start, arrivals, recorder }: { start: number; arrivals: readonly Arrival[]; recorder: Recorder },
): Promise<TestDesk> {
  const clock = createSteppedClock(start);
  const state = createJsonState();
  const said = createSaidSoFar();
  const waiting: Delivery[] = [];
  const open = () =>
    openPartition(0, {
      ...surroundings,
      clock,
      bus: { partitionOf: () => 0 },
      state,
      store: said,
      evaluation: createEvaluation(
        surroundings.rules,
        surroundings.detectors,
        createCalendar(surroundings.moments ?? []),
      ),
      notifiers: stubNotifiers(surroundings.receivers),
      enqueue: (deliveries) => void waiting.push(...deliveries),
      observe: (observation) => recorder.take(observation, clock.now()),
    });
  let partition = await open();
  let next = 0;

  const deliver = async (): Promise<void> => {
    for (const delivery of waiting.splice(0)) await deliverTo(partition, delivery, clock.now());
  };
  return {
    handleUntil: async (at) => {
      for (let arrival = arrivals[next]; arrival && arrival.at <= at; arrival = arrivals[next]) {
        clock.goTo(arrival.at);
        said.add(arrival.mention);
        await partition.handle(batchOf(arrival, next));
        next += 1;
        await deliver();
      }
    },
    tick: async (at) => {
      clock.goTo(at);
      await partition.tick();
      await deliver();
    },
    reopen: async (at) => {
      clock.goTo(at);
      waiting.length = 0;
      partition = await open();
      next = partition.position(TOPICS.brandMentions) ?? 0;
      await deliver();
    },
  };
}

function batchOf({ at, mention }: Arrival, offset: number): Parameters<WatchedPartition['handle']>[0] {
  const place = { topic: TOPICS.brandMentions, partition: 0 };
  const message: Message = {
    ...place,
    offset,
    at,
    key: mention.brand,
    value: JSON.stringify(mention),
    headers: {},
  };
  return {
    ...place,
    messages: [message],
    deadLetter: async (_, error) => {
      throw new Error(`a mention of the test cannot be read: ${(error as Error).message}`, { cause: error });
    },
    signal: new AbortController().signal,
  };
}

function deliverTo(partition: WatchedPartition, delivery: Delivery, now: number): Promise<void> {
  const { id, notifier, destination } = delivery;
  return partition.record(
    { ...delivery, state: 'delivered', attempts: 1 },
    {
      kind: 'delivered',
      id: `${id}/delivered`,
      at: new Date(now).toISOString(),
      delivery: id,
      notifier,
      destination,
    },
  );
}
