import { z } from 'zod';
import { Channel, type Mention } from '#ingest/mention';
import { defineEnricher } from '../enricher';

const CHANNEL_READERS: Readonly<Record<Channel, number>> = {
  newswire: 100_000,
  news: 20_000,
  regulator: 5_000,
  newsroom: 2_000,
  video: 1_000,
  blog: 500,
  web: 500,
  review: 200,
  forum: 200,
  social: 100,
  'e-mail': 10,
  'certificate-log': 0,
};

const options = z.strictObject({
  channels: z
    .partialRecord(Channel, z.number().nonnegative())
    .default({})
    .describe('readers to assume for a mention of a channel whose source tells none'),
});

/** Followers or views where the source tells them, else what is assumed for the channel. */
function rawReach(
  { author, engagement, channel }: Mention,
  readers: Partial<Record<Channel, number>>,
): number {
  return (
    Math.max(author?.followers ?? 0, engagement?.views ?? 0) || (readers[channel] ?? CHANNEL_READERS[channel])
  );
}

export const reachEnricher = defineEnricher({
  kind: 'reach',
  summary: 'Estimates how many people may have seen a mention, discounted for copies of one story.',
  options,
  example: 'kind: reach\nchannels: { news: 20000, social: 100 }',
  create: ({ channels }) => ({
    stage: 'brand',
    enrich: ({ mention, story }, _, result) => {
      const raw = rawReach(mention, channels);
      // Readers of copies overlap: n copies reach about √n times as many, so the n-th adds 1/√n of its own.
      result.reach = { raw, discounted: Math.round(raw / Math.sqrt(1 + (story?.copies ?? 0))) };
    },
  }),
});
