import type { Message as KafkaMessage } from 'kafkajs';

/** One publish call: settled when its last message is durable, or when one cannot be. */
export type Publication = { readonly resolve: () => void; readonly reject: (error: unknown) => void };

export type Waiting = {
  readonly topic: string;
  readonly message: KafkaMessage;
  readonly bytes: number;
  readonly publication: Publication;
  readonly isLast: boolean;
};

export type SendBatch = { readonly waiting: readonly Waiting[]; readonly bytes: number };

export type SendQueue = {
  readonly push: (waiting: readonly Waiting[]) => void;
  /** The next messages in order: at least one, at most `messages` and, beyond the first, `bytes`. */
  readonly take: (limit: { readonly messages: number; readonly bytes: number }) => SendBatch | undefined;
  readonly size: () => { readonly messages: number; readonly bytes: number };
};

/** What waits for the producer, first come first served. */
export function createSendQueue(): SendQueue {
  let queue: Waiting[] = [];
  let head = 0;
  let bytes = 0;
  return {
    push: (waiting) => {
      for (const one of waiting) {
        queue.push(one);
        bytes += one.bytes;
      }
    },
    take: (limit) => {
      let end = head;
      let taken = 0;
      for (; end < queue.length && end - head < limit.messages; end++) {
        const next = queue[end]?.bytes ?? 0;
        if (end > head && taken + next > limit.bytes) break;
        taken += next;
      }
      if (end === head) return undefined;
      const waiting = queue.slice(head, end);
      head = end;
      bytes -= taken;
      if (head > 10_000 || head === queue.length) {
        queue = queue.slice(head);
        head = 0;
      }
      return { waiting, bytes: taken };
    },
    size: () => ({ messages: queue.length - head, bytes }),
  };
}
