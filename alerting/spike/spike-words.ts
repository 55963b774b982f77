import { durationInWords } from '#enrich/duration-in-words';
import { countInWords, roundCount } from '../in-words';

export type Direction = 'up' | 'down';

/** From where it fires, and where it has calmed: half way back to what is expected. */
export type Limits = { readonly fires: number; readonly calms: number };

const inWords = (value: number): string => roundCount(value).toLocaleString('en-GB');

/** What the expected count stands on: the history, unless a declared moment has a say. */
type Grounds = { readonly span: string; readonly usual: string; readonly because: string | undefined };

/** `412 mentions in 10 minutes, where 38 were to be expected`. */
export function spikeSummary(
  seen: number,
  counted: string,
  span: string,
  expected: number,
  direction: Direction,
): string {
  const usual = roundCount(expected);
  return `${direction === 'down' ? 'only ' : ''}${countInWords(seen, counted)} in ${span}, where ${usual.toLocaleString('en-GB')} ${usual === 1 ? 'was' : 'were'} to be expected`;
}

/** The gates of the whole window with their numbers. */
export function windowGates(
  { direction, expected, seen }: { direction: Direction; expected: number; seen: number },
  { fires, calms }: Limits,
  { span, usual, floor, because }: Grounds & { readonly floor: number },
): string[] {
  const isUp = direction === 'up';
  const times = isUp && expected > 0 ? `${inWords(seen / expected)} times ` : '';
  const grounds =
    expected > floor
      ? `${times}the usual ${inWords(expected)}, ${usual}`
      : `${times}the ${inWords(expected)} that the rule expects even on a quiet day`;
  return [
    because === undefined ? grounds : `${times}the ${inWords(expected)} to be expected: ${because}`,
    `the alarm is set at ${inWords(fires)} ${isUp ? 'or more' : 'or fewer'} in ${span}`,
    `over when it is ${isUp ? 'below' : 'above'} ${inWords(calms)}`,
  ];
}

/** The gates of a burst that the whole window does not show yet. */
export function burstGates(
  burst: { readonly seen: number; readonly expected: number; readonly chance: number },
  { span, usual, calms, because }: Grounds & { readonly calms: number },
): string[] {
  const { seen, expected, chance } = burst;
  const times = expected > 0 ? `${inWords(seen / expected)} times as many` : 'more';
  return [
    because === undefined ? `${times} as usual, by ${usual}` : `${times} as expected: ${because}`,
    chance > 1e-12
      ? `by chance so many would come together once in ${Math.round(1 / chance).toLocaleString('en-GB')} times`
      : 'so many do not come together by chance',
    `over when it is below ${inWords(calms)} in ${span}`,
  ];
}

/** How long the reference reaches back, in words; whole minutes. */
export function historyInWords(ms: number): string {
  return durationInWords(ms < 60_000 ? ms : Math.round(ms / 60_000) * 60_000);
}
