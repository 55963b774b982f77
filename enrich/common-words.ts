const WORDS: Readonly<Record<string, string>> = {
  en: 'the of and to is was are were be been that this these those it its with for from have has had not but you your they their what which who will would can could when there about my his her our just an at by',
  fr: 'le les des du une et est sont etait pour dans que qui avec sur pas ne ce cette ces il elle nous vous ils leur leurs mais ou au aux par plus tout tres ete je tu mon ma mes notre votre c’est etre fait',
  de: 'der die das den dem des und ist sind war ein eine einen einem einer nicht mit auf fur von zu zum zur im ich du er sie wir ihr auch aber sich wie was wird werden hat haben bei nach uber noch nur',
  es: 'el los las una y es son fue era con para por que se del al lo su sus pero como mas no muy esta este esto esos hay ha han cuando donde porque mi tu yo nos ya todo todos sin sobre',
  it: 'il lo gli della dei delle degli nel nella sono era che non per con una uno di da dal dalla si anche ma come piu questo questa questi ho hai ha hanno ci mi ti molto tutto perche quando e’ sul sulla alla',
  pt: 'o os as um uma e é são foi era com para por que não nao do da dos das no na nos nas ao mas como mais muito esta este isso isto eu voce você ele ela eles meu minha tem ter quando onde porque já pelo pela',
  nl: 'het een en van is zijn was dat die deze dit met voor niet maar ook aan op te ik je jij hij zij wij we ze er om bij naar uit nog wel heeft hebben wordt worden door over geen',
};

/** Function words a language, accents folded as the plain text's are. */
export type CommonWords = ReadonlyMap<string, readonly number[]>;

export const COMMON_WORD_LANGUAGES: readonly string[] = Object.keys(WORDS);

/** Word → numbers of the languages that it is common in. */
export function createCommonWords(fold: (text: string) => string, languages: readonly string[]): CommonWords {
  const words = new Map<string, number[]>();
  COMMON_WORD_LANGUAGES.forEach((language, number) => {
    if (!languages.includes(language)) return;
    for (const word of new Set(fold(WORDS[language] ?? '').split(' ')))
      words.set(word, [...(words.get(word) ?? []), number]);
  });
  return words;
}

/**
 * The language whose function words clearly prevail: three different ones that no other language shares, and
 * thrice as many as any other has. Undefined where they do not settle it, which a slower look must.
 */
export function languageByCommonWords(folded: string, words: CommonWords): string | undefined {
  const own = new Array<number>(COMMON_WORD_LANGUAGES.length).fill(0);
  for (const word of new Set(folded.slice(0, 600).split(/[^\p{L}]+/u))) {
    const languages = words.get(word);
    if (languages?.length === 1) own[languages[0]!]!++;
  }
  const best = Math.max(...own);
  const rivals = own.filter((count) => count * 3 > best).length;
  return best >= 3 && rivals === 1 ? COMMON_WORD_LANGUAGES[own.indexOf(best)] : undefined;
}
