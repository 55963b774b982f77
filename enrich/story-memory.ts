import type { Mention } from '#ingest/mention';
import type { BrandMention, Story } from './brand-mention';
import { exactHash, simhashFromHex, simhashToHex } from './simhash';
import { createStoryIndex, type Fingerprint } from './story-index';
import type { StoryNews } from './story-news';
import { beganAt, countOf, type KnownStory, type Likeness, rootOf, unite } from './story-union';

/**
 * What is known of running stories. Memories that tell each other everything come to the same stories in whatever
 * order they hear of them: of two that opened one story at the same time, both go on with the older.
 */
export type StoryMemory = {
  /** The story of a mention; the same answer again for one that was answered here or elsewhere. */
  judge(mention: Named, textOf: () => Fingerprint): Story;
  /** Takes in a mention that was judged before a restart. */
  remember(known: BrandMention, likeness: Likeness): void;
  /** Takes in what another memory tells. */
  hear(news: StoryNews): void;
  /** What was judged since last asked, for other memories; undefined when that is nothing. */
  news(): StoryNews | undefined;
};

/** A mention's id and time, and the names that it has and uses. */
type Named = Pick<Mention, 'id' | 'url' | 'repostOf' | 'publishedAt'>;
/** Longer ones are known by their hash. */
const LONGEST_NAME = 300;

type ToldStory = StoryNews['stories'][number];
type Known = { readonly story: KnownStory; readonly answer: Story };

export function createStoryMemory(limits: {
  readonly capacity: number;
  readonly maxBits: number;
  /** Milliseconds of event time after which a like text opens a new story. */
  readonly maxAgeMs: number;
  /** Whether `news` will be asked for. */
  readonly tells: boolean;
}): StoryMemory {
  const index = createStoryIndex(limits);
  const answers = createAnswers(limits.capacity);
  let untold = new Map<KnownStory, ToldStory['mentions']>();

  const keep = (id: string, names: readonly string[], known: Known) => {
    answers.set(id, known);
    for (const name of names) if (!answers.get(name)) answers.set(name, known);
  };
  const tell = (story: KnownStory, mentions: ToldStory['mentions']) => {
    if (!limits.tells) return;
    const before = untold.get(story);
    if (before) before.push(...mentions);
    else untold.set(story, [...mentions]);
  };
  /** A story that others opened: it may be one that is known under another id. */
  const storyOf = (id: string, { hash, likeness }: Fingerprint, firstAt: number) => {
    const known = index.get(id);
    if (known) {
      beganAt(known, firstAt);
      return known;
    }
    const story: KnownStory = { id, hash, likeness, firstAt, sameAs: undefined, heard: 0, told: 0 };
    index.add(story);
    for (const other of index.alike(story)) unite(story, other);
    return story;
  };
  const find = (mention: Named, textOf: () => Fingerprint): KnownStory => {
    const { id, repostOf, publishedAt } = mention;
    const reposted = repostOf && (answers.get(repostOf) ?? answers.get(nameKey(repostOf)));
    // The copy may have come before what it is a copy of.
    const named = reposted || answers.get(nameKey(id));
    if (named) return rootOf(named.story);
    const text = textOf();
    const firstAt = Date.parse(publishedAt);
    const found = index.find(text, firstAt);
    if (found) return rootOf(found);
    const opened = { id: storyId(id), ...text, firstAt, sameAs: undefined, heard: 0, told: 0 };
    index.add(opened);
    return opened;
  };

  return {
    judge: (mention, textOf) => {
      const { id } = mention;
      const names = namesOf(mention);
      const before = answers.get(id);
      // Told again too: what was answered may not have been told when the process before this one ended.
      if (before) {
        tell(before.story, [{ id, copies: before.answer.copies, names }]);
        return before.answer;
      }
      const story = find(mention, textOf);
      const first = story.id === storyId(id);
      const answer: Story = {
        id: story.id,
        first,
        copies: first ? 0 : countOf(story),
        fingerprint: simhashToHex(story.hash),
      };
      story.heard++;
      story.told = Math.max(story.told, answer.copies + 1);
      keep(id, names, { story, answer });
      tell(story, [{ id, copies: answer.copies, names }]);
      return answer;
    },
    remember: (known, likeness) => {
      const { story: answer, mentionId, publishedAt } = known;
      if (!answer?.fingerprint || answers.get(mentionId)) return;
      const text = { hash: simhashFromHex(answer.fingerprint), likeness };
      const story = storyOf(answer.id, text, Date.parse(publishedAt));
      const root = rootOf(story);
      root.heard++;
      root.told = Math.max(root.told, answer.copies + 1);
      keep(mentionId, namesOf(known), { story, answer });
    },
    hear: ({ stories }) => {
      for (const { id, fingerprint, likeness, firstAt, mentions } of stories) {
        const story = storyOf(id, { hash: simhashFromHex(fingerprint), likeness }, firstAt);
        const root = rootOf(story);
        for (const { id: mentionId, copies, names } of mentions) {
          root.told = Math.max(root.told, copies + 1);
          if (answers.get(mentionId)) continue;
          root.heard++;
          const answer = { id, first: id === storyId(mentionId), copies, fingerprint };
          keep(mentionId, names, { story, answer });
        }
        // Whoever tells this has not heard yet, or no longer knows, that it is an older story.
        if (root !== story) tell(root, []);
      }
    },
    news: () => {
      if (untold.size === 0) return undefined;
      const stories = [...untold].map(([story, mentions]) => toldStory(story, mentions));
      untold = new Map();
      return { stories };
    },
  };
}

function toldStory({ id, hash, likeness, firstAt }: KnownStory, mentions: ToldStory['mentions']): ToldStory {
  return { id, fingerprint: simhashToHex(hash), likeness, firstAt, mentions };
}

/** What has been answered: by mention id, and by the keys of what reposts may call it. */
type Answers = { get(key: string): Known | undefined; set(key: string, known: Known): void };

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

/** Half of a mention id is unique enough; an id of another make is kept whole. */
function storyId(mentionId: string): string {
  return /^[0-9a-f]{32}$/.test(mentionId) ? mentionId.slice(0, 16) : mentionId;
}

function namesOf({ url, repostOf }: Pick<Mention, 'url' | 'repostOf'>): string[] {
  return [url, repostOf].flatMap((name) => (name === undefined ? [] : [nameKey(name)]));
}

/** The mark keeps keys apart from mention ids; an address may be of any length. */
function nameKey(name: string): string {
  return name.length <= LONGEST_NAME ? `~${name}` : `#${simhashToHex(exactHash([name]))}`;
}
