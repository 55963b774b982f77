import { emptyTerms, forgetTerms, rememberTerm, type TermMemory, termKey } from './term-memory';

/** The terms heard of late; plain JSON. `swept` is the bucket at which forgotten ones were last looked for. */
export type DistinctTerms = TermMemory & { swept?: number };

export type DistinctCounter = {
  readonly fresh: () => DistinctTerms;
  /** Notes that a term was heard in this bucket, also late. */
  readonly take: (terms: DistinctTerms, term: string, bucket: number) => void;
  /** How many different ones were heard in the window that ends with bucket `now`; at most `most`. */
  readonly count: (terms: DistinctTerms, now: number) => number;
};

/** How often forgotten terms are looked for, as a share of the window. */
const SWEPT_SHARE = 0.25;

/** Counts different terms in a window of so many buckets; remembers `most` of them. */
export function createDistinctCounter(window: number, most: number): DistinctCounter {
  // Derived from the terms, never part of them: counting again is dear, and is needed in each new bucket only.
  const counts = new WeakMap<DistinctTerms, { readonly now: number; different: number }>();

  const forgetOld = (terms: DistinctTerms, bucket: number): void => {
    terms.swept ??= bucket;
    if (bucket - terms.swept < window * SWEPT_SHARE) return;
    terms.swept = bucket;
    forgetTerms(terms, bucket - window);
  };

  const note = (terms: DistinctTerms, last: number | undefined, bucket: number): void => {
    const known = counts.get(terms);
    if (!known) return;
    const isIn = (place: number | undefined) => place !== undefined && place >= known.now - window;
    if (bucket <= known.now && isIn(bucket) && !isIn(last)) known.different += 1;
  };

  return {
    fresh: emptyTerms,
    take: (terms, term, bucket) => {
      forgetOld(terms, bucket);
      const key = termKey(term);
      const last = terms.last[key];
      const isFull = rememberTerm(terms, key, bucket, most) !== undefined;
      if (isFull) counts.delete(terms);
      else note(terms, last, bucket);
    },
    count: (terms, now) => {
      const known = counts.get(terms);
      if (known?.now === now) return known.different;
      let different = 0;
      for (const key in terms.last) if ((terms.last[key] as number) >= now - window) different += 1;
      counts.set(terms, { now, different });
      return different;
    },
  };
}
