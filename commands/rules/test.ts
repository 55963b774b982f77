import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Shortfall } from '#alerting/rule-tests/describe-shortfall';
import type { PlacedRuleTest } from '#alerting/rule-tests/rule-test';
import type { Config } from '#config/config';
import { requireConfig } from '../configuration';
import type { AddCommand } from '../index';
import type { Terminal } from '../terminal';

type TestOptions = { readonly explain?: boolean; readonly only?: string };

/** `vigie rules test`: the stories in `tests:` beside the rules and in `*.test.yaml`, played to the real rules. */
export const addTest: AddCommand = (rules, terminal) => {
  rules
    .command('test')
    .argument('[files...]', 'files of rules or of tests; all of the configuration when none is named')
    .description(
      'play the tests that stand beside the rules, and tell what was expected and what came (exit 1)',
    )
    .option('--explain', 'tell every test minute by minute: what came, what each rule counted, what it found')
    .option('--only <words>', 'only tests with these words in their name')
    .addHelpText(
      'after',
      '\nExample:\n  vigie rules test\n  vigie rules test config/rules/vinci.yaml --only storm --explain',
    )
    .action(async (files: readonly string[], options: TestOptions, command: Command) => {
      const config = await requireConfig(command, terminal, { withoutSecrets: true });
      const tests = chooseTests(config, files, options);
      const failed = await runTests(tests, config, options, terminal);
      terminal.line(`${tests.length} test(s): ${tests.length - failed} passed, ${failed} failed`);
      if (failed > 0) process.exitCode = 1;
    });
};

function chooseTests(
  config: Config,
  files: readonly string[],
  { only }: TestOptions,
): readonly PlacedRuleTest[] {
  const pathOf = ({ origin }: PlacedRuleTest) => resolve(config.folder, origin.file);
  const wanted = files.map((file) => {
    const path = resolve(file);
    if (config.ruleTests.some((placed) => pathOf(placed) === path)) return path;
    const known = [...new Set(config.ruleTests.map(pathOf))].map((one) => relative(process.cwd(), one));
    throw new Error(
      `${file} holds no rule tests of this configuration; there are in: ${known.join(', ') || 'none'}`,
    );
  });
  const chosen = config.ruleTests.filter(
    (placed) =>
      (wanted.length === 0 || wanted.includes(pathOf(placed))) &&
      (only === undefined || placed.test.name.toLowerCase().includes(only.toLowerCase())),
  );
  if (chosen.length === 0 && only !== undefined) throw new Error(`no rule test has "${only}" in its name`);
  return chosen;
}

/** Runs them one after the other and tells of each; resolves to how many failed. */
async function runTests(
  tests: readonly PlacedRuleTest[],
  config: Config,
  { explain = false }: TestOptions,
  terminal: Terminal,
): Promise<number> {
  const { runRuleTest, rulesIn } = await import('#alerting/rule-tests/run-rule-test');
  const { judgeRun } = await import('#alerting/rule-tests/judge-run');
  const { describeCourse } = await import('#alerting/rule-tests/describe-course');
  const { compileRules } = await import('#alerting/compile-rules');
  const { plugins } = await import('#config/plugins');
  const {
    route,
    receivers,
    timezone,
    console: { publicUrl, listen },
  } = config.settings;
  const { rules, brands, moments } = config;
  const log = terminal.log('error');
  const consoleUrl = publicUrl ?? `http://${listen.host}:${listen.port}`;
  const surroundings = { rules, brands, moments, route, receivers, timezone, consoleUrl, log };
  let failed = 0;
  for (const { test, origin } of tests) {
    const run = await runRuleTest(test, { ...surroundings, detectors: plugins.detectors });
    const shortfalls = judgeRun(test, run);
    if (shortfalls.length > 0) failed += 1;
    terminal.line(
      `${shortfalls.length === 0 ? 'ok  ' : 'FAIL'}  ${origin.file}:${origin.line}  ${test.name}`,
    );
    for (const shortfall of shortfalls)
      for (const line of shortfallLines(shortfall)) terminal.line(`      ${line}`);
    if (!explain) continue;
    const compiled = compileRules(rulesIn(test, rules), plugins.detectors);
    for (const line of describeCourse(run, compiled)) terminal.line(`      ${line}`);
  }
  return failed;
}

function shortfallLines({ expectation, expected, got }: Shortfall): readonly string[] {
  const label = expectation === undefined ? 'expected' : `expect[${expectation}]`;
  const [first = '', ...more] = got.split('\n');
  return [
    `${label.padEnd(10)} ${expected}`,
    `${'got'.padEnd(10)} ${first}`,
    ...more.map((line) => `${''.padEnd(10)} ${line}`),
  ];
}
