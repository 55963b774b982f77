/** The topics of the pipeline and what their keys are. */
export const TOPICS = {
  /** Mention as JSON, keyed by mention id: spreads the load. */
  mentions: 'mentions',
  /** BrandMention as JSON, keyed by brand id: one owner a brand, so that counting needs no lock. */
  brandMentions: 'brand-mentions',
  /** Command of a person (acknowledge, snooze …) as JSON, keyed by brand id: same owner as the counts. */
  commands: 'commands',
  /** Never written to: owning one of its partitions means collecting the sources that fall to it. */
  sources: 'sources',
  /** StoryNews as JSON, keyed by the process that tells it: what enrich workers tell each other of stories. */
  stories: 'stories',
  /** Messages that could not be handled, with `x-origin-*` and `x-error` headers. */
  deadLetters: 'dead-letters',
} as const;

export type OutgoingMessage = {
  readonly key: string;
  readonly value: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Message = OutgoingMessage & {
  readonly topic: string;
  readonly partition: number;
  /** Grows by at least one a message within its topic and partition. */
  readonly offset: number;
  readonly headers: Readonly<Record<string, string>>;
  /** When the bus took it, epoch milliseconds. */
  readonly at: number;
};

export type TopicPartition = { readonly topic: string; readonly partition: number };

/** Messages of one topic and partition, in order, never empty. */
export type Batch = TopicPartition & {
  readonly messages: readonly Message[];
  /**
   * Writes a message to `dead-letters` with its origin and the error, before the offset moves.
   * For what can never succeed (unreadable JSON, a failed schema); not for a store that is down.
   */
  readonly deadLetter: (message: Message, error: unknown) => Promise<void>;
  readonly signal: AbortSignal;
};

export type Subscription = {
  /** Lets the running batch finish, commits it and stops. */
  readonly stop: () => Promise<void>;
};

export type SubscribeOptions = {
  readonly group: string;
  readonly topics: readonly string[];
  /** Where a group without an offset starts. Default `start`. */
  readonly from?: 'start' | 'end';
  /** Largest batch. Default 500. */
  readonly maxBatch?: number;
  /**
   * Called when this member becomes the owner of partitions, before their first batch. A returned position
   * (the next offset to read) overrides the group's: for owners who keep the offset beside their own state.
   */
  readonly onAssigned?: (
    owned: readonly TopicPartition[],
  ) => Promise<readonly (TopicPartition & { offset: number })[] | undefined>;
  /** Called when partitions leave this member, after its last batch of them. */
  readonly onRevoked?: (lost: readonly TopicPartition[]) => Promise<void>;
  /**
   * Resolving moves the offset past the batch. Throwing redelivers the batch after a growing pause. When it
   * has thrown `maxAttempts` times, its messages are delivered one by one, and one that alone still throws an
   * error without `retriable: true` goes to `dead-letters`, so that it never blocks the next.
   */
  readonly onBatch: (batch: Batch) => Promise<void>;
  /** Default 5. */
  readonly maxAttempts?: number;
};

export type ReadOptions = {
  readonly topic: string;
  /** Only what the bus took at or after this instant, epoch milliseconds. Default: all there is. */
  readonly since?: number;
  /** Messages of one partition, in order, never empty, never two batches at once. Throwing ends the reading. */
  readonly onBatch: (messages: readonly Message[]) => Promise<void>;
};

export type FollowOptions = {
  readonly topic: string;
  /** Begins with what the bus took at or after this instant, epoch milliseconds. Default: with what comes next. */
  readonly since?: number;
  /**
   * Messages of one partition, in order, never empty, never two batches of a partition at once. Throwing loses the
   * batch: it is logged, and following goes on with the next one.
   */
  readonly onMessages: (messages: readonly Message[]) => Promise<void>;
};

export type Lag = TopicPartition & { readonly group: string; readonly lag: number };

/**
 * The durable log between the stages. Publishing resolves when the messages are durable; every group gets
 * every message at least once; messages with one key keep their order; groups do not disturb each other.
 */
export type Bus = {
  /** The partition of every topic that messages with this key go to. */
  partitionOf(key: string): number;
  publish(topic: string, messages: readonly OutgoingMessage[]): Promise<void>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /**
   * Hands over what a topic holds, for looking: without a group, so that nothing is committed and no subscriber
   * notices. Resolves after the last message that was there when reading began; a topic that was never written to
   * holds none.
   */
  read(options: ReadOptions): Promise<void>;
  /**
   * Hands every message of a topic to every follower, in whatever process, from now on until stopped: without a
   * group that shares or lags, and nothing is committed. Resolves when it listens; a message that is published
   * after that comes at least once. `stop` lets the running batch finish.
   */
  follow(options: FollowOptions): Promise<Subscription>;
  /** Messages not yet committed, per group, topic and partition. */
  lag(): Promise<readonly Lag[]>;
  /** Deletes messages older than this instant, whether read or not; resolves to how many. */
  deleteOlderThan(at: number): Promise<number>;
  close(): Promise<void>;
};

/** An error that time may heal (database busy, store down): the batch is redelivered for as long as it takes. */
export class RetriableError extends Error {
  readonly retriable = true;
}

export function isRetriable(error: unknown): boolean {
  return error instanceof Error && 'retriable' in error && error.retriable === true;
}
