import type { Path } from './read-rule-file';

/** What a condition asks of a field's value, before it is known what the field is to Vigie. */
export type Test =
  /** Equals one of these; of a text that is searched for words: contains one as a phrase. */
  | { readonly kind: 'is'; readonly values: readonly string[] }
  /** Contains these words, one or every one of them. */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly every: boolean }
  /** With `*` and `?`. */
  | { readonly kind: 'wildcard'; readonly pattern: string }
  /** A regular expression of Lucene's, over the whole value. */
  | { readonly kind: 'regexp'; readonly pattern: string }
  | { readonly kind: 'range'; readonly bounds: readonly Bound[] }
  | { readonly kind: 'exists' };
export type Bound = { readonly operator: '<' | '<=' | '>' | '>='; readonly limit: string };

/** A filter as a tree. `path` is where it stands in the rule. */
export type Condition =
  | { readonly kind: 'all' | 'some'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'field'; readonly field: string; readonly test: Test; readonly path: Path }
  | { readonly kind: 'everything' }
  | { readonly kind: 'unsayable'; readonly why: string; readonly path: Path };

export const all = (of: readonly Condition[]): Condition => (of.length === 1 ? of[0]! : { kind: 'all', of });
export const some = (of: readonly Condition[]): Condition =>
  of.length === 1 ? of[0]! : { kind: 'some', of };
export const not = (of: Condition): Condition => ({ kind: 'not', of });
export const everything: Condition = { kind: 'everything' };
