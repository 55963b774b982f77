import type { Sentiment } from '../../brand-mention';
import type { TextSpan } from '../../enricher';

/** What a scorer is given. Spans are those of the brand's names in the text: what is said near them counts most. */
export type ScorableText = {
  readonly plain: string;
  /** The same text folded, the same length. */
  readonly folded: string;
  readonly language: string | undefined;
  readonly spans: readonly TextSpan[];
};

/**
 * Judges the tone of a text toward a brand. Undefined for a language that it does not know: an unknown tone is
 * never read as a neutral one. The same text always gets the same answer.
 */
export type Scorer = {
  /** Kept on every mention as `model`, so that scores of two versions are never compared unknowingly. */
  readonly id: string;
  readonly languages: readonly string[];
  readonly score: (text: ScorableText) => Sentiment | undefined;
};
