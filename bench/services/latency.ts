import { join } from 'node:path';
import { z } from 'zod';
import { type Bus, TOPICS } from '#ingest/bus/bus';
import { systemClock } from '#ingest/clock';
import { signBody } from '#ingest/http/signature';
import { type Mention, mentionId } from '#ingest/mention';
import { freePort } from '../../test/ingest/free-port';
import { startVigie, writeConfig } from '../../test/real-process';
import { syntheticMentions } from '../synthetic-mentions';
import { crisisConfig, WATCHED } from './crisis-config';
import type { Site } from './site';
import { caseWord, openSlackReceiver, type SlackReceiver } from './slack-receiver';

/** Milliseconds since the mentions that raise pages were handed to the bus, one for each, sorted. */
export type Latency = {
  /** Until the request that pages about it. */
  readonly toSlack: readonly number[];
  /** Until its brand mention was on the bus; empty where nobody else can read that. */
  readonly toBrandMention: readonly number[];
  /** Pages that never came. */
  readonly missing: number;
};

const PAGES = 200;
/** At the start, not measured: what a process loads for its first page is not what a page costs. */
const FIRST_PAGES = 20;
/** One mention in so many raises a page. */
const EVERY = 40;
const PER_SECOND = 100;
const PARTITIONS = 4;
const SETTLE_MS = 3_000;
const LAST_PAGE_WITHIN_MS = 30_000;

const idOfCase = (number: number) => mentionId('case', String(number));
const ascending = (figures: readonly number[]) => [...figures].sort((left, right) => left - right);

/** With one worker that enriches and one that alerts; mentions go straight onto the bus. */
export async function measureLatency(site: Site): Promise<Latency> {
  const slack = await openSlackReceiver();
  const installation = await site.install({
    name: 'latency',
    partitions: PARTITIONS,
    files: (adapters) => crisisConfig({ slackUrl: slack.url, adapters }),
  });
  const { bus } = installation;
  await site.start('alert-worker', installation);
  await site.start('enrich-worker', installation);
  const sentAt = await sendAll((mention) =>
    bus.publish(TOPICS.mentions, [{ key: mention.id, value: JSON.stringify(mention) }]),
  );
  const latency = await awaitPages(sentAt, slack);
  const enrichedAt = await brandMentionTimes(bus);
  await site.clear();
  await slack.close();
  return { ...latency, toBrandMention: since(sentAt, (number) => enrichedAt.get(idOfCase(number))) };
}

/** In one process on the embedded adapters. Its bus belongs to it alone, so that mentions come by its signed webhook. */
export async function measureEmbeddedLatency(folder: string): Promise<Latency> {
  const slack = await openSlackReceiver();
  const port = await freePort();
  const secret = 'of the benchmark';
  const sources = `{ name: push, kind: webhook, port: ${port}, secret: "\${file:push-secret}" }`;
  const config = writeConfig(join(folder, 'embedded-latency', 'config'), {
    ...crisisConfig({ slackUrl: slack.url, sources }),
    'push-secret': secret,
  });
  const vigie = startVigie(['run', '--config', config]);
  try {
    await vigie.printed(/Console: (\S+)/);
    const url = `http://127.0.0.1:${port}/mentions`;
    return await awaitPages(await sendAll((mention) => post(url, secret, mention)), slack);
  } finally {
    await vigie.kill();
    await slack.close();
  }
}

async function post(url: string, secret: string, mention: Mention): Promise<void> {
  const body = JSON.stringify(mention);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const headers = { 'x-vigie-timestamp': timestamp, 'x-vigie-signature': signBody(secret, timestamp, body) };
  const response = await fetch(url, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`the webhook answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}

/** Sends a light, steady stream in which some are cases for a page. Resolves to when each measured case was sent. */
async function sendAll(publish: (mention: Mention) => Promise<void>): Promise<ReadonlyMap<number, number>> {
  await systemClock.sleep(SETTLE_MS);
  const sentAt = new Map<number, number>();
  const startedAt = performance.now();
  for (const [number, mention] of [...stream()].entries()) {
    const due = startedAt + (number * 1_000) / PER_SECOND;
    await systemClock.sleep(Math.max(0, due - performance.now()));
    const now = Date.now();
    const at = new Date(now).toISOString();
    if (number % EVERY === 0) sentAt.set(number / EVERY, now);
    await publish({ ...mention, publishedAt: at, collectedAt: at });
  }
  for (let number = 0; number < FIRST_PAGES; number++) sentAt.delete(number);
  return sentAt;
}

async function awaitPages(
  sentAt: ReadonlyMap<number, number>,
  { arrivals }: SlackReceiver,
): Promise<Latency> {
  const deadline = Date.now() + LAST_PAGE_WITHIN_MS;
  while (arrivals.size < FIRST_PAGES + PAGES && Date.now() < deadline) await systemClock.sleep(100);
  const toSlack = since(sentAt, (number) => arrivals.get(number));
  return { toSlack, toBrandMention: [], missing: PAGES - toSlack.length };
}

function since(
  sentAt: ReadonlyMap<number, number>,
  reachedAt: (number: number) => number | undefined,
): readonly number[] {
  return ascending(
    [...sentAt].map(([number, at]) => (reachedAt(number) ?? Number.NaN) - at).filter(Number.isFinite),
  );
}

/** Mention id → when the bus took its brand mention. */
async function brandMentionTimes(bus: Pick<Bus, 'read'>): Promise<ReadonlyMap<string, number>> {
  const BrandMentionId = z.object({ mentionId: z.string() });
  const times = new Map<string, number>();
  await bus.read({
    topic: TOPICS.brandMentions,
    onBatch: async (messages) => {
      for (const { value, at } of messages) times.set(BrandMentionId.parse(JSON.parse(value)).mentionId, at);
    },
  });
  return times;
}

function* stream(): Generator<Mention> {
  const ordinary = syntheticMentions({
    count: (FIRST_PAGES + PAGES) * EVERY,
    brands: WATCHED,
    seed: 2,
    startAt: Date.now(),
    gapMs: () => 0,
  });
  let number = 0;
  for (const mention of ordinary) {
    yield number % EVERY === 0 ? caseOf(mention, number / EVERY) : mention;
    number++;
  }
}

function caseOf(mention: Mention, number: number): Mention {
  return {
    ...mention,
    id: idOfCase(number),
    author: { id: `witness-${number}`, handle: `witness${number}` },
    // Of no second brand: that would be a second page.
    text: `${WATCHED[number % WATCHED.length]} orders a recall of everything it sold in ${number} towns, says ${caseWord(number)}`,
  };
}
