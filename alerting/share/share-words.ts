import { durationInWords } from '#enrich/duration-in-words';
import { countInWords } from '../in-words';
import type { ShareMatch } from './share-match';

const MINUTE_MS = 60_000;

/** What was counted, in the words of the rule. */
export type Counted = {
  readonly matching: number;
  readonly all: number;
  readonly unscored: number;
  /** Milliseconds. */
  readonly span: number;
};

/** `65 of 100 mentions in 10 minutes are negative: 65 %`. */
export function shareInWords({ matching, all, span }: Counted, counted: string, match: ShareMatch): string {
  const share = Math.round((100 * matching) / all);
  return `${matching.toLocaleString('en-GB')} of ${countInWords(all, counted)} in ${spanInWords(span)} ${matching === 1 ? 'is' : 'are'} ${match.inWords}: ${share} %`;
}

function spanInWords(span: number): string {
  return durationInWords(span < 2 * MINUTE_MS ? span : Math.round(span / MINUTE_MS) * MINUTE_MS);
}

/** The unit of a finding's `seen`. */
export function shareUnit(counted: string, match: ShareMatch): string {
  return `% of ${counted} ${match.isNegative ? 'negative' : 'matching'}`;
}

/** How many had no tone to count; nothing where all had one. */
export function unscoredInWords({ unscored }: Pick<Counted, 'unscored'>): string[] {
  if (unscored === 0) return [];
  return [
    `${countInWords(unscored, 'mentions')} without a judged tone ${unscored === 1 ? 'is' : 'are'} left out`,
  ];
}

/** What a finding against the history stands on. Shares are percentages. */
export type ShiftGates = {
  readonly usual: number;
  readonly stands: { readonly mentions: number; readonly span: number };
  readonly least: number;
  readonly most: number;
  readonly chance: number;
  readonly tone?: { readonly seen: number; readonly usual: number };
  readonly minShift: number;
  readonly minDenominator: number;
  readonly calms: number;
  readonly timeframe: number;
};

/** The gates of a share beside its own past, with their numbers. */
export function shiftGates(gates: ShiftGates, { matching, all }: Counted, counted: string): string[] {
  const { usual, stands, least, most, chance, tone, minShift, minDenominator } = gates;
  const shift = Math.round((100 * matching) / all - usual);
  return [
    stands.mentions < 1
      ? `${Math.round(usual)} % is taken as usual while there is no history yet`
      : `${Math.round(usual)} % is usual, by about ${countInWords(Number(stands.mentions.toPrecision(2)), counted)} of the last ${durationInWords(stands.span)}`,
    `with room for chance the share is now ${Math.floor(least)} to ${Math.ceil(most)} %`,
    ...(tone
      ? [
          `the mentions are ${tone.seen.toFixed(2)} negative on average, where ${tone.usual.toFixed(2)} is usual (0 not at all, 1 utterly)`,
        ]
      : []),
    chanceInWords(chance),
    `${shift} percentage ${shift === 1 ? 'point' : 'points'} more than usual; the alarm needs ${minShift}, on ${countInWords(minDenominator, counted)} or more`,
    `over when it is below ${Math.round(gates.calms)} % in ${durationInWords(gates.timeframe)}`,
  ];
}

function chanceInWords(chance: number): string {
  if (chance > 0.01) return 'by itself what is seen at this moment may be chance';
  if (chance < 1e-12) return 'so much does not come by chance';
  const times = Number((1 / chance).toPrecision(2)).toLocaleString('en-GB');
  return `by chance, and by how the share varies anyway, so much would come once in ${times} times`;
}
