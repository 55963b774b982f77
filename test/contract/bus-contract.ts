import { jest } from '@jest/globals';
import {
  type Bus,
  type FollowOptions,
  type Message,
  RetriableError,
  TOPICS,
  type TopicPartition,
} from '#ingest/bus/bus';
import { until } from './until';

export type OpenBus = () => Promise<Bus>;

/** Topics of their own, so that a server that keeps its data can be tested again and again. */
function uniqueName(prefix: string): string {
  return `${prefix}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

function numbered(count: number, keyOf: (index: number) => string) {
  return Array.from({ length: count }, (_, index) => ({ key: keyOf(index), value: String(index) }));
}

const valuesOf = (messages: readonly Message[]) => messages.map(({ value }) => value);
const sorted = (values: readonly string[]) => [...values].sort((a, b) => Number(a) - Number(b));

/** Holds every promise of `Bus`. `open` gives a bus on the same data each time; its retry pauses are to be short. */
export function describeBus(name: string, open: OpenBus): void {
  jest.setTimeout(60_000);
  describe(`${name}: bus`, () => {
    let bus: Bus;
    let topic: string;
    let group: string;
    beforeEach(async () => {
      bus = await open();
      topic = uniqueName('topic');
      group = uniqueName('group');
    });
    afterEach(() => bus.close());

    /** Subscribes and keeps what arrives. */
    const collect = async (options: Partial<Parameters<Bus['subscribe']>[0]> = {}) => {
      const messages: Message[] = [];
      const subscription = await bus.subscribe({
        group,
        topics: [topic],
        ...options,
        onBatch: async (batch) => {
          await options.onBatch?.(batch);
          messages.push(...batch.messages);
        },
      });
      return { messages, stop: subscription.stop };
    };
    const lagOfGroup = async () =>
      (await bus.lag()).filter((lag) => lag.group === group).reduce((sum, { lag }) => sum + lag, 0);

    it('says to which partition a key goes, on every topic', async () => {
      const keys = ['vinci', 'acme', 'é 漢', ''];
      await bus.publish(
        topic,
        numbered(8, (index) => keys[index % 4] ?? ''),
      );
      const { messages, stop } = await collect();
      await until(() => messages.length === 8);
      await stop();
      for (const { key, partition } of messages)
        expect([key, bus.partitionOf(key)]).toEqual([key, partition]);
    });

    it('gives a group what was published before and after it subscribed, with keys, headers and time', async () => {
      const before = Date.now();
      await bus.publish(topic, [{ key: 'vinci', value: 'a "quoted" é 漢', headers: { 'x-trace': '1' } }]);
      const { messages } = await collect();
      await bus.publish(topic, [{ key: 'vinci', value: 'second' }]);
      await until(() => messages.length === 2);
      expect(messages.map(({ key, value, headers, topic }) => ({ key, value, headers, topic }))).toEqual([
        { key: 'vinci', value: 'a "quoted" é 漢', headers: { 'x-trace': '1' }, topic },
        { key: 'vinci', value: 'second', headers: {}, topic },
      ]);
      expect(messages[0]?.at).toBeGreaterThanOrEqual(before - 1_000);
      expect(messages[0]?.at).toBeLessThanOrEqual(Date.now() + 1_000);
    });

    it('keeps the order of a key, with offsets that grow', async () => {
      for (let part = 0; part < 5; part++)
        await bus.publish(
          topic,
          numbered(100, (index) => `key-${index % 7}`),
        );
      const { messages } = await collect({ maxBatch: 30 });
      await until(() => messages.length === 500);
      for (let key = 0; key < 7; key++) {
        const ofKey = messages.filter((message) => message.key === `key-${key}`);
        const once = numbered(100, (index) => `key-${index % 7}`).filter((m) => m.key === `key-${key}`);
        expect(valuesOf(ofKey)).toEqual(
          Array(5)
            .fill(once.map(({ value }) => value))
            .flat(),
        );
        expect(new Set(ofKey.map(({ partition }) => partition)).size).toBe(1);
        const offsets = ofKey.map(({ offset }) => offset);
        expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
      }
    });

    it('puts a key on the same partition of every topic', async () => {
      const other = uniqueName('topic');
      const keys = Array.from({ length: 20 }, (_, index) => `brand-${index}`);
      await bus.publish(
        topic,
        keys.map((key) => ({ key, value: '' })),
      );
      await bus.publish(
        other,
        keys.map((key) => ({ key, value: '' })),
      );
      const { messages } = await collect({ topics: [topic, other] });
      await until(() => messages.length === 40);
      const partitionsOf = (wanted: string) =>
        Object.fromEntries(
          messages.filter((m) => m.topic === wanted).map(({ key, partition }) => [key, partition]),
        );
      expect(partitionsOf(topic)).toEqual(partitionsOf(other));
    });

    it('gives batches of one topic and partition, never empty, never larger than asked', async () => {
      await bus.publish(topic, numbered(50, String));
      const batches: { size: number; places: number }[] = [];
      const { messages } = await collect({
        maxBatch: 7,
        onBatch: async ({ messages, topic, partition }) => {
          const strangers = messages.filter((m) => m.topic !== topic || m.partition !== partition);
          batches.push({ size: messages.length, places: strangers.length });
        },
      });
      await until(() => messages.length === 50);
      expect(batches.filter(({ size, places }) => size < 1 || size > 7 || places > 0)).toEqual([]);
    });

    it('gives every group everything, whatever another group does', async () => {
      await bus.publish(topic, numbered(20, String));
      let refusals = 0;
      await collect({
        group: uniqueName('broken'),
        onBatch: async () => {
          refusals++;
          throw new RetriableError('the store is down');
        },
      });
      const { messages } = await collect();
      await until(() => messages.length === 20 && refusals > 0);
      expect(sorted(valuesOf(messages))).toEqual(numbered(20, String).map(({ value }) => value));
    });

    it('starts a new group at the end when told so, and at its own position the next time', async () => {
      await bus.publish(topic, [{ key: 'k', value: 'old' }]);
      const first = await collect({ from: 'end' });
      await bus.publish(topic, [{ key: 'k', value: 'new' }]);
      await until(() => first.messages.length === 1);
      await first.stop();
      await bus.publish(topic, [{ key: 'k', value: 'newer' }]);
      const second = await collect({ from: 'end' });
      await until(() => second.messages.length === 1);
      expect([valuesOf(first.messages), valuesOf(second.messages)]).toEqual([['new'], ['newer']]);
    });

    it('goes on where the group was after the bus was closed and opened', async () => {
      await bus.publish(
        topic,
        numbered(10, () => 'k'),
      );
      const first = await collect();
      await until(() => first.messages.length === 10);
      await bus.close();
      bus = await open();
      await bus.publish(topic, [{ key: 'k', value: '10' }]);
      const second = await collect();
      await until(() => second.messages.length === 1);
      expect(valuesOf(second.messages)).toEqual(['10']);
    });

    it('redelivers a batch that threw, before anything behind it', async () => {
      await bus.publish(
        topic,
        numbered(3, () => 'k'),
      );
      let throws = 2;
      const seen: string[] = [];
      const { messages } = await collect({
        maxBatch: 2,
        onBatch: async ({ messages }) => {
          seen.push(valuesOf(messages).join('+'));
          if (throws-- > 0) throw new Error('a hiccup');
        },
      });
      await until(() => messages.length === 3);
      expect(valuesOf(messages)).toEqual(['0', '1', '2']);
      expect(seen.filter((batch) => batch.startsWith('0')).length).toBe(3);
    });

    it('isolates a poison message, sets it aside with its origin, and goes on', async () => {
      await bus.publish(topic, [
        { key: 'k', value: 'good' },
        { key: 'k', value: 'poison', headers: { 'x-trace': '7' } },
        { key: 'k', value: 'also good' },
      ]);
      const handled: Message[] = [];
      let poison: Message | undefined;
      await collect({
        maxAttempts: 2,
        onBatch: async ({ messages }) => {
          poison ??= messages.find(({ value }) => value === 'poison');
          if (messages.some(({ value }) => value === 'poison')) throw new TypeError('cannot read this');
          handled.push(...messages);
        },
      });
      const dead = await collect({ group: uniqueName('dead'), topics: [TOPICS.deadLetters] });
      const letterOf = () => dead.messages.find(({ headers }) => headers['x-origin-topic'] === topic);
      await until(() => handled.some(({ value }) => value === 'also good') && letterOf() !== undefined);
      expect([...new Set(valuesOf(handled))]).toEqual(['good', 'also good']);
      const { key, value, headers } = letterOf() as Message;
      expect({ key, value, headers }).toEqual({
        key: 'k',
        value: 'poison',
        headers: {
          'x-trace': '7',
          'x-origin-topic': topic,
          'x-origin-partition': String(poison?.partition),
          'x-origin-offset': String(poison?.offset),
          'x-error': 'TypeError: cannot read this',
          'x-group': group,
          'x-first-seen': new Date(poison?.at ?? 0).toISOString(),
        },
      });
    });

    it('never gives up on an error that time may heal', async () => {
      await bus.publish(
        topic,
        numbered(3, () => 'k'),
      );
      const dead = await collect({ group: uniqueName('dead'), topics: [TOPICS.deadLetters] });
      let refusals = 6;
      const { messages } = await collect({
        maxAttempts: 2,
        onBatch: async () => {
          if (refusals-- > 0) throw new RetriableError('the store is down');
        },
      });
      await until(() => messages.length === 3);
      expect(valuesOf(messages)).toEqual(['0', '1', '2']);
      expect(dead.messages.filter(({ headers }) => headers['x-origin-topic'] === topic)).toEqual([]);
    });

    it('lets a handler set a message aside by itself', async () => {
      await bus.publish(topic, [{ key: 'k', value: 'not JSON' }]);
      const dead = await collect({ group: uniqueName('dead'), topics: [TOPICS.deadLetters] });
      const { messages } = await collect({
        onBatch: async ({ messages, deadLetter }) => {
          for (const message of messages) await deadLetter(message, new Error('unreadable'));
        },
      });
      const letters = () => dead.messages.filter(({ headers }) => headers['x-origin-topic'] === topic);
      await until(() => messages.length === 1 && letters().length === 1);
      expect(letters()[0]?.headers['x-error']).toBe('Error: unreadable');
    });

    it('hands partitions over: each message once, the new owner after the former one is done', async () => {
      const events: string[] = [];
      const member = (who: string) => ({
        onAssigned: async (owned: readonly TopicPartition[]) => {
          for (const { partition } of owned) events.push(`${who} has ${partition}`);
          return undefined;
        },
        onRevoked: async (lost: readonly TopicPartition[]) => {
          for (const { partition } of lost) events.push(`${who} lost ${partition}`);
        },
      });
      const one = await collect(member('one'));
      await bus.publish(topic, numbered(40, String));
      await until(() => one.messages.length === 40);
      const two = await collect(member('two'));
      await until(() => events.some((event) => event.startsWith('two has')));
      await bus.publish(topic, numbered(40, String));
      await until(() => one.messages.length + two.messages.length >= 80);
      await one.stop();
      await bus.publish(topic, numbered(40, String));
      await until(() => one.messages.length + two.messages.length >= 120);
      expect(two.messages.length).toBeGreaterThan(40);
      expect(one.messages.length + two.messages.length).toBe(120);
      expect(ownersAtOnce(events)).toBe(1);
    });

    it('starts where the owner says rather than where the group was', async () => {
      await bus.publish(
        topic,
        numbered(5, () => 'k'),
      );
      const first = await collect();
      await until(() => first.messages.length === 5);
      await first.stop();
      const third = first.messages[2] as Message;
      const again = await collect({
        onAssigned: async (owned) =>
          owned
            .filter(({ partition }) => partition === third.partition)
            .map((place) => ({ ...place, offset: third.offset })),
      });
      await until(() => again.messages.length === 3);
      expect(valuesOf(again.messages)).toEqual(['2', '3', '4']);
    });

    it('lets the running batch finish on stop, and commits it', async () => {
      await bus.publish(topic, [{ key: 'k', value: 'slow' }]);
      let started = false;
      let finish = () => {};
      const gate = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const { messages, stop } = await collect({
        onBatch: async () => {
          started = true;
          await gate;
        },
      });
      await until(() => started);
      let isStopped = false;
      const stopped = stop().then(() => {
        isStopped = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(isStopped).toBe(false);
      finish();
      await stopped;
      expect(valuesOf(messages)).toEqual(['slow']);
      await until(async () => (await lagOfGroup()) === 0);
    });

    it('stops during a pause between tries, and keeps the batch for the next owner', async () => {
      await bus.publish(topic, [{ key: 'k', value: 'kept' }]);
      let refusals = 0;
      const failing = await collect({
        onBatch: async () => {
          refusals++;
          throw new RetriableError('down');
        },
      });
      await until(() => refusals > 0);
      await failing.stop();
      const { messages } = await collect();
      await until(() => messages.length === 1);
      expect(valuesOf(messages)).toEqual(['kept']);
    });

    it('tells how many messages a group has not committed', async () => {
      let open = () => {};
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      await bus.publish(topic, numbered(12, String));
      await collect({ onBatch: () => gate });
      await until(async () => (await lagOfGroup()) === 12);
      open();
      await until(async () => (await lagOfGroup()) === 0);
    });

    it('deletes what is older than an instant, read or not', async () => {
      const aMoment = () => new Promise((resolve) => setTimeout(resolve, 30));
      await bus.publish(topic, numbered(3, String));
      await aMoment();
      const instant = Date.now();
      await aMoment();
      await bus.publish(topic, [{ key: '0', value: 'young' }]);
      expect(await bus.deleteOlderThan(instant)).toBeGreaterThanOrEqual(3);
      const { messages } = await collect();
      await until(() => messages.length > 0);
      expect(valuesOf(messages)).toEqual(['young']);
    });

    it('shows what a topic holds without a group, each partition in order, and what comes later next time', async () => {
      const look = async (since?: number) => {
        const seen: Message[] = [];
        let running = 0;
        await bus.read({
          topic,
          since,
          onBatch: async (messages) => {
            expect(++running).toBe(1);
            expect(new Set(messages.map(({ partition }) => partition)).size).toBe(1);
            // What is published meanwhile is not waited for.
            if (seen.length === 0) await bus.publish(topic, [{ key: 'late', value: 'late' }]);
            seen.push(...messages);
            running--;
          },
        });
        return seen;
      };
      expect(await look()).toEqual([]);
      await bus.publish(
        topic,
        numbered(1_200, (index) => `key-${index % 7}`).map((message) => ({
          ...message,
          headers: { 'x-trace': message.value },
        })),
      );
      const seen = await look();
      expect(sorted(valuesOf(seen))).toEqual(numbered(1_200, String).map(({ value }) => value));
      for (let key = 0; key < 7; key++) {
        const offsets = seen.filter((message) => message.key === `key-${key}`).map(({ offset }) => offset);
        expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
      }
      expect(seen.every(({ value, headers }) => headers['x-trace'] === value)).toBe(true);
      expect((await bus.lag()).filter((lag) => lag.topic === topic)).toEqual([]);
      expect(valuesOf(await look())).toContain('late');
      expect(await look(Date.now() + 60_000)).toEqual([]);
    });

    it('ends a reading with the error of whoever looks', async () => {
      await bus.publish(topic, numbered(3, String));
      const reading = bus.read({
        topic,
        onBatch: async () => {
          throw new Error('seen enough');
        },
      });
      await expect(reading).rejects.toThrow('seen enough');
    });

    /** Follows and keeps what is heard. */
    const follow = async (options: Partial<FollowOptions> = {}) => {
      const heard: Message[] = [];
      const { stop } = await bus.follow({
        topic,
        ...options,
        onMessages: async (messages) => {
          await options.onMessages?.(messages);
          heard.push(...messages);
        },
      });
      return { heard, stop };
    };

    it('lets every follower hear all that is published after it began, each partition in order', async () => {
      await bus.publish(topic, [{ key: 'k', value: 'before' }]);
      const followers = [await follow(), await follow()];
      const published = numbered(1_200, (index) => `key-${index % 7}`).map((message) => ({
        ...message,
        headers: { 'x-trace': message.value },
      }));
      for (let from = 0; from < published.length; from += 200)
        await bus.publish(topic, published.slice(from, from + 200));
      await until(() => followers.every(({ heard }) => heard.length >= published.length));
      for (const { heard } of followers) {
        expect(sorted(valuesOf(heard))).toEqual(published.map(({ value }) => value));
        expect(heard.every(({ value, headers }) => headers['x-trace'] === value)).toBe(true);
        for (let key = 0; key < 7; key++) {
          const offsets = heard.filter((message) => message.key === `key-${key}`).map(({ offset }) => offset);
          expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
        }
      }
    });

    it('shows no follower among the groups that may lag, and takes nothing from them', async () => {
      const follower = await follow();
      const { messages } = await collect();
      await bus.publish(topic, numbered(30, String));
      await until(() => follower.heard.length === 30 && messages.length === 30);
      await until(async () => (await lagOfGroup()) === 0);
      const groups = (await bus.lag()).filter((lag) => lag.topic === topic).map((lag) => lag.group);
      expect([...new Set(groups)]).toEqual([group]);
    });

    it('lets a follower begin at an instant that has passed', async () => {
      const aMoment = () => new Promise((resolve) => setTimeout(resolve, 30));
      await bus.publish(topic, numbered(5, String));
      await aMoment();
      const since = Date.now();
      await aMoment();
      await bus.publish(topic, [{ key: 'a', value: 'missed' }]);
      const { heard } = await follow({ since });
      await bus.publish(topic, [{ key: 'b', value: 'new' }]);
      await until(() => heard.length === 2);
      expect(valuesOf(heard).sort()).toEqual(['missed', 'new']);
    });

    it('lets a follower that stumbles go on with what comes next', async () => {
      let isUnwell = true;
      const { heard } = await follow({
        onMessages: async () => {
          if (!isUnwell) return;
          isUnwell = false;
          throw new Error('stumbled');
        },
      });
      await bus.publish(topic, [{ key: 'k', value: 'lost' }]);
      await until(() => !isUnwell);
      await bus.publish(topic, [{ key: 'k', value: 'heard' }]);
      await until(() => heard.length === 1);
      expect(valuesOf(heard)).toEqual(['heard']);
    });

    it('lets a follower finish its batch when it stops, and tells it nothing more', async () => {
      let isIn = false;
      let finish = () => {};
      const gate = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const { heard, stop } = await follow({
        onMessages: async () => {
          isIn = true;
          await gate;
        },
      });
      await bus.publish(topic, [{ key: 'k', value: 'first' }]);
      await until(() => isIn);
      let isStopped = false;
      const stopped = stop().then(() => {
        isStopped = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(isStopped).toBe(false);
      finish();
      await stopped;
      await bus.publish(topic, [{ key: 'k', value: 'second' }]);
      const { messages } = await collect();
      await until(() => messages.length === 2);
      expect(valuesOf(heard)).toEqual(['first']);
    });

    it('publishes nothing without complaint', async () => {
      await bus.publish(topic, []);
      await bus.publish(topic, [{ key: '', value: '' }]);
      const { messages } = await collect();
      await until(() => messages.length === 1);
      expect(messages[0]).toMatchObject({ key: '', value: '' });
    });
  });
}

/** The largest number of owners that one partition had at the same time. */
function ownersAtOnce(events: readonly string[]): number {
  const owners = new Map<string, number>();
  let most = 0;
  for (const event of events) {
    const [, verb, partition = ''] = event.split(' ');
    const count = (owners.get(partition) ?? 0) + (verb === 'has' ? 1 : -1);
    owners.set(partition, count);
    most = Math.max(most, count);
  }
  return most;
}
