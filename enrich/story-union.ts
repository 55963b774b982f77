import type { Simhash } from './simhash';

/** How copies of a text are found: by a similar hash, only by an equal one, or, without words, not by the text. */
export type Likeness = 'near' | 'equal' | 'none';

export type KnownStory = {
  readonly id: string;
  readonly hash: Simhash;
  readonly likeness: Likeness;
  /** When its first mention was published, epoch milliseconds. */
  firstAt: number;
  /** The older story that this one has turned out to be; its counts are kept there. */
  sameAs: KnownStory | undefined;
  /** Mentions that were heard of one by one. */
  heard: number;
  /** The highest count that anybody gave, this mention included. */
  told: number;
};

/** The older of two stories opened for one text at the same time, for every worker the same. */
export function isOlder(story: KnownStory, than: KnownStory): boolean {
  return story.firstAt < than.firstAt || (story.firstAt === than.firstAt && story.id < than.id);
}

/** The story that a story has turned out to be: the oldest of all that were united with it. */
export function rootOf(story: KnownStory): KnownStory {
  let root = story;
  while (root.sameAs) root = root.sameAs;
  if (story !== root) story.sameAs = root;
  return root;
}

/** Mentions of the story so far. Never falls, and never counts a mention twice. */
export function countOf(root: KnownStory): number {
  return Math.max(root.heard, root.told);
}

/** Makes two stories one, in whatever order they and others are united. */
export function unite(one: KnownStory, other: KnownStory): void {
  const [a, b] = [rootOf(one), rootOf(other)];
  if (a === b) return;
  const [older, younger] = isOlder(a, b) ? [a, b] : [b, a];
  younger.sameAs = older;
  older.heard += younger.heard;
  older.told = Math.max(older.told, younger.told);
}

/** Takes in that a story began earlier than was known here; it may now be the oldest of the united. */
export function beganAt(story: KnownStory, firstAt: number): void {
  if (firstAt >= story.firstAt) return;
  story.firstAt = firstAt;
  const root = rootOf(story);
  if (root === story || !isOlder(story, root)) return;
  story.sameAs = undefined;
  story.heard = root.heard;
  story.told = root.told;
  root.sameAs = story;
}
