import type { Logger } from 'pino';
import type { Brand } from '#enrich/brand';
import type { DatedMoment } from '../calendar';
import type { DetectorDefinition } from '../detector';
import type { Receiver, Route } from '../policy';
import type { Rule } from '../rule';
import { arrivalsOf, lengthOf } from './arrivals';
import type { RuleTest } from './rule-test';
import { createRecorder, type RunRecord } from './run-record';
import { startOf } from './start-moment';
import { openTestDesk } from './test-desk';

/** The configuration that tests run in. */
export type TestSurroundings = {
  readonly rules: readonly Rule[];
  readonly detectors: readonly DetectorDefinition[];
  readonly brands: readonly Brand[];
  readonly route: Route;
  readonly receivers: readonly Receiver[];
  /** IANA zone of the tests that name none. */
  readonly timezone: string;
  readonly consoleUrl: string;
  /** What `calendar.yaml` declares; absent: nothing. */
  readonly moments?: readonly DatedMoment[];
  readonly log: Logger;
};

const TICK_MS = 1_000;
/** While nothing fires, timers are looked at less often. */
const CALM_TICK_MS = 10_000;
const MINUTE_MS = 60_000;

/**
 * Plays a test's input, mention by mention, to what evaluates rules and makes pages in production, and tells what came
 * of it. Only clock, disk and channels are stand-ins. Throws for a brand that the configuration does not have.
 */
export async function runRuleTest(test: RuleTest, surroundings: TestSurroundings): Promise<RunRecord> {
  const timezone = test.timezone ?? surroundings.timezone;
  const brand = surroundings.brands.find(({ id }) => id === test.brand);
  if (!brand) throw new Error(`test "${test.name}": no brand is called "${test.brand}"`);
  const start = startOf(test.start, timezone);
  const arrivals = arrivalsOf(test, brand, start);
  const recorder = createRecorder({ start, timezone, arrivals, route: surroundings.route });
  const rules = rulesIn(test, surroundings.rules);
  const desk = await openTestDesk({ ...surroundings, timezone, rules }, { start, arrivals, recorder });
  const restarts = (test.restart ?? []).toSorted((a, b) => a.at - b.at);
  const end = start + endOf(test);
  for (let at = start; at <= end; at += recorder.isFiring() ? TICK_MS : CALM_TICK_MS) {
    for (let [next] = restarts; next && start + next.at <= at; [next] = restarts) {
      const back = start + next.at + next.away;
      await desk.handleUntil(start + next.at);
      await desk.reopen(back);
      restarts.shift();
      at = Math.max(at, back);
    }
    await desk.handleUntil(at);
    await desk.tick(at);
  }
  return recorder.read();
}

/** The rules that take part in a test. */
export function rulesIn({ rules: wanted }: Pick<RuleTest, 'rules'>, rules: readonly Rule[]): readonly Rule[] {
  return wanted ? rules.filter(({ name }) => wanted.includes(name)) : rules;
}

/** When the input ends, or the last span in which something is expected. */
function endOf(test: RuleTest): number {
  const spans = test.expect.map(({ at, within }) => within?.[1] ?? (at ?? 0) + MINUTE_MS);
  return Math.max(lengthOf(test), ...spans);
}
