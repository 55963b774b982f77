import { createArrivals } from '#alerting/backtest/arrivals';
import { createBacktest } from '#alerting/backtest/backtest-rules';
import { detectors } from '#alerting/detectors/index';
import { Route } from '#alerting/policy';
import type { Rule } from '#alerting/rule';
import type { BrandMention } from '#enrich/brand-mention';
import type { Row } from './row';
import { benchMention, rulesOfBench } from './rules';

const MENTIONS = 200_000;
const PAGE = 1_000;
/** As feeds are polled. */
const POLLED_EVERY_MS = 900_000;

/** Mentions a second of processor time (neighbours on the machine do not count) through a whole back-test of mentions in memory:
 * order of collection, rules, incidents, pages. */
export function benchBacktest(): Row[] {
  const mentions = Array.from({ length: MENTIONS }, (_, index) => collectedLater(benchMention(index), index));
  const rules = rulesOfBench();
  const [storm] = rules as [Rule];
  return [
    { name: 'backtest: 1 spike rule × 20 brands', value: rate([storm], mentions), unit: 'mentions/s' },
    { name: 'backtest: 5 rules × 20 brands', value: rate(rules, mentions), unit: 'mentions/s' },
  ];
}

/** Of ten, one as late as a feed makes it, the others by seconds. */
function collectedLater(mention: BrandMention, index: number): BrandMention {
  const later = index % 10 === 0 ? (index * 7_919) % POLLED_EVERY_MS : (index * 31) % 5_000;
  return { ...mention, collectedAt: new Date(Date.parse(mention.publishedAt) + later).toISOString() };
}

function rate(rules: readonly Rule[], mentions: readonly BrandMention[]): number {
  const at = (index: number) => Date.parse((mentions.at(index) as BrandMention).publishedAt);
  const stretch = { from: at(0), to: at(-1) + 1 };
  const route = Route.parse({ receiver: 'team' });
  const used = process.cpuUsage();
  const backtest = createBacktest({ rules, detectors, route, stretch });
  const arrivals = createArrivals();
  for (let from = 0; from < mentions.length; from += PAGE)
    backtest.take(arrivals.take(mentions.slice(from, from + PAGE)));
  backtest.take(arrivals.rest());
  backtest.finish();
  const { user, system } = process.cpuUsage(used);
  return Math.round((mentions.length / (user + system)) * 1_000_000);
}
