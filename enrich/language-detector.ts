import { type EldData, loadEldData } from './eld-data';
import { createGroupTable } from './group-table';
import { createGroupCutter, packGroup } from './letter-groups';

export type Detection = { readonly language: string; readonly sure: boolean };

/** Adds a letter group's scores to the sums, which stand by language. */
type AddScores = (head: number, tail: number, sums: Int32Array) => void;

/** Added to every score of the tables, which leave it out to be smaller. */
const BASE_SCORE = 53;
const SCALE = 25;
const RELIABLE_SHARE = 0.75;
const MIN_GROUPS = 3;
const MAX_LENGTH = 400;

/**
 * Loads eld's tables (about 1 MB) for some languages, or for all where it knows none of them. Answers are those of
 * `eld` itself, which a test holds; they take a tenth of its time and memory.
 */
export async function createLanguageDetector(
  languages: readonly string[],
): Promise<(text: string) => Detection | undefined> {
  const eld = await loadEldData();
  const { languages: codes, averages } = eld;
  const wanted = codes.filter((code) => languages.includes(code));
  const addScores = packScores(eld, wanted.length > 0 ? wanted : codes);
  const cut = createGroupCutter(eld);
  const sums = new Int32Array(codes.length);
  const add = (head: number, tail: number) => addScores(head, tail, sums);

  return (text) => {
    sums.fill(0);
    const groups = cut(text.slice(0, MAX_LENGTH), add);
    const best = greatest(sums);
    const language = codes[best]!;
    if (sums[best] === 0) return undefined;
    const mean = sums[best]! / groups;
    // eld asks for some lead over the second too, but takes that one's number for its score: it never decides.
    const sure = groups >= MIN_GROUPS && mean / (mean + SCALE) >= averages[language]! * RELIABLE_SHARE;
    return { language, sure };
  };
}

/** The place of the greatest number; of equal ones, the first. */
function greatest(numbers: Int32Array): number {
  let best = 0;
  for (let place = 1; place < numbers.length; place++) if (numbers[place]! > numbers[best]!) best = place;
  return best;
}

/** Groups with equal scores, which most are, share one row of languages and scores. */
function packScores({ languages, groups }: EldData, wanted: readonly string[]): AddScores {
  const isWanted = languages.map((code) => wanted.includes(code));
  const rows: string[] = [];
  const numbers = new Map<string, number>();
  const rowOf = (scores: string): number => {
    const known = numbers.get(scores);
    if (known !== undefined) return known;
    const kept = scores
      .split(',')
      .filter((pair) => isWanted[Number.parseInt(pair, 10)])
      .join();
    const row = kept === '' ? 0 : kept === scores ? rows.push(kept) : rowOf(kept);
    numbers.set(scores, row);
    return row;
  };
  const rated = [...groups()].flatMap(([group, scores]) => {
    const row = rowOf(scores);
    return row === 0 ? [] : [{ ...packGroup(group), row }];
  });
  const table = createGroupTable(rated.length);
  for (const { head, tail, row } of rated) table.set(head, tail, row);
  return scoresByRow(table.get, rows);
}

/** Row n of the table is at n − 1 of the list; row 0, of the groups that are not there, is empty. */
function scoresByRow(rowOf: (head: number, tail: number) => number, rows: readonly string[]): AddScores {
  const pairs = rows.map((row) => row.split(',').map((pair) => pair.split(':').map(Number)));
  const starts = new Uint32Array(rows.length + 2);
  pairs.forEach((row, index) => {
    starts[index + 2] = starts[index + 1]! + row.length;
  });
  const languages = Uint8Array.from(pairs.flat(), ([language]) => language!);
  const scores = Uint16Array.from(pairs.flat(), ([, score]) => score! + BASE_SCORE);
  return (head, tail, sums) => {
    const row = rowOf(head, tail);
    const end = starts[row + 1]!;
    for (let at = starts[row]!; at < end; at++) sums[languages[at]!]! += scores[at]!;
  };
}
