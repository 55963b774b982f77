import { endOfRun, LETTER } from './character-classes';
import { createWordTable, type WordLookup } from './word-table';

const WORDS: Readonly<Record<string, string>> = {
  en: 'the of and to is was are were be been that this these those it its with for from have has had not but you your they their what which who will would can could when there about my his her our just an at by',
  fr: 'le les des du une et est sont etait pour dans que qui avec sur pas ne ce cette ces il elle nous vous ils leur leurs mais ou au aux par plus tout tres ete je tu mon ma mes notre votre c’est etre fait',
  de: 'der die das den dem des und ist sind war ein eine einen einem einer nicht mit auf fur von zu zum zur im ich du er sie wir ihr auch aber sich wie was wird werden hat haben bei nach uber noch nur',
  es: 'el los las una y es son fue era con para por que se del al lo su sus pero como mas no muy esta este esto esos hay ha han cuando donde porque mi tu yo nos ya todo todos sin sobre',
  it: 'il lo gli della dei delle degli nel nella sono era che non per con una uno di da dal dalla si anche ma come piu questo questa questi ho hai ha hanno ci mi ti molto tutto perche quando e’ sul sulla alla',
  pt: 'o os as um uma e é são foi era com para por que não nao do da dos das no na nos nas ao mas como mais muito esta este isso isto eu voce você ele ela eles meu minha tem ter quando onde porque já pelo pela',
  nl: 'het een en van is zijn was dat die deze dit met voor niet maar ook aan op te ik je jij hij zij wij we ze er om bij naar uit nog wel heeft hebben wordt worden door over geen',
};

const LANGUAGES: readonly string[] = Object.keys(WORDS);
const LOOKED_AT = 600;

/**
 * Makes a judge of folded texts: the language whose function words clearly prevail, with three different ones that
 * no other language shares and thrice as many as any other has. Undefined where they do not settle it, which a
 * slower look must. `fold` is that of the texts.
 */
export function createCommonWordJudge(
  fold: (text: string) => string,
  languages: readonly string[],
): (folded: string) => string | undefined {
  const find = ownWords(fold, languages);
  let text = 0;
  return (folded) => {
    text++;
    const own = LANGUAGES.map(() => 0);
    const end = Math.min(folded.length, LOOKED_AT);
    for (let at = 0; at < end; ) {
      const wordEnd = endOfRun(folded, at, end, LETTER);
      const word = find(folded, at, wordEnd);
      if (word && word.seenIn !== text) {
        word.seenIn = text;
        own[word.language]!++;
      }
      at = wordEnd + 1;
    }
    const best = Math.max(...own);
    const rivals = own.filter((count) => count * 3 > best).length;
    return best >= 3 && rivals === 1 ? LANGUAGES[own.indexOf(best)] : undefined;
  };
}

/** A word that is common in one language only, and the number of the text that it was last seen in. */
type OwnWord = { readonly language: number; seenIn: number };

function ownWords(fold: (text: string) => string, languages: readonly string[]): WordLookup<OwnWord> {
  const languagesOf = new Map<string, number[]>();
  LANGUAGES.forEach((language, number) => {
    if (!languages.includes(language)) return;
    for (const word of new Set(fold(WORDS[language] ?? '').split(' ')))
      languagesOf.set(word, [...(languagesOf.get(word) ?? []), number]);
  });
  const own = [...languagesOf].flatMap(([word, [language = 0, ...others]]) =>
    others.length === 0 ? [[word, { language, seenIn: 0 }] as const] : [],
  );
  return createWordTable(new Map(own));
}
