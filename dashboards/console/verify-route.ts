import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Brand } from '#enrich/brand';
import { readReceived } from '#enrich/press-release/read-received';
import { VERDICT_WORDS } from '#enrich/press-release/verdict-words';
import type { Verifiable } from '#enrich/press-release/verifiable';
import { verify } from '#enrich/press-release/verify';
import type { Store } from '#enrich/store/store';
import type { Clock } from '#ingest/clock';
import type { VerdictView } from './api';
import { BadRequestError, readRequest } from './query';

/** A long mail with its attachments; a page of a newspaper. */
export const MAX_RECEIVED_BYTES = 4 * 1024 * 1024;
const SEEN_MS = 72 * 3_600_000;
const MOST_SEEN = 50;

const VerifyBody = z.strictObject({
  brand: z.string().min(1).max(100),
  text: z.string().max(MAX_RECEIVED_BYTES).optional(),
  file: z.strictObject({ name: z.string().max(300), base64: z.base64() }).optional(),
  from: z.string().max(500).optional(),
});
type VerifyBody = z.output<typeof VerifyBody>;

export type VerifyRouteOptions = {
  readonly brands: readonly Brand[];
  readonly store: Store;
  readonly clock: Clock;
};

/** `POST /verify`: judges what the desk pastes or drops, after what newsroom and regulators have said lately. */
export function createVerifyRoute({ brands, store, clock }: VerifyRouteOptions): Hono {
  const app = new Hono();
  app.use(
    '/verify',
    bodyLimit({
      maxSize: 2 * MAX_RECEIVED_BYTES,
      onError: (context) => context.json({ error: `body: at most ${MAX_RECEIVED_BYTES} bytes of text` }, 413),
    }),
  );
  app.post('/verify', async (context) => {
    const json = await context.req.json().catch((cause) => {
      throw new BadRequestError('body: expected JSON', { cause });
    });
    const body = readRequest(VerifyBody, json, 'body');
    const brand = brands.find(({ id }) => id === body.brand);
    if (!brand) return context.json({ error: `no brand "${body.brand}" is configured` }, 404);
    const received = await read(body, clock.now());
    const seen = await seenLately(store, brand.id, clock.now());
    const verified = await verify(brand, { ...received, context: [...seen, ...received.context] });
    const [name, advice] = verified.verdict === null ? NO_VERDICT : VERDICT_WORDS[verified.verdict];
    return context.json({ ...verified, name, advice } satisfies VerdictView);
  });
  return app;
}

const NO_VERDICT = [
  'no verdict',
  'The text neither poses as a release of the brand nor reports one.',
] as const;

async function read({ text = '', file, from }: VerifyBody, now: number): Promise<Verifiable> {
  const bytes = file ? Buffer.from(file.base64, 'base64') : Buffer.from(text);
  const isLink = from !== undefined && /^https?:/i.test(from.trim());
  try {
    const received = await readReceived(
      { bytes, name: file?.name, ...(isLink && { url: from.trim() }) },
      now,
    );
    return isLink || !from?.trim() ? received : { ...received, mention: sentBy(received.mention, from) };
  } catch (cause) {
    throw new BadRequestError((cause as Error).message, { cause });
  }
}

/** What a person says of where it came from: an e-mail address, or a host. */
function sentBy(mention: Verifiable['mention'], from: string): Verifiable['mention'] {
  const address = /[^\s<>]+@[^\s<>]+/.exec(from)?.[0];
  if (address) return { ...mention, channel: 'e-mail', sender: address };
  const host = /[\p{L}\p{N}.-]+\.\p{L}{2,}\S*/u.exec(from)?.[0];
  return host ? { ...mention, url: `https://${host}` } : mention;
}

async function seenLately(store: Store, brand: string, now: number): Promise<Verifiable['context']> {
  const ask = async (channel: 'newsroom' | 'regulator') =>
    (await store.search({ brand, channel, from: now - SEEN_MS, limit: MOST_SEEN })).mentions;
  const pages = await Promise.all([ask('newsroom'), ask('regulator')]);
  return pages.flat().sort((a, b) => a.publishedAt.localeCompare(b.publishedAt));
}
