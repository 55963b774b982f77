import { AssignerProtocol, type Cluster, type PartitionAssigner } from 'kafkajs';

const NAME = 'vigie-co-partitioned';
const VERSION = 0;

export type AssignerHooks = {
  /** Awaited each time before this member joins its group, again or for the first time. */
  readonly beforeJoin: () => Promise<void>;
};

/**
 * Partition n of every topic goes to the same member, so that keys are co-owned across topics; the client's own
 * round robin gives partition 0 of a second topic to whoever is next.
 */
export function coPartitionedAssigner({ beforeJoin }: AssignerHooks): PartitionAssigner {
  return ({ cluster }) => {
    waitBeforeJoin(cluster, beforeJoin);
    return {
      name: NAME,
      version: VERSION,
      protocol: ({ topics }) => ({
        name: NAME,
        metadata: AssignerProtocol.MemberMetadata.encode({
          version: VERSION,
          topics,
          userData: Buffer.alloc(0),
        }),
      }),
      assign: async ({ members, topics }) => {
        const wanted = members.map(({ memberId, memberMetadata }) => ({
          memberId,
          topics: AssignerProtocol.MemberMetadata.decode(memberMetadata)?.topics ?? [],
        }));
        const partitionsOf = (topic: string) => cluster.findTopicPartitionMetadata(topic).length;
        return [...assignPartitions(wanted, topics, partitionsOf)].map(([memberId, assignment]) => ({
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({
            version: VERSION,
            assignment,
            userData: Buffer.alloc(0),
          }),
        }));
      },
    };
  };
}

/** Member id → topic → partitions. The same for the same members, in whatever order they come. */
export function assignPartitions(
  members: readonly { readonly memberId: string; readonly topics: readonly string[] }[],
  topics: readonly string[],
  partitionsOf: (topic: string) => number,
): Map<string, Record<string, number[]>> {
  const assignments = new Map<string, Record<string, number[]>>();
  for (const topic of topics) {
    const sharers = members
      .filter((member) => member.topics.includes(topic))
      .map(({ memberId }) => memberId)
      .sort();
    for (const [index, memberId] of sharers.entries()) {
      const partitions = Array.from({ length: partitionsOf(topic) }, (_, partition) => partition);
      const own = partitions.filter((partition) => partition % sharers.length === index);
      assignments.set(memberId, { ...assignments.get(memberId), [topic]: own });
    }
  }
  return assignments;
}

/**
 * The client joins again as soon as it hears of a rebalance, and looks up the group's coordinator first: the one
 * step before a join that it waits for. Whoever owns partitions must be done with them by then.
 */
function waitBeforeJoin(cluster: Cluster, beforeJoin: () => Promise<void>): void {
  const find = cluster.findGroupCoordinator.bind(cluster);
  cluster.findGroupCoordinator = async (group) => {
    await beforeJoin();
    return find(group);
  };
}
