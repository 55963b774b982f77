import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import { defineEnricher } from '../enricher';
import { isSpeech } from '../is-speech';
import { exactHash, simhash, storyWords } from '../simhash';
import type { Fingerprint } from '../story-index';
import { createStoryMemory } from '../story-memory';
import { plainTextOf } from './plain-text';

/** Characters of a stored text that tell whether it is too short to be alike. */
const REMEMBERED_TEXT = 2_000;
/** What copies change: the mark of a repost, links, @users. */
const CHANGING = /^\s*rt @\S+|https?:\S+|@\S+/gi;

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

/** The folded text without what copies change; that is found in the plain one, as folding breaks links at hyphens. */
function unchanging(plain: string, folded: string): string {
  if (!plain.includes('@') && !plain.includes('://')) return folded;
  let kept = '';
  let end = 0;
  for (const { 0: found, index } of plain.matchAll(CHANGING)) {
    kept += `${folded.slice(end, index)} `;
    end = index + found.length;
  }
  return kept + folded.slice(end);
}

function fingerprintOf(plain: string, folded: string, minWords: number): Fingerprint {
  const words = storyWords(unchanging(plain, folded));
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
        const { mention, plainText, foldedText } = draft;
        if (isSpeech(mention))
          draft.story = memory.judge(mention, () => fingerprintOf(plainText, foldedText, minWords));
      },
      remember: (mentions) => {
        for (const mention of mentions) {
          const { plain } = plainTextOf(mention, REMEMBERED_TEXT);
          memory.remember(mention, fingerprintOf(plain, plain.toLowerCase(), minWords).likeness);
        }
      },
      hear: memory.hear,
      news: memory.news,
    };
  },
});
