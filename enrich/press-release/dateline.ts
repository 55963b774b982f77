import type { TextSpan } from '../enricher';

const MONTHS =
  `january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul
|aug|sept|sep|oct|nov|dec|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|januar|februar
|marz|juni|juli|oktober|dezember|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre
|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|januari|februari|maart|mei|augustus`.replace(
    /\s+/g,
    '',
  );
const DAY_MONTH = `(?:\\d{1,2}(?:st|nd|rd|th|er|\\.)?(?: de)? (?:${MONTHS})\\b\\.?|(?:${MONTHS})\\.? \\d{1,2}\\b|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4})`;
const DATELINE = new RegExp(
  `(?:^|\\n)[^\\n]{0,40}?\\b[a-z][a-z' ]{2,40}(?:, [a-z][a-z. ]{1,24})?(?:,| |/|\\(|-|–)+ ?(?:le |den |am |a |li |il )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?${DAY_MONTH}`,
);
const LOOKED_AT = 600;

/** The place and date with which a release begins: "Paris, le 22 novembre 2016", "LONDON, Nov. 12 /PRNewswire/". */
export function datelineIn(folded: string): TextSpan | undefined {
  const found = DATELINE.exec(folded.slice(0, LOOKED_AT));
  return found ? { start: found.index, end: found.index + found[0].length } : undefined;
}
