import { createArrivals } from '#alerting/backtest/arrivals';
import { createBacktest, warmUpOf } from '#alerting/backtest/backtest-rules';
import { readPast } from '#alerting/backtest/read-past';
import { isNewsPage } from '#alerting/backtest/tally';
import type { DatedMoment } from '#alerting/calendar';
import type { CompiledRule } from '#alerting/compile-rules';
import type { DetectorDefinition } from '#alerting/detector';
import type { Route } from '#alerting/policy';
import type { Brand } from '#enrich/brand';
import type { Store } from '#enrich/store/store';
import type { Clock } from '#ingest/clock';
import type { RulePast } from './api';

export type PastContext = {
  readonly brands: readonly Brand[];
  readonly detectors: readonly DetectorDefinition[];
  readonly moments: readonly DatedMoment[];
  readonly settings: { readonly route: Route };
  readonly store: Pick<Store, 'search' | 'countPerBucket' | 'extent'>;
  readonly clock: Clock;
};

export type PastRun = {
  readonly rule: CompiledRule;
  readonly days: number;
  /** Mentions read so far, and in all. */
  readonly progress: (read: number, total: number) => void;
  readonly signal: AbortSignal;
};

const DAY_MS = 86_400_000;
const MOST_PAGES = 50;

/**
 * What a rule alone would have done in the newest days that the store holds, by the back-test; undefined when nothing is
 * stored, or nobody waits for it any more. A page of mentions takes some ten milliseconds; in between others have their turn.
 */
export async function runPast(
  { rule: { rule, isAbout }, days, progress, signal }: PastRun,
  { brands, detectors, moments, settings, store, clock }: PastContext,
): Promise<RulePast | undefined> {
  const about = brands.filter(({ id }) => isAbout(id));
  const [only] = about;
  // A rule about one brand need not read what was said of the others.
  const brand = about.length === 1 && only ? { brand: only.id } : {};
  const { newest } = await store.extent(brand);
  if (newest === undefined) return undefined;
  const to = Math.min(clock.now(), newest + 1);
  const stretch = { from: to - days * DAY_MS, to };
  const backtest = createBacktest({ rules: [rule], detectors, route: settings.route, stretch, moments });
  const arrivals = createArrivals();
  const ofBrand: Pick<Store, 'search' | 'countPerBucket'> = {
    search: (query) => store.search({ ...query, ...brand }),
    countPerBucket: (filter, bucketMs) => store.countPerBucket({ ...filter, ...brand }, bucketMs),
  };
  const whole = { from: stretch.from - warmUpOf([rule]), to };
  for await (const { mentions, read, total } of readPast(ofBrand, whole)) {
    if (signal.aborted) return undefined;
    backtest.take(arrivals.take(mentions));
    progress(read, total);
  }
  backtest.take(arrivals.rest());
  const { all, pages, mentions } = backtest.finish();
  const told = pages.filter(isNewsPage).reverse();
  return {
    from: new Date(stretch.from).toISOString(),
    to: new Date(stretch.to).toISOString(),
    mentions: mentions.counted,
    alerts: all.alerts,
    pages: all.pages,
    ...(all.pagesPerWeek !== undefined && { pagesAWeek: all.pagesPerWeek }),
    quietWeeks: all.quietWeeks,
    weeks: all.weeks,
    longestStormMs: all.longestStormMs,
    list: told.slice(0, MOST_PAGES).map(({ at, brand: of, reason, severity, title }) => ({
      at: new Date(at).toISOString(),
      brand: of,
      reason,
      severity,
      title,
    })),
  };
}
