import type { z } from 'zod';
import { DeclaredMoment } from '#alerting/declared-moment';
import { RuleBase } from '#alerting/rule';
import { Expectation } from '#alerting/rule-tests/expectation';
import { RuleTest } from '#alerting/rule-tests/rule-test';
import { Stretch } from '#alerting/rule-tests/stretch';
import { formatDuration } from './fields/duration';
import type { Plugin } from './fields/plugin';
import type { Plugins } from './plugins';
import { fieldMeta, unwrap } from './schema-walk';

type Schema = z.core.$ZodType;

/** Every kind of source, enricher, rule and notifier with its options, as one Markdown page. */
export function referencePage(plugins: Plugins): string {
  const { collectors, enrichers, detectors, notifiers } = plugins;
  const sections = [
    section('Sources', 'Entries of `sources` in `config/vigie.yaml`.', collectors),
    section(
      'Enrichers',
      'In running order; options stand in `config/vigie.yaml` under `enrichers`.',
      enrichers,
    ),
    section('Rule types', 'Entries of `rules` in `config/rules/*.yaml`.', detectors, optionsTable(RuleBase)),
    ruleTestsSection(),
    section('Notifiers', 'Entries of `notifiers` in `config/vigie.yaml`.', notifiers),
    `## Declared moments\n\nEntries of \`moments\` in \`config/calendar.yaml\`.\n\n${optionsTable(DeclaredMoment)}`,
  ];
  const head =
    '# Reference\n\nMade from the code by `npm run schemas`; do not edit. Durations are `90s`, `10m`, `2h`, `7d`.\n';
  return [head, ...sections].join('\n');
}

function section(title: string, about: string, plugins: readonly Plugin[], shared?: string): string {
  const intro = shared ? `${about} Options that all of them share:\n\n${shared}` : `${about}\n`;
  return [`## ${title}\n\n${intro}`, ...plugins.map(describePlugin)].join('\n');
}

function ruleTestsSection(): string {
  const tables = [
    ['', RuleTest],
    ['An entry of `input`:', Stretch],
    ['Its `press_release`:', Stretch.shape.press_release.unwrap()],
    ['An entry of `expect`:', Expectation],
    ['Its `page`:', Expectation.shape.page.unwrap()],
  ] as const;
  const about =
    'Entries of `tests` in `config/rules/*.yaml` and `config/rules/*.test.yaml`; `vigie rules test` plays them.';
  const told = tables.map(([title, schema]) =>
    title === '' ? optionsTable(schema) : `${title}\n\n${optionsTable(schema)}`,
  );
  return [`## Rule tests\n\n${about}\n`, ...told].join('\n');
}

function describePlugin({ kind, summary, options, example }: Plugin): string {
  const table = Object.keys(options.shape).length > 0 ? optionsTable(options) : 'No options.\n';
  return `### ${kind}\n\n${summary}\n\n${table}\n\`\`\`yaml\n${example.trim()}\n\`\`\`\n`;
}

/** One row an option: name, value, default, description. */
export function optionsTable(options: z.ZodObject): string {
  const rows = Object.entries(options.shape).map(([name, schema]) => {
    const meta = fieldMeta(schema);
    const cells = [`\`${name}\``, kindOfValue(schema), defaultOf(schema), String(meta.description ?? '')];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  });
  return ['| option | value | default | meaning |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

function kindOfValue(schema: Schema): string {
  const meta = fieldMeta(schema);
  if (meta.duration === true) return 'duration';
  if (meta.secret === true) return 'secret';
  if (meta.filePath === true) return 'path';
  const { def } = (unwrap(schema) as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
      return 'text';
    case 'enum':
      return Object.values(def.entries).join(', ');
    case 'literal':
      return def.values.join(', ');
    case 'array':
      return `list of ${kindOfValue(def.element)}`;
    case 'union':
      return [...new Set(def.options.map(kindOfValue))].join(' or ');
    case 'object':
      return 'map';
    default:
      return def.type;
  }
}

function defaultOf(schema: Schema): string {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'optional') return '';
  if (def.type === 'default' || def.type === 'prefault') {
    const value: unknown = def.defaultValue;
    const text =
      fieldMeta(schema).duration === true && typeof value === 'number' ? formatDuration(value) : value;
    return `\`${typeof text === 'string' ? text : JSON.stringify(text)}\``;
  }
  if (def.type === 'readonly' || def.type === 'pipe')
    return defaultOf(def.type === 'pipe' ? def.in : def.innerType);
  return 'required';
}
