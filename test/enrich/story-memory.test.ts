import type { BrandMention, Story } from '#enrich/brand-mention';
import { exactHash, type Simhash } from '#enrich/simhash';
import type { Fingerprint } from '#enrich/story-index';
import { createStoryMemory, type StoryMemory } from '#enrich/story-memory';
import { StoryNews } from '#enrich/story-news';
import { mentionId } from '#ingest/mention';
import { seededRandom } from '../contract/naive-store';

const HOUR = 3_600_000;
const START = Date.parse('2026-03-02T08:00:00.000Z');

type Seen = Parameters<StoryMemory['judge']>[0];

const memoryOf = (limits: { capacity?: number; tells?: boolean } = {}) =>
  createStoryMemory({ capacity: 20_000, maxBits: 7, maxAgeMs: 48 * HOUR, tells: true, ...limits });

const near = (hash: Simhash): Fingerprint => ({ hash, likeness: 'near' });
const textOf = (name: string): Fingerprint => near(exactHash([name]));

function seen(nativeId: string, more: Partial<Seen> & { at?: number } = {}): Seen {
  const { at = 0, ...fields } = more;
  return {
    id: mentionId('test', nativeId),
    publishedAt: new Date(START + at).toISOString(),
    ...fields,
  };
}

/** What a memory tells now, through JSON and its schema as between processes. */
function newsOf(memory: StoryMemory): StoryNews {
  return StoryNews.parse(JSON.parse(JSON.stringify(memory.news() ?? { stories: [] })));
}

/** Everybody tells everybody else. */
function exchange(memories: readonly StoryMemory[]): void {
  const told = memories.map(newsOf);
  for (const [index, memory] of memories.entries())
    for (const [from, news] of told.entries()) if (from !== index) memory.hear(news);
}

/** A mention as the store gives it back, with what a memory looks at. */
const stored = ({ id, ...mention }: Seen, story: Story): BrandMention => ({
  ...mention,
  id: `${id}~sony`,
  mentionId: id,
  brand: 'sony',
  matched: [],
  source: 'test',
  channel: 'news',
  text: '',
  collectedAt: mention.publishedAt,
  hashtags: [],
  domains: [],
  risks: [],
  failures: [],
  story,
});

describe('memories of stories that tell each other', () => {
  it('give a copy the story that another one has opened', () => {
    const [one, two] = [memoryOf(), memoryOf()];
    const opened = one.judge(seen('1'), () => textOf('release'));
    two.hear(newsOf(one));
    expect(two.judge(seen('2'), () => textOf('release'))).toEqual({ ...opened, first: false, copies: 1 });
  });

  it.each([
    ['the earlier', [0, 5], 0],
    ['the earlier, whoever heard first', [5, 0], 1],
    ['of two at the same instant the one with the smaller id', [0, 0], 1],
  ])('go on with %s of two stories that were opened for one text at once', (_, published, winner) => {
    const memories = [memoryOf(), memoryOf()];
    const opened = memories.map((memory, index) =>
      memory.judge(seen('', { id: 'ba'.charAt(index).repeat(32), at: published[index] }), () =>
        textOf('release'),
      ),
    );
    expect(opened.map(({ first }) => first)).toEqual([true, true]);
    exchange(memories);
    const next = memories.map((memory, index) =>
      memory.judge(seen(`next ${index}`), () => textOf('release')),
    );
    expect(next.map(({ id, first, copies }) => ({ id, first, copies }))).toEqual(
      memories.map(() => ({ id: opened[winner]?.id, first: false, copies: 2 })),
    );
  });

  it('keep stories apart that are not alike, that are short, of another length, or without words', () => {
    const texts: [Fingerprint, Fingerprint][] = [
      [textOf('one'), textOf('other')],
      [
        { hash: { high: 1, low: 1 }, likeness: 'equal' },
        { hash: { high: 1, low: 3 }, likeness: 'equal' },
      ],
      [
        { hash: { high: 1, low: 1 }, likeness: 'equal' },
        { hash: { high: 1, low: 1 }, likeness: 'near' },
      ],
      [
        { hash: exactHash([]), likeness: 'none' },
        { hash: exactHash([]), likeness: 'none' },
      ],
    ];
    for (const [first, second] of texts) {
      const [one, two] = [memoryOf(), memoryOf()];
      const opened = one.judge(seen('1'), () => first);
      two.hear(newsOf(one));
      expect(two.judge(seen('2'), () => second)).toMatchObject({ first: true, copies: 0 });
      exchange([one, two]);
      expect(one.judge(seen('3'), () => second).id === opened.id).toBe(false);
    }
  });

  it.each([
    ['a short', 'https://example.com/1'],
    ['a very long', `https://example.com/?q=${'x'.repeat(2_000)}`],
  ])('join reposts by %s name that another one knows, also when the repost came first', (_, url) => {
    const [one, two] = [memoryOf(), memoryOf()];
    const original = one.judge(seen('1', { url }), () => textOf('release'));
    two.hear(newsOf(one));
    for (const repostOf of [url, mentionId('test', '1')])
      expect(two.judge(seen(`of ${repostOf}`, { repostOf }), () => textOf('look at this')).id).toBe(
        original.id,
      );
    const early = two.judge(seen('r', { repostOf: mentionId('test', '9') }), () => textOf('so early'));
    one.hear(newsOf(two));
    expect(one.judge(seen('9'), () => textOf('the original'))).toMatchObject({ id: early.id, copies: 1 });
  });

  it('answer a mention that comes again to another one as it was answered, and count it once', () => {
    const [one, two, three] = [memoryOf(), memoryOf(), memoryOf()];
    const mentions = ['1', '2', '3'].map((id) => seen(id));
    const answers = mentions.map((mention) => one.judge(mention, () => textOf('release')));
    two.hear(newsOf(one));
    expect(mentions.map((mention) => two.judge(mention, () => textOf('release')))).toEqual(answers);
    // It tells them again: the first time may never have been heard.
    three.hear(newsOf(two));
    expect(three.judge(seen('4'), () => textOf('release')).copies).toBe(3);
  });

  it('know the mention that opened a story when they have forgotten that it was answered', () => {
    const [one, two] = [memoryOf(), memoryOf({ capacity: 4 })];
    const opener = seen('1');
    const opened = one.judge(opener, () => textOf('release'));
    two.hear(newsOf(one));
    for (let other = 0; other < 3; other++) two.judge(seen(`x${other}`), () => textOf(`other ${other}`));
    for (let copy = 0; copy < 9; copy++) two.judge(seen(`y${copy}`), () => textOf('other 0'));
    expect(two.judge(opener, () => textOf('release'))).toEqual(opened);
  });

  it('tell one that has lost its memory which story it should have gone on with', () => {
    const [one, two] = [memoryOf(), memoryOf()];
    const opened = one.judge(seen('1'), () => textOf('release'));
    exchange([one, two]);
    const anew = memoryOf();
    expect(anew.judge(seen('2', { at: HOUR }), () => textOf('release')).first).toBe(true);
    exchange([one, two, anew]);
    exchange([one, two, anew]);
    expect(anew.judge(seen('3', { at: HOUR }), () => textOf('release'))).toMatchObject({
      id: opened.id,
      first: false,
    });
  });

  it('agree on the older story when one of them learns late how old it is', () => {
    const texts = () => textOf('release');
    const [one, restarted] = [memoryOf(), memoryOf()];
    const older = one.judge(seen('older', { at: 0 }), texts);
    const other = memoryOf();
    const younger = other.judge(seen('younger', { at: 1_000 }), texts);
    // Of the older story only a late copy is still in the store.
    restarted.remember(stored(seen('copy', { at: HOUR }), { ...older, first: false, copies: 40 }), 'near');
    exchange([other, one, restarted]);
    exchange([other, one, restarted]);
    expect(older.id).not.toBe(younger.id);
    const ids = [one, other, restarted].map((memory, index) => memory.judge(seen(`n${index}`), texts).id);
    expect(ids).toEqual([older.id, older.id, older.id]);
  });

  it('count on after a restart, not below what was stored and not twice what others tell', () => {
    const texts = () => textOf('release');
    const one = memoryOf();
    const mentions = Array.from({ length: 30 }, (_, index) => seen(`m${index}`));
    const answers = mentions.map((mention) => one.judge(mention, texts));
    const news = newsOf(one);
    const restarted = memoryOf();
    for (const index of [28, 29])
      restarted.remember(stored(mentions[index] as Seen, answers[index] as Story), 'near');
    expect(restarted.judge(seen('a'), texts).copies).toBe(30);
    restarted.hear(news);
    expect(restarted.judge(seen('b'), texts).copies).toBe(31);
  });

  it('open a new story after the window, whoever opened the first', () => {
    const [one, two] = [memoryOf(), memoryOf()];
    const opened = one.judge(seen('1'), () => textOf('release'));
    two.hear(newsOf(one));
    const later = two.judge(seen('2', { at: 49 * HOUR }), () => textOf('release'));
    exchange([one, two]);
    expect(later.id).not.toBe(opened.id);
    expect(one.judge(seen('3', { at: 50 * HOUR }), () => textOf('release')).id).toBe(later.id);
    expect(one.judge(seen('4', { at: HOUR }), () => textOf('release')).id).toBe(opened.id);
  });

  it('gather nothing to tell where nobody asks', () => {
    const alone = memoryOf({ tells: false });
    alone.judge(seen('1'), () => textOf('release'));
    expect(alone.news()).toBeUndefined();
  });
});

describe('whatever the order in which memories judge and hear', () => {
  const runs = Array.from({ length: 60 }, (_, seed) => seed + 1);

  /** Flips up to `most` bits: a slightly altered copy. */
  const altered = ({ high, low }: Simhash, most: number, random: () => number): Simhash => {
    const halves = [high, low];
    for (let flips = Math.floor(random() * (most + 1)); flips > 0; flips--) {
      const half = random() < 0.5 ? 0 : 1;
      halves[half] = ((halves[half] ?? 0) ^ (1 << Math.floor(random() * 32))) >>> 0;
    }
    return { high: halves[0] ?? 0, low: halves[1] ?? 0 };
  };

  /** Mentions fall to workers at random; each worker hears of the others' parts late and in any order. */
  const play = (seed: number, mostBits: number) => {
    const random = seededRandom(seed);
    const pick = (count: number) => Math.floor(random() * count);
    const memories = Array.from({ length: 2 + pick(3) }, () => memoryOf());
    const texts = Array.from({ length: 6 }, (_, text) => exactHash([`text ${seed} ${text}`]));
    const underway: { to: number; news: StoryNews }[] = [];
    const heard = memories.map(() => new Set<number>());
    const answers: { text: number; at: string; story: Story; knewIt: boolean }[] = [];
    const deliver = (index: number) => {
      const [{ to, news } = { to: 0, news: { stories: [] } }] = underway.splice(index, 1);
      memories[to]?.hear(news);
      // Now and then twice.
      if (random() < 0.1) memories[to]?.hear(news);
      for (const { mentions } of news.stories)
        for (const { id } of mentions) heard[to]?.add(textById.get(id) ?? -1);
    };
    const textById = new Map<string, number>();
    for (let number = 0; number < 150; number++) {
      const [worker, text] = [pick(memories.length), pick(texts.length)];
      const memory = memories[worker] as StoryMemory;
      const mention = seen(`${seed} ${number}`, { at: pick(5_000) });
      const hash = altered(texts[text] as Simhash, mostBits, random);
      textById.set(mention.id, text);
      const story = memory.judge(mention, () => near(hash));
      answers.push({ text, at: mention.publishedAt, story, knewIt: heard[worker]?.has(text) ?? false });
      heard[worker]?.add(text);
      if (random() < 0.4) continue;
      const news = newsOf(memory);
      for (let to = 0; to < memories.length; to++) if (to !== worker) underway.push({ to, news });
      while (underway.length > 0 && random() < 0.6) deliver(pick(underway.length));
    }
    for (const [from, memory] of memories.entries()) {
      const news = newsOf(memory);
      for (let to = 0; to < memories.length; to++) if (to !== from) underway.push({ to, news });
    }
    while (underway.length > 0) deliver(pick(underway.length));
    return { memories, texts, answers, random };
  };

  it.each(runs)(
    'copies of one text end in one story, the oldest, and each is counted once (seed %i)',
    (seed) => {
      const { memories, texts, answers } = play(seed, 1);
      for (const [text, hash] of texts.entries()) {
        const ofText = answers.filter((answer) => answer.text === text);
        const openers = ofText.filter(({ story }) => story.first);
        const next = memories.map((memory, index) =>
          memory.judge(seen(`probe ${seed} ${text} ${index}`), () => near(hash)),
        );
        const [oldest] = openers.map(({ at, story }) => `${at} ${story.id}`).sort();
        const id = oldest?.split(' ')[1];
        expect(next.map(({ id, copies, first }) => ({ id, copies, first }))).toEqual(
          memories.map(() => ({ id, copies: ofText.length, first: false })),
        );
        // Only who had heard of no copy opened a story.
        expect(openers.filter(({ knewIt }) => knewIt)).toEqual([]);
        for (const { story } of ofText) expect(story.copies).toBeLessThan(ofText.length);
      }
    },
  );

  it.each(runs)('all know the same stories, however far the copies are apart (seed %i)', (seed) => {
    const { memories, texts, random } = play(seed, 5);
    for (const text of texts)
      for (let probe = 0; probe < 10; probe++) {
        const hash = altered(text, 5, random);
        const ids = memories.map((memory, index) => {
          const mention = seen(`probe ${seed} ${probe} ${index}`);
          const story = memory.judge(mention, () => near(hash));
          return story.first ? 'none' : `${story.id} ${story.copies}`;
        });
        expect(new Set(ids).size).toBe(1);
        exchange(memories);
      }
  });
});
