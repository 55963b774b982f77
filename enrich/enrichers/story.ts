import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import { defineEnricher } from '../enricher';
import { exactHash, simhash, storyWords } from '../simhash';
import type { Fingerprint } from '../story-index';
import { createStoryMemory } from '../story-memory';
import { plainTextOf } from './plain-text';

/** Characters of a stored text that tell whether it is too short to be alike. */
const REMEMBERED_TEXT = 2_000;
const REPOST_PREFIX = /^\s*rt @\S+:?\s*/;

const options = z.strictObject({
  window: Duration.prefault('48h').describe('a like text this much later, in event time, opens a new story'),
  capacity: z
    .number()
    .int()
    .min(1_000)
    .max(1_000_000)
    .default(20_000)
    .describe('stories that are kept in memory; about 500 bytes each'),
  maxBits: z
    .number()
    .int()
    .min(0)
    .max(12)
    .default(7)
    .describe('of 64: how far apart two texts of one story may be'),
  minWords: z
    .number()
    .int()
    .min(2)
    .default(8)
    .describe('shorter texts are one story only when they are equal'),
});

function fingerprintOf(folded: string, minWords: number): Fingerprint {
  const words = storyWords(folded.replace(REPOST_PREFIX, ''));
  if (words.length === 0) return { hash: exactHash(words), likeness: 'none' };
  if (words.length < minWords) return { hash: exactHash(words), likeness: 'equal' };
  return { hash: simhash(words), likeness: 'near' };
}

export const storyEnricher = defineEnricher({
  kind: 'story',
  summary: 'Gives copies of one text one story id, and counts them.',
  options,
  example: 'kind: story\nwindow: 48h',
  create: ({ window, capacity, maxBits, minWords }, { sharesStories = false }) => {
    const memory = createStoryMemory({ capacity, maxBits, maxAgeMs: window, tells: sharesStories });
    return {
      stage: 'mention',
      enrich: (draft) => {
        draft.story = memory.judge(draft.mention, () => fingerprintOf(draft.foldedText, minWords));
      },
      remember: (mentions) => {
        for (const mention of mentions) {
          const { plain } = plainTextOf(mention, REMEMBERED_TEXT);
          memory.remember(mention, fingerprintOf(plain.toLowerCase(), minWords).likeness);
        }
      },
      hear: memory.hear,
      news: memory.news,
    };
  },
});
