import { type Mention, mentionId } from '#ingest/mention';

/** A small seeded generator (mulberry32): the same seed gives the same numbers, from 0 inclusive to 1 exclusive. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const OPENINGS = {
  en: [
    'Just saw that',
    'Interesting how',
    'Nobody talks about it, but',
    'Reading today that',
    'According to the local paper',
    'My cousin says',
  ],
  fr: [
    'Je viens de voir que',
    'On apprend que',
    'Personne n’en parle mais',
    'D’après la presse locale',
    'Mon voisin raconte que',
    'Ce matin',
  ],
};
const VERBS = {
  en: [
    'opened a new site near',
    'won the contract for',
    'delayed the works at',
    'lost an appeal about',
    'is hiring in',
    'presented its results in',
    'closed the lane at',
  ],
  fr: [
    'ouvre un chantier près de',
    'remporte le marché de',
    'retarde les travaux à',
    'perd son recours sur',
    'recrute à',
    'présente ses résultats à',
    'ferme la voie à',
  ],
};
const PLACES = [
  'Lyon',
  'Nantes',
  'Bordeaux',
  'London',
  'Lille',
  'Toulouse',
  'Lisbon',
  'Phnom Penh',
  'Santiago',
  'Grenoble',
  'Rennes',
  'Dijon',
];
const TAILS = {
  en: [
    'and it looks great',
    'which is a scandal',
    'and nobody was told',
    'as planned',
    'after months of work',
    'to the anger of the neighbours',
    'what a terrible idea',
    'good news for once',
  ],
  fr: [
    'et c’est magnifique',
    'ce qui est un scandale',
    'sans prévenir personne',
    'comme prévu',
    'après des mois de travaux',
    'à la colère des riverains',
    'quelle catastrophe',
    'enfin une bonne nouvelle',
  ],
};

export type SyntheticOptions = {
  readonly count: number;
  readonly brands: readonly string[];
  readonly seed: number;
  readonly startAt: number;
  /** Event time between two mentions at relative position 0…1 of the run. Milliseconds. */
  readonly gapMs: (position: number) => number;
};

/** Ordinary-looking short mentions in English and French, in time order, four in five about one of the brands. */
export function* syntheticMentions(options: SyntheticOptions): Generator<Mention> {
  const random = seededRandom(options.seed);
  const pick = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(random() * values.length)] as Value;
  let at = options.startAt;
  for (let number = 0; number < options.count; number += 1) {
    const language = random() < 0.5 ? 'en' : 'fr';
    const subject =
      random() < 0.8 ? pick(options.brands) : pick(['the council', 'la mairie', 'the railway', 'la région']);
    const text = `${pick(OPENINGS[language])} ${subject} ${pick(VERBS[language])} ${pick(PLACES)} ${pick(TAILS[language])} ${Math.floor(random() * 100_000)}`;
    const published = new Date(at).toISOString();
    at += options.gapMs(number / options.count);
    yield {
      id: mentionId('synthetic', String(number)),
      source: 'synthetic',
      channel: 'social',
      text,
      url: `https://social.example/posts/${number}`,
      author: {
        id: `user-${Math.floor(random() * 5_000)}`,
        handle: `user${Math.floor(random() * 5_000)}`,
        followers: Math.floor(random() * 2_000),
      },
      publishedAt: published,
      collectedAt: published,
    };
  }
}
