import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import type { BrandMention, Story } from '../brand-mention';
import { defineEnricher, type EnrichedMention } from '../enricher';
import { exactHash, type Simhash, simhash, simhashFromHex, simhashToHex, storyWords } from '../simhash';
import { createStoryIndex, type KnownStory, type StoryIndex } from '../story-index';
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

/** What has been answered: by mention id, and by what reposts may call the original. */
type Answers = { get(key: string): Known | undefined; set(key: string, known: Known): void };
type Known = { readonly story: KnownStory; readonly answer: Story };

/** Keeps the last `capacity` to twice as many. */
function createAnswers(capacity: number): Answers {
  let young = new Map<string, Known>();
  let old = new Map<string, Known>();
  return {
    get: (key) => young.get(key) ?? old.get(key),
    set: (key, known) => {
      if (young.size >= capacity) {
        old = young;
        young = new Map();
      }
      young.set(key, known);
    },
  };
}

function hashOf(folded: string, minWords: number): { hash: Simhash; exact: boolean; empty: boolean } {
  const words = storyWords(folded.replace(REPOST_PREFIX, ''));
  const exact = words.length < minWords;
  return { hash: exact ? exactHash(words) : simhash(words), exact, empty: words.length === 0 };
}

/** Half of a mention id is unique enough; an id of another make is kept whole. */
function storyId(mentionId: string): string {
  return /^[0-9a-f]{32}$/.test(mentionId) ? mentionId.slice(0, 16) : mentionId;
}

function storyFor(draft: EnrichedMention, index: StoryIndex, answers: Answers, minWords: number): KnownStory {
  const { mention, foldedText } = draft;
  const original = mention.repostOf === undefined ? undefined : answers.get(mention.repostOf);
  if (original) return original.story;
  const at = Date.parse(mention.publishedAt);
  const { hash, exact, empty } = hashOf(foldedText, minWords);
  const found = empty ? undefined : index.find(hash, exact, at);
  if (found) return found;
  const opened: KnownStory = { id: storyId(mention.id), hash, exact, firstAt: at, copies: -1 };
  if (!empty) index.add(opened);
  return opened;
}

/** Takes in stored mentions, so that a restart keeps the ids and the counts of running stories. */
function rememberStory(index: StoryIndex, answers: Answers, known: BrandMention, minWords: number): void {
  const { story } = known;
  if (!story?.fingerprint || answers.get(known.mentionId)) return;
  const hash = simhashFromHex(story.fingerprint);
  const at = Date.parse(known.publishedAt);
  const { exact } = hashOf(plainTextOf(known, REMEMBERED_TEXT).plain.toLowerCase(), minWords);
  let kept = index.find(hash, exact, at);
  if (kept?.id !== story.id) {
    kept = { id: story.id, hash, exact, firstAt: at, copies: story.copies };
    index.add(kept);
  }
  kept.copies = Math.max(kept.copies, story.copies);
  answers.set(known.mentionId, { story: kept, answer: story });
}

export const storyEnricher = defineEnricher({
  kind: 'story',
  summary: 'Gives copies of one text one story id, and counts them.',
  options,
  example: 'kind: story\nwindow: 48h',
  create: ({ window, capacity, maxBits, minWords }) => {
    const index = createStoryIndex({ capacity, maxBits, maxAgeMs: window });
    const answers = createAnswers(capacity);
    return {
      stage: 'mention',
      enrich: (draft) => {
        const { mention } = draft;
        // The bus may deliver twice: the second answer must not count the first as a copy.
        const before = answers.get(mention.id);
        if (before) {
          draft.story = before.answer;
          return;
        }
        const story = storyFor(draft, index, answers, minWords);
        story.copies++;
        const answer: Story = {
          id: story.id,
          first: story.copies === 0,
          copies: story.copies,
          fingerprint: simhashToHex(story.hash),
        };
        const known = { story, answer };
        answers.set(mention.id, known);
        for (const name of [mention.url, mention.repostOf])
          if (name !== undefined && !answers.get(name)) answers.set(name, known);
        draft.story = answer;
      },
      remember: (mentions) => {
        for (const mention of mentions) rememberStory(index, answers, mention, minWords);
      },
    };
  },
});
