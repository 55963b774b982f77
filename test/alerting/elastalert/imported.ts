import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectors } from '#alerting/detectors/index';
import { importElastalert } from '#alerting/elastalert/import-elastalert';
import { consoleNotifier } from '#alerting/notifiers/console';
import type { Rule } from '#alerting/rule';
import { createRuleCheck } from '#config/check-rule';
import { loadConfig } from '#config/load-config';
import type { Plugins } from '#config/plugins';
import { formatProblem } from '#config/problem';
import { packageRoot } from '#ingest/thread';

const FIXTURES = join(packageRoot(), 'test/fixtures/elastalert');
/** What rules need; loading all collectors and enrichers would take longer than all these tests. */
const plugins: Plugins = { collectors: [], enrichers: [], detectors, notifiers: [consoleNotifier] };
const check = createRuleCheck(plugins);

/** The fixtures' names, without `.yaml`. */
export const fixtureNames = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace('.yaml', ''));

export function importFixture(name: string) {
  const file = `${name}.yaml`;
  return importElastalert([{ file, text: readFileSync(join(FIXTURES, file), 'utf8') }], check);
}

/** Imports a text as if it stood in `old.yaml`. */
export function importText(text: string) {
  return importElastalert([{ file: 'old.yaml', text }], check);
}

/** The rules as a whole configuration has them that holds nothing else; fails on whatever `vigie check` would tell. */
export async function loadRules(folder: string, yaml: string): Promise<readonly Rule[]> {
  mkdirSync(join(folder, 'rules'), { recursive: true });
  mkdirSync(join(folder, 'brands'), { recursive: true });
  writeFileSync(
    join(folder, 'vigie.yaml'),
    'notifiers: [{ name: screen, kind: console }]\nreceivers: [{ name: team, notifiers: [screen] }]\nroute: { receiver: team }\n',
  );
  writeFileSync(
    join(folder, 'brands/acme.yaml'),
    'id: acme\nname: Acme\nnames: [Acme]\nofficialDomains: [acme.com]\n',
  );
  writeFileSync(join(folder, 'rules/imported.yaml'), yaml);
  const { config, problems } = await loadConfig({ folder, env: {}, plugins });
  expect(problems.map(formatProblem)).toEqual([]);
  return config?.rules ?? [];
}
