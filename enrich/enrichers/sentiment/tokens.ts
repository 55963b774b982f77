import type { TextSpan } from '../../enricher';
import { isWordUnit } from '../../word-bounds';

/** A word, an emoji or emoticon, or a break between clauses; indices are those of the text. */
export type Token = {
  readonly kind: 'word' | 'emoji' | 'break';
  /** Folded; letters that stand three times and more are squeezed to two. */
  readonly text: string;
  readonly written: string;
  readonly start: number;
  readonly end: number;
  readonly isStretched: boolean;
  readonly isShouted: boolean;
  readonly endsSentence: boolean;
};

const BREAKS = '.!?…;,:\n—';
const SENTENCE_ENDS = '.!?…\n';
const THRICE = /(.)\1\1/;
const STRETCH = /(.)\1{2,}/g;
const PATTERN =
  /https?:\S+|@[\p{L}\p{N}_.]+|[\p{L}\p{N}]+(?:'[\p{L}]+)*|\p{Extended_Pictographic}|[<>]?[:;=8xX]['-]?[)(\][DPpSs/\\|*3]+|<\/?3|\)[:;]|\([:;8]|\^_?\^|-_-|[.!?…;,:\n—]/gu;

/** A stretch of the text, in its order. Links and @users are no tokens. */
export function tokenize(plain: string, folded: string, { start: from, end }: TextSpan): Token[] {
  const tokens: Token[] = [];
  const whole = from === 0 && end >= folded.length;
  for (const match of (whole ? folded : folded.slice(from, end)).matchAll(PATTERN)) {
    const token = tokenOf(match[0], plain, from + match.index);
    if (token) tokens.push(token);
  }
  return tokens;
}

function tokenOf(text: string, plain: string, start: number): Token | undefined {
  const end = start + text.length;
  const written = plain.slice(start, end);
  if (text.length === 1 && BREAKS.includes(text)) {
    const endsSentence = SENTENCE_ENDS.includes(text);
    return { kind: 'break', text, written, start, end, isStretched: false, isShouted: false, endsSentence };
  }
  if (text[0] === '@' || text.includes('://') || text.startsWith('http')) return undefined;
  const isWord = isWordUnit(text.charCodeAt(0)) && !/^[8x][:;=)('-]/.test(text);
  const squeezed = isWord && THRICE.test(text) ? text.replace(STRETCH, '$1$1') : text;
  return {
    kind: isWord ? 'word' : 'emoji',
    text: isWord ? squeezed : written.replace(/([)(\]D/|*])\1+$/, '$1'),
    written,
    start,
    end,
    isStretched: squeezed !== text,
    isShouted: isWord && written.length > 2 && written !== text && written === written.toUpperCase(),
    endsSentence: false,
  };
}
