import { Hono } from 'hono';
import { createCalendar } from '#alerting/calendar';
import { type CompiledRule, compileRules } from '#alerting/compile-rules';
import type { Incident } from '#alerting/incident';
import { adviceInWords } from '#alerting/noise/advice-in-words';
import { measureNoise, pagesWithin, REPORT_SPAN_MS } from '#alerting/noise/noise-report';
import type { RaisedPage } from '#alerting/noise/raised-pages';
import type { Rule } from '#alerting/rule';
import { readRuleGroups } from '#alerting/rule-groups';
import { ruleInWords } from '#alerting/rule-in-words';
import type { State } from '#ingest/state/state';
import type { RulePage, RuleRow, RuleView } from './api';
import { createPastRoute, type PastRouteOptions } from './past-route';
import { readIncidents } from './read-state';

export type RuleRoutesOptions = PastRouteOptions & {
  /** The rules in force now. */
  readonly rulesInForce: () => readonly Rule[];
  readonly state: State;
};

const MOST_PAGES = 50;

/** The rules, how noisy each was, and one whole: what it counts, how its groups stand, the pages that it raised. */
export function createRuleRoutes(options: RuleRoutesOptions): Hono {
  const { detectors, state } = options;
  const calendar = createCalendar(options.moments);
  let ready: { readonly rules: readonly Rule[]; readonly compiled: readonly CompiledRule[] } | undefined;
  const compiledNow = (): readonly CompiledRule[] => {
    const rules = options.rulesInForce();
    if (ready?.rules !== rules) ready = { rules, compiled: compileRules(rules, detectors, calendar) };
    return ready.compiled;
  };
  const app = new Hono();
  app.get('/rules', async (context) => {
    const past = await readPast(options);
    return context.json(compiledNow().map((rule) => toRow(rule, past, options)) satisfies RuleRow[]);
  });
  app.get('/rules/:name', async (context) => {
    const name = context.req.param('name');
    const rule = compiledNow().find((one) => one.rule.name === name);
    const definition = detectors.find(({ kind }) => kind === rule?.rule.type);
    if (!rule || !definition) return context.json({ error: `no rule "${name}" is configured` }, 404);
    const [past, { groups, more }] = await Promise.all([readPast(options), readRuleGroups(state, rule)]);
    const own = past.pages.filter(({ raisedBy }) => raisedBy.some((raiser) => raiser.rule === name));
    return context.json({
      ...toRow(rule, past, options),
      typeSummary: definition.summary,
      filter: rule.rule.filter,
      ...ruleInWords(rule.rule, definition),
      groups,
      moreGroups: more,
      raised: own.slice(0, MOST_PAGES).map((page) => toPage(name, page)),
    } satisfies RuleView);
  });
  app.route('/', createPastRoute(compiledNow, options));
  return app;
}

/** What happened in the span of a report. */
type Past = {
  readonly span: { readonly from: number; readonly to: number };
  readonly incidents: readonly Incident[];
  readonly pages: readonly RaisedPage[];
};

async function readPast({ state, clock }: RuleRoutesOptions): Promise<Past> {
  const to = clock.now();
  const span = { from: to - REPORT_SPAN_MS, to: to + 1 };
  const incidents = await readIncidents(state);
  return { span, incidents, pages: pagesWithin(incidents, span) };
}

function toRow({ rule }: CompiledRule, past: Past, { rulesInForce, detectors }: RuleRoutesOptions): RuleRow {
  const configured = { rules: rulesInForce(), detectors };
  const { name, type, summary, severity, origin } = rule;
  const { pages, pagesAWeek, rated, useful, advice } = measureNoise(name, past.pages, configured, past.span);
  return {
    name,
    type,
    ...(summary !== undefined && { summary }),
    severity,
    origin,
    firing: countFiring(name, past.incidents),
    pages,
    pagesAWeek,
    rated,
    useful,
    advice: adviceInWords(advice),
  };
}

/** Groups of the rule that fire, as the incidents have it: to ask the counts of every rule would take too long. */
function countFiring(rule: string, incidents: readonly Incident[]): number {
  const firing = incidents.flatMap(({ alerts }) =>
    alerts.filter((alert) => alert.rule === rule && alert.status === 'firing'),
  );
  return new Set(firing.map(({ group }) => JSON.stringify(group))).size;
}

function toPage(
  rule: string,
  { incident, page, brand, at, reason, ratings, raisedBy }: RaisedPage,
): RulePage {
  const summary = raisedBy.find((raiser) => raiser.rule === rule)?.summary ?? '';
  return { incident, page, brand, summary, at, reason, ratings };
}
