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

const PATTERN =
  /https?:\S+|@[\p{L}\p{N}_.]+|[\p{L}\p{N}]+(?:'[\p{L}]+)*|\p{Extended_Pictographic}|[<>]?[:;=8xX]['-]?[)(\][DPpSs/\\|*3]+|<\/?3|\)[:;]|\([:;8]|\^_?\^|-_-|[.!?…;,:\n—]/gu;

/** Tokens of the first `limit` characters. Links and @users are none. */
export function tokenize(plain: string, folded: string, limit: number): Token[] {
  const tokens: Token[] = [];
  for (const match of folded.slice(0, limit).matchAll(PATTERN)) {
    const [text] = match;
    const start = match.index;
    const written = plain.slice(start, start + text.length);
    const token = tokenOf(text, written, start);
    if (token) tokens.push(token);
  }
  return tokens;
}

function tokenOf(text: string, written: string, start: number): Token | undefined {
  const end = start + text.length;
  const plainToken = { start, end, isStretched: false, isShouted: false, endsSentence: false };
  if (/^[.!?…;,:\n—]$/.test(text))
    return { kind: 'break', text, written, ...plainToken, endsSentence: /[.!?…\n]/.test(text) };
  if (/^(?:https?:|@)/.test(text)) return undefined;
  if (!/^[\p{L}\p{N}]/u.test(text) || /^[8x][:;=)(]/.test(text))
    return { kind: 'emoji', text: written.replace(/([)(\]D/|*])\1+$/, '$1'), written, ...plainToken };
  const squeezed = text.replace(/(.)\1{2,}/g, '$1$1');
  return {
    kind: 'word',
    text: squeezed,
    written,
    ...plainToken,
    isStretched: squeezed !== text,
    isShouted: written.length > 2 && written !== text && written === written.toUpperCase(),
  };
}
