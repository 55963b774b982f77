import type { SubscribeOptions, Subscription, TopicPartition } from './bus';
import { nameOf } from './consume-partition';

/** One subscription within its group. */
type Member = {
  readonly options: SubscribeOptions;
  readonly running: Map<string, Running>;
};
type Running = TopicPartition & { readonly stop: () => Promise<void> };

export type GroupOptions = {
  readonly partitions: number;
  /** Starts consuming one partition; `stop` lets the running batch finish. */
  readonly consume: (place: TopicPartition, options: SubscribeOptions) => Running;
  /** Sets the group's next offset. */
  readonly setPosition: (place: TopicPartition & { offset: number }) => Promise<void>;
  readonly assignFailed: (error: unknown, owned: readonly TopicPartition[]) => Promise<void>;
};

/** The members of one consumer group in this process: every partition has exactly one owner among them. */
export type Group = {
  readonly join: (options: SubscribeOptions) => Promise<Subscription>;
  readonly close: () => Promise<void>;
};

export function createGroup({ partitions, consume, setPosition, assignFailed }: GroupOptions): Group {
  const members: Member[] = [];
  let lastRebalance: Promise<void> = Promise.resolve();

  /** Partition n of every topic goes to the same member, so that keys are co-owned across topics. */
  const wantedBy = (member: Member): TopicPartition[] =>
    member.options.topics.flatMap((topic) => {
      const sharers = members.filter((other) => other.options.topics.includes(topic));
      return Array.from({ length: partitions }, (_, partition) => ({ topic, partition })).filter(
        ({ partition }) => sharers[partition % sharers.length] === member,
      );
    });

  const revoke = async (member: Member) => {
    const kept = new Set(members.includes(member) ? wantedBy(member).map(nameOf) : []);
    const lost = [...member.running].filter(([name]) => !kept.has(name));
    if (lost.length === 0) return;
    await Promise.all(lost.map(([, running]) => running.stop()));
    for (const [name] of lost) member.running.delete(name);
    await member.options.onRevoked?.(lost.map(([, { topic, partition }]) => ({ topic, partition })));
  };

  const assign = async (member: Member) => {
    const gained = wantedBy(member).filter((place) => !member.running.has(nameOf(place)));
    if (gained.length === 0) return;
    const overrides = (await member.options.onAssigned?.(gained)) ?? [];
    for (const override of overrides) await setPosition(override);
    for (const place of gained) member.running.set(nameOf(place), consume(place, member.options));
  };

  const assignPatiently = async (member: Member) => {
    while (members.includes(member)) {
      try {
        return await assign(member);
      } catch (error) {
        await assignFailed(error, wantedBy(member));
      }
    }
  };

  /** One at a time: a partition's former owner is done before the next one begins. */
  const inTurn = (step: () => Promise<void>): Promise<void> => {
    const turn = lastRebalance.then(step);
    lastRebalance = turn.catch(() => undefined);
    return turn;
  };

  const leave = (member: Member) => {
    const index = members.indexOf(member);
    if (index >= 0) members.splice(index, 1);
    return inTurn(async () => {
      await revoke(member);
      for (const other of [...members]) await assignPatiently(other);
    });
  };

  return {
    join: async (options) => {
      const member: Member = { options, running: new Map() };
      await inTurn(async () => {
        members.push(member);
        for (const other of [...members]) await revoke(other);
        for (const other of [...members]) if (other !== member) await assignPatiently(other);
      });
      try {
        await inTurn(() => assign(member));
      } catch (error) {
        await leave(member);
        throw error;
      }
      return { stop: () => leave(member) };
    },
    close: async () => {
      await Promise.all([...members].map(leave));
    },
  };
}
