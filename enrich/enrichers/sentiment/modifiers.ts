import type { WordSense } from './word-sense';

/** Words that change the weight of others, accents folded away. */
const WORDS: Readonly<
  Record<string, Readonly<Record<'negators' | 'amplifiers' | 'dampers' | 'turns', string>>>
> = {
  en: {
    negators:
      "not no never nothing nobody none neither nor without cannot cant can't won't wont don't dont doesn't doesnt didn't didnt isn't isnt wasn't wasnt aren't arent weren't wouldn't wouldnt couldn't couldnt shouldn't hasn't haven't hadn't ain't aint hardly barely denies denied deny",
    amplifiers:
      'very really so extremely absolutely totally completely utterly highly incredibly deeply seriously super insanely truly fucking bloody damn most too',
    dampers: 'slightly somewhat little bit fairly rather quite kinda kind sort maybe perhaps almost',
    turns: 'but however although though yet except still whereas',
  },
  fr: {
    negators:
      "pas jamais rien aucun aucune ni sans plus personne guere n'est n'a dement dementi non nullement",
    amplifiers:
      'tres vraiment trop tellement extremement totalement completement absolument super hyper si bien fort particulierement',
    dampers: 'peu assez plutot legerement presque quasi moyennement parfois',
    turns: 'mais cependant pourtant toutefois neanmoins sauf malgre',
  },
  de: {
    negators:
      'nicht kein keine keinen keinem keiner keines nie niemals nichts niemand ohne weder noch nein nix nich net kaum dementiert',
    amplifiers:
      'sehr so total extrem absolut vollig wirklich echt besonders richtig mega ultra hochst viel zu ganz',
    dampers: 'etwas bisschen wenig ziemlich eher fast leicht relativ vielleicht',
    turns: 'aber jedoch doch sondern allerdings trotzdem obwohl dennoch',
  },
  es: {
    negators: 'no nunca jamas nada nadie ningun ninguna ninguno sin ni tampoco desmiente niega',
    amplifiers:
      'muy tan mucho mucha demasiado super totalmente absolutamente realmente extremadamente mas bastante',
    dampers: 'poco algo casi apenas ligeramente quizas tal',
    turns: 'pero sino aunque embargo salvo mas',
  },
  it: {
    negators: 'non mai niente nulla nessuno nessuna nessun senza ne neanche nemmeno neppure smentisce',
    amplifiers:
      'molto troppo davvero veramente assolutamente totalmente estremamente cosi tanto super proprio piu',
    dampers: 'poco abbastanza quasi leggermente piuttosto forse',
    turns: 'ma pero tuttavia invece sebbene eppure',
  },
  pt: {
    negators: 'nao nunca jamais nada ninguem nenhum nenhuma sem nem tampouco desmente nega n',
    amplifiers: 'muito tao demais super totalmente absolutamente realmente extremamente mais bastante mt mto',
    dampers: 'pouco quase levemente talvez meio',
    turns: 'mas porem contudo entretanto embora todavia',
  },
};

/** The senses of a language's modifiers, which may carry a tone as well. */
export function modifierSenses(
  language: string,
  toneOf: (word: string) => number | undefined,
): ReadonlyMap<string, WordSense> {
  const words = WORDS[language];
  if (!words) throw new Error(`no negations are known for language "${language}"`);
  const list = (text: string) => new Set(text.split(' '));
  const [negators, amplifiers, dampers, turns] = [
    list(words.negators),
    list(words.amplifiers),
    list(words.dampers),
    list(words.turns),
  ];
  const senses = [...negators, ...amplifiers, ...dampers, ...turns].map((word) => {
    const sense = {
      tone: toneOf(word),
      negates: negators.has(word),
      amplifies: amplifiers.has(word),
      dampens: dampers.has(word),
      turns: turns.has(word),
    };
    return [word, sense] as const;
  });
  return new Map(senses);
}
