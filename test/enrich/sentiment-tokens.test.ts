import { createTokenizer } from '#enrich/enrichers/sentiment/tokens';
import { createFoldText } from '#enrich/fold-text';
import { generatedTexts, recordedTexts } from './generated-texts';

const TOKEN =
  /https?:\S+|@[\p{L}\p{N}_.]+|[\p{L}\p{N}]+(?:'[\p{L}]+)*|\p{Extended_Pictographic}|[<>]?[:;=8xX]['-]?[)(\][DPpSs/\\|*3]+|<\/?3|\)[:;]|\([:;8]|\^_?\^|-_-|[.!?…;,:\n—]/gu;

const fold = createFoldText();
const tokenize = createTokenizer();

/** Where the pattern finds tokens; links and @users are none. */
function spansByPattern(text: string): number[][] {
  return [...text.matchAll(TOKEN)].flatMap(({ 0: found, index }) =>
    /^@|^http|:\/\//.test(found) ? [] : [[index, index + found.length]],
  );
}

function spans(plain: string, start: number, end: number): number[][] {
  return tokenize(plain, fold(plain), { start, end }).map((token) => [
    token.start - start,
    token.end - start,
  ]);
}

describe('the tokens of a text', () => {
  const texts = [...recordedTexts(), ...generatedTexts(3_000)];

  it('are what the pattern finds', () => {
    const differ = texts.filter(
      (text) => JSON.stringify(spans(text, 0, text.length)) !== JSON.stringify(spansByPattern(fold(text))),
    );
    expect(differ.slice(0, 1)).toEqual([]);
  });

  it('are what the pattern finds in a stretch of it', () => {
    const differ = texts.filter(
      (text) =>
        JSON.stringify(spans(text, 7, 60)) !== JSON.stringify(spansByPattern(fold(text).slice(7, 60))),
    );
    expect(differ.slice(0, 1)).toEqual([]);
  });

  it('are words, emoji and breaks, with how they are written', () => {
    const read = (text: string) =>
      tokenize(text, fold(text), { start: 0, end: text.length }).map((token) => [
        token.kind,
        token.text ?? text.slice(token.start, token.end),
        ...(['isStretched', 'isShouted', 'endsSentence'] as const).filter((name) => token[name]),
      ]);
    expect(read("SOOO COOL Great, l'ÉTÉ ÉTÉ DB… :))) 😀 x'a http://a.b @me <3")).toEqual([
      ['word', 'soo', 'isStretched', 'isShouted'],
      ['word', 'COOL', 'isShouted'],
      ['word', 'Great'],
      ['break', ','],
      ['word', "l'ÉTÉ"],
      ['word', 'ÉTÉ', 'isShouted'],
      ['word', 'DB'],
      ['break', '…', 'endsSentence'],
      ['emoji', ':)'],
      ['emoji', '😀'],
      ['emoji', "x'a"],
      ['emoji', '<3'],
    ]);
  });
});
