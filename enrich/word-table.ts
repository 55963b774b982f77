/** The value of the word that stands from `start` to `end` of a text. */
export type WordLookup<Value> = (text: string, start: number, end: number) => Value | undefined;

/** Values by word. Words are found without cutting them out of their text first, which takes longer than all else. */
export function createWordTable<Value>(entries: ReadonlyMap<string, Value>): WordLookup<Value> {
  const words = [...entries.keys()];
  const values = [...entries.values()];
  const size = powerOfTwo(words.length * 2 + 1);
  // Open addressing: each place holds a word's number plus one; 0 is empty.
  const places = new Uint16Array(size);
  words.forEach((word, number) => {
    let place = hashOf(word, 0, word.length) & (size - 1);
    while (places[place] !== 0) place = (place + 1) & (size - 1);
    places[place] = number + 1;
  });
  return (text, start, end) => {
    let place = hashOf(text, start, end) & (size - 1);
    for (; places[place] !== 0; place = (place + 1) & (size - 1))
      if (isAt(text, start, end, words[places[place]! - 1]!)) return values[places[place]! - 1];
    return undefined;
  };
}

export type WordCache<Value> = {
  readonly get: WordLookup<Value>;
  readonly set: (word: string, value: Value) => void;
};

/**
 * Remembers values by word, about as many as `capacity`. Each word has one place, where the latest stays: nobody can
 * write texts that make it slow.
 */
export function createWordCache<Value>(capacity: number): WordCache<Value> {
  const size = powerOfTwo(capacity);
  const hashes = new Int32Array(size);
  const words: string[] = new Array(size).fill('');
  const values: (Value | undefined)[] = new Array(size).fill(undefined);
  return {
    get: (text, start, end) => {
      const hash = hashOf(text, start, end);
      const place = hash & (size - 1);
      return hashes[place] === hash && isAt(text, start, end, words[place]!) ? values[place] : undefined;
    },
    set: (word, value) => {
      const hash = hashOf(word, 0, word.length);
      const place = hash & (size - 1);
      hashes[place] = hash;
      words[place] = word;
      values[place] = value;
    },
  };
}

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(atLeast));
}

function isAt(text: string, start: number, end: number, word: string): boolean {
  return word.length === end - start && text.startsWith(word, start);
}

function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 15);
}
