/** What a word says by itself, and what it does to the words around it. */
export type WordSense = {
  /** −1 … 1; undefined where it carries none. */
  readonly tone: number | undefined;
  readonly negates: boolean;
  readonly amplifies: boolean;
  readonly dampens: boolean;
  /** Ends the reach of a negation and gives weight to what follows. */
  readonly turns: boolean;
};

/** Of a word that at most carries a tone. */
export function senseOfTone(tone: number | undefined): WordSense {
  return tone === undefined ? NOTHING_SAID : { ...NOTHING_SAID, tone };
}

const NOTHING_SAID: WordSense = {
  tone: undefined,
  negates: false,
  amplifies: false,
  dampens: false,
  turns: false,
};
