import type { Stretch } from '#config/fields/moment';
import type { Alert } from '../alert';
import { createCalendar, type DatedMoment } from '../calendar';
import type { DetectorDefinition } from '../detector';
import { createEvaluation, type Observed } from '../evaluate-rules';
import type { EvaluationState } from '../evaluation-state';
import type { Route } from '../policy';
import type { Rule } from '../rule';
import type { Arrival } from './arrivals';
import type { LabelledIncident } from './labelled-incident';
import { createPastIncidents, type PastPage } from './past-incidents';
import { createTallyKeeper, type Tallies } from './tally';

export type BacktestOptions = {
  readonly rules: readonly Rule[];
  readonly detectors: readonly DetectorDefinition[];
  readonly route: Route;
  /** What is reported on. What came before it (see `warmUpOf`) is counted too, and told of nowhere. */
  readonly stretch: Stretch;
  readonly labelled?: readonly LabelledIncident[];
  /** What `calendar.yaml` declares. */
  readonly moments?: readonly DatedMoment[];
};

/** What the rules would have done, and what became of the mentions of the stretch. */
export type BacktestResult = Tallies & {
  readonly mentions: Readonly<Record<Observed, number>>;
  /** Every page of the stretch in order, reminders and ends among them. */
  readonly pages: readonly PastPage[];
};

export type Backtest = {
  /** Arrivals in order of their time; those after the stretch come too late. */
  readonly take: (arrivals: readonly Arrival[]) => void;
  /** Lets the clock run on to the end of the stretch. */
  readonly finish: () => BacktestResult;
  /** What has been counted, after the clock has run on to this instant. */
  readonly stateAt: (at: number) => EvaluationState;
};

const WEEK_MS = 604_800_000;
const WINDOWS = 8;
/** Steps of the clock between mentions: while something goes on as often as firing groups are looked at. */
const LIVELY_STEP_MS = 10_000;
const QUIET_STEP_MS = 60_000;

/** How long before its first day a back-test reads, so that rules know what is usual and what had begun before. */
export function warmUpOf(rules: readonly Rule[]): number {
  return Math.max(WEEK_MS, ...rules.map(({ timeframe }) => WINDOWS * timeframe));
}

/**
 * The rules on the past, through the evaluation that runs live: at the time when a mention was collected, with the
 * clock's steps in between. So what was late then is late here, and backfill is counted no more than it was.
 */
export function createBacktest(options: BacktestOptions): Backtest {
  const { rules, stretch } = options;
  const evaluation = createEvaluation(rules, options.detectors, createCalendar(options.moments ?? []));
  const { state } = evaluation.restore([]);
  const incidents = createPastIncidents(options.route);
  const keeper = createTallyKeeper(rules, stretch, options.labelled ?? []);
  const mentions = { counted: 0, duplicate: 0, backfill: 0, late: 0 };
  const pages: PastPage[] = [];
  let ticked: number | undefined;

  const takePages = (taken: readonly PastPage[]): void => {
    for (const page of taken) {
      keeper.takePage(page);
      if (page.at >= stretch.from && page.at < stretch.to) pages.push(page);
    }
  };
  const takeAlerts = (alerts: readonly Alert[], now: number): void => {
    if (alerts.length === 0) return;
    for (const alert of alerts) keeper.takeAlert(alert, now);
    takePages(incidents.takeAlerts(alerts, now));
  };
  const stepOf = (): number =>
    state.firing.size > 0 || incidents.areOpen() ? LIVELY_STEP_MS : QUIET_STEP_MS;
  const runClock = (to: number): void => {
    ticked ??= to;
    for (let step = stepOf(); ticked + step <= to; step = stepOf()) {
      ticked += step;
      takeAlerts(evaluation.tick(state, ticked), ticked);
      takePages(incidents.tick(ticked));
    }
  };
  const arrive = ({ at, mention }: Arrival): void => {
    if (at >= stretch.to) return;
    if (ticked === undefined || ticked + LIVELY_STEP_MS <= at) runClock(at);
    const { observed, alerts } = evaluation.observe(state, mention, at);
    if (at >= stretch.from) mentions[observed]++;
    takeAlerts(alerts, at);
  };

  return {
    take: (arrivals) => {
      for (const arrival of arrivals) arrive(arrival);
      // Nothing is stored here; without this the list of what has changed would grow for ever.
      evaluation.takeChanges(state);
    },
    finish: () => {
      runClock(stretch.to);
      return { ...keeper.tallies(), mentions, pages };
    },
    stateAt: (at) => {
      runClock(at);
      return state;
    },
  };
}
