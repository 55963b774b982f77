import type { Dial } from '../detector';
import type { RaisedPage, Raiser } from './raised-pages';
import { isUseful } from './ratings';

/** How many of these pages would not have been sent. */
export type Spared = { readonly spared: number; readonly of: number };

/** What is to be said of a rule's threshold after what people said of its pages. */
export type Advice =
  | { readonly kind: 'no-pages' }
  | { readonly kind: 'not-rated'; readonly pages: number }
  | { readonly kind: 'none-useful'; readonly rated: number }
  | { readonly kind: 'all-useful'; readonly rated: number }
  | { readonly kind: 'no-threshold'; readonly useful: number; readonly others: number }
  | {
      readonly kind: 'threshold';
      readonly option: string;
      readonly setting: number | string;
      /** As it is set now; absent for a rule that is gone. */
      readonly current?: number | string;
      /** Useful pages, all of which are kept. */
      readonly kept: number;
      readonly notUseful: Spared;
      readonly notRated: Spared;
    };

type RatedPage = { readonly isUseful: boolean | undefined; readonly raiser: Raiser };

/**
 * The threshold that would have kept every useful page of the rule and the fewest others. A page counts for the most that
 * its alerts saw before the rule's next page: one that is kept might have come later than it did.
 */
export function adviseThreshold(
  rule: string,
  pages: readonly RaisedPage[],
  {
    dials,
    options,
  }: { readonly dials: readonly Dial[]; readonly options?: Readonly<Record<string, unknown>> },
): Advice {
  const own = pages.flatMap(({ raisedBy, ratings }): RatedPage[] => {
    const raiser = raisedBy.find((one) => one.rule === rule);
    return raiser ? [{ raiser, isUseful: isUseful(ratings) }] : [];
  });
  const useful = own.filter((page) => page.isUseful === true).length;
  const others = own.filter((page) => page.isUseful === false).length;
  if (own.length === 0) return { kind: 'no-pages' };
  if (useful + others === 0) return { kind: 'not-rated', pages: own.length };
  if (useful === 0) return { kind: 'none-useful', rated: others };
  if (others === 0) return { kind: 'all-useful', rated: useful };
  const [best] = dials
    .flatMap((dial) => turnUp(dial, own, options?.[dial.option]) ?? [])
    .sort((a, b) => b.notUseful.spared - a.notUseful.spared || b.notRated.spared - a.notRated.spared);
  return best ?? { kind: 'no-threshold', useful, others };
}

/** The dial turned up as far as every useful page allows; undefined where that spares no page that was of no use. */
function turnUp(dial: Dial, pages: readonly RatedPage[], current: unknown): ThresholdAdvice | undefined {
  const useful = pages.filter((page) => page.isUseful === true);
  // An alert that does not tell how far it reached might be lost at any setting.
  const reached = useful.map(({ raiser }) => reachOf(raiser, dial.strictest) ?? Number.NEGATIVE_INFINITY);
  const setting = Math.min(...reached);
  const spare = (wanted: boolean | undefined): Spared => {
    const some = pages.filter((page) => page.isUseful === wanted);
    const possible = some.map(({ raiser }) => reachOf(raiser, dial.possible ?? dial.strictest) ?? setting);
    return { spared: possible.filter((reach) => reach < setting).length, of: some.length };
  };
  const notUseful = spare(false);
  if (!Number.isFinite(setting) || notUseful.spared === 0) return undefined;
  return {
    kind: 'threshold',
    option: dial.option,
    setting: dial.words?.[setting] ?? setting,
    ...((typeof current === 'number' || typeof current === 'string') && { current }),
    kept: useful.length,
    notUseful,
    notRated: spare(undefined),
  };
}

type ThresholdAdvice = Extract<Advice, { kind: 'threshold' }>;

function reachOf({ alerts }: Raiser, reach: Dial['strictest']): number | undefined {
  const settings = alerts.flatMap((alert) => reach(alert) ?? []);
  return settings.length === 0 ? undefined : Math.max(...settings);
}
