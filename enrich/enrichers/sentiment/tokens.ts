import { endOfRun, LETTER, NUMBER, PICTOGRAPH, UNIT_CLASSES } from '../../character-classes';
import type { TextSpan } from '../../enricher';
import { isWordUnit } from '../../word-bounds';

/** A word, an emoji or emoticon, or a break between clauses; indices are those of the text. */
export type Token = {
  readonly kind: 'word' | 'emoji' | 'break';
  /** An emoji, or a stretched word with its letters squeezed to two; others are what stands in the folded text. */
  readonly text: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly isStretched: boolean;
  readonly isShouted: boolean;
  readonly endsSentence: boolean;
};

/** Cuts a stretch of a text into its tokens, in its order. Links and @users are no tokens. */
export type Tokenizer = (plain: string, folded: string, stretch: TextSpan) => Token[];

const BREAKS = '.!?…;,:\n—';
const SENTENCE_ENDS = '.!?…\n';
const STRETCH = /(.)\1{2,}/g;
const TOKEN =
  /https?:\S+|@[\p{L}\p{N}_.]+|[\p{L}\p{N}]+(?:'[\p{L}]+)*|\p{Extended_Pictographic}|[<>]?[:;=8xX]['-]?[)(\][DPpSs/\\|*3]+|<\/?3|\)[:;]|\([:;8]|\^_?\^|-_-|[.!?…;,:\n—]/uy;
const APOSTROPHE = 39;
const LOWER_A = 97;
const LOWER_Z = 122;

/** What may begin at a unit of UTF-16. Most are of a word or of nothing, which is told without asking the pattern. */
const NOTHING = 0;
const A_WORD = 1;
const A_BREAK = 2;
const ANYTHING = 3;
const BEGINNINGS = Uint8Array.from(UNIT_CLASSES, (classes, unit) => {
  const character = String.fromCharCode(unit);
  if ('@<>:;=)(^-'.includes(character) || classes & PICTOGRAPH || (unit & 0xfc00) === 0xd800) return ANYTHING;
  if (classes & (LETTER | NUMBER)) return A_WORD;
  return BREAKS.includes(character) ? A_BREAK : NOTHING;
});

export function createTokenizer(): Tokenizer {
  const pattern = new RegExp(TOKEN);
  return (plain, folded, { start: from, end: to }) => {
    const tokens: Token[] = [];
    const text = to < folded.length ? folded.slice(0, to) : folded;
    for (let at = from; at < text.length; ) {
      const begins = BEGINNINGS[text.charCodeAt(at)]!;
      let end = at + 1;
      if (begins === A_BREAK) tokens.push(breakOf(text[at]!, at));
      else if (begins === A_WORD && isPlainWord(text, at)) {
        end = endOfWord(text, at);
        tokens.push(wordOf(plain, text, at, end));
      } else if (begins !== NOTHING) {
        pattern.lastIndex = at;
        const found = pattern.exec(text)?.[0];
        const token = found && tokenOf(found, plain, text, at);
        if (token) tokens.push(token);
        end = at + (found?.length ?? 1);
      }
      at = end;
    }
    return tokens;
  };
}

/** Whether what begins with a letter or digit is no link, and no emoticon as "x'(" is. */
function isPlainWord(text: string, at: number): boolean {
  const first = text[at];
  if (first === 'h') return !text.startsWith('http', at);
  return !((first === 'x' || first === '8') && text.charCodeAt(at + 1) === APOSTROPHE);
}

function endOfWord(text: string, at: number): number {
  let end = endOfRun(text, at, text.length, LETTER | NUMBER);
  while (text.charCodeAt(end) === APOSTROPHE) {
    const next = endOfRun(text, end + 1, text.length, LETTER);
    if (next === end + 1) break;
    end = next;
  }
  return end;
}

function wordOf(plain: string, folded: string, start: number, end: number): Token {
  let isStretched = false;
  let isRewritten = false;
  let hasLowerCase = false;
  for (let at = start, run = 0, before = -1; at < end; at++) {
    const unit = folded.charCodeAt(at);
    const written = plain.charCodeAt(at);
    run = unit === before ? run + 1 : 1;
    before = unit;
    if (run === 3) isStretched = true;
    if (unit !== written) isRewritten = true;
    if (written >= LOWER_A && written <= LOWER_Z) hasLowerCase = true;
  }
  return {
    kind: 'word',
    text: isStretched ? folded.slice(start, end).replace(STRETCH, '$1$1') : undefined,
    start,
    end,
    isStretched,
    isShouted: isRewritten && !hasLowerCase && end - start > 2 && isUpperCase(plain.slice(start, end)),
    endsSentence: false,
  };
}

const isUpperCase = (text: string) => text === text.toUpperCase();

function breakOf(text: string, start: number): Token {
  return {
    kind: 'break',
    text: undefined,
    start,
    end: start + 1,
    isStretched: false,
    isShouted: false,
    endsSentence: SENTENCE_ENDS.includes(text),
  };
}

/** The token of what the pattern found at a place. */
function tokenOf(found: string, plain: string, folded: string, start: number): Token | undefined {
  const end = start + found.length;
  if (found.length === 1 && BREAKS.includes(found)) return breakOf(found, start);
  if (found[0] === '@' || found.includes('://') || found.startsWith('http')) return undefined;
  if (isWordUnit(found.charCodeAt(0)) && !/^[8x][:;=)('-]/.test(found))
    return wordOf(plain, folded, start, end);
  const text = plain.slice(start, end).replace(/([)(\]D/|*])\1+$/, '$1');
  return { kind: 'emoji', text, start, end, isStretched: false, isShouted: false, endsSentence: false };
}
