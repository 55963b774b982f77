import pino from 'pino';
import { parse } from 'yaml';
import { detectors } from '#alerting/detectors/index';
import { Route } from '#alerting/policy';
import { judgeRun } from '#alerting/rule-tests/judge-run';
import { RuleTest } from '#alerting/rule-tests/rule-test';
import { runRuleTest } from '#alerting/rule-tests/run-rule-test';
import { Brand } from '#enrich/brand';
import { rule } from '../rule';

export const acme = Brand.parse({ id: 'acme', name: 'Acme', names: ['Acme'], officialDomains: ['acme.com'] });

/** A rule test in YAML, without the lines that all have. */
export function ruleTest(yaml: string): RuleTest {
  const given = parse(yaml) as object;
  return RuleTest.parse({
    name: 'a test',
    start: '2016-11-22T16:00+01:00',
    brand: 'acme',
    expect: [],
    ...given,
  });
}

/** Plays it to a rule of five mentions in ten minutes, or to others, and gives what came and what was not met. */
export async function play(yaml: string, rules = [rule()]) {
  const test = ruleTest(yaml);
  const run = await runRuleTest(test, {
    rules,
    detectors,
    brands: [acme],
    route: Route.parse({
      receiver: 'desk',
      routes: [{ receiver: 'duty', matchers: ['severity>=critical'] }],
    }),
    receivers: [
      { name: 'desk', notifiers: ['slack'] },
      { name: 'duty', notifiers: ['slack', 'mail'] },
    ],
    timezone: 'Europe/Paris',
    consoleUrl: 'http://127.0.0.1:8780',
    log: pino({ level: 'silent' }),
  });
  return { run, shortfalls: judgeRun(test, run) };
}
