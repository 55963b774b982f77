// Bounded, and begun only where digits begin: without that, a long row of digits is read again from each of them.
const NUMBER = String.raw`(?<!\d)(?:\d{1,3}(?:[ \u00a0\u202f.,']\d{3}){1,6}(?:[.,]\d{1,6})?|\d{1,15}(?:[.,]\d{1,6})?)`;
const SCALE = String.raw`millions?|milliards?|billions?|trillions?|millionen|milliarden|mio\.?|mrd\.?|mds?|millones|miles de millones|milioni|miliardi|bn|mn|m|k`;
const CURRENCY = String.raw`€|\$|£|eur|usd|gbp|chf|euros?|dollars?|pounds?|livres|francs?|aud|inr|rs\.?`;
const AMOUNT = new RegExp(
  String.raw`(?:(?:${CURRENCY})\s?(?:${NUMBER})(?:\s?(?:${SCALE})\b)?|(?:${NUMBER})\s?(?:${SCALE})?\s?(?:d'|de |di |d’)?\s?(?:${CURRENCY})(?![\p{L}]))`,
  'giu',
);
const PERIOD =
  /\b(?:(?:first|second|third|fourth) (?:half|quarter)(?: of)? (?:19|20)\d\d|[hqst][1-4] ?(?:19|20)\d\d|(?:19|20)\d\d|(?:premier|deuxième|troisième|quatrième|1er|2e|3e|4e) (?:semestre|trimestre)(?: (?:19|20)\d\d)?|(?:erste[sn]?|zweite[sn]?) (?:halbjahr|quartal)(?: (?:19|20)\d\d)?|(?:primer|segundo) (?:semestre|trimestre)(?: de)?(?: (?:19|20)\d\d)?|(?:primo|secondo) (?:semestre|trimestre)(?: (?:19|20)\d\d)?)\b/giu;

/** Amounts of money as written, each once: "2 490 millions d'euros", "$12 billion". */
export function amountsIn(plain: string): string[] {
  return [...new Set([...plain.matchAll(AMOUNT)].map(([amount]) => amount.trim()))];
}

/** Where amounts of money stand. */
export function amountSpans(plain: string): { start: number; end: number }[] {
  return [...plain.matchAll(AMOUNT)].map(({ index, 0: amount }) => ({
    start: index,
    end: index + amount.length,
  }));
}

/** Periods of account as written, each once: "first half of 2016", "1er semestre 2016", "2015". */
export function periodsIn(plain: string): string[] {
  return [...new Set([...plain.matchAll(PERIOD)].map(([period]) => period.trim()))];
}
