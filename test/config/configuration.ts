import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { detectors } from '#alerting/detectors/index';
import { defineNotifier } from '#alerting/notifier';
import { Secret } from '#config/fields/secret';
import { loadConfig } from '#config/load-config';
import type { Plugins } from '#config/plugins';
import { formatProblem } from '#config/problem';
import { enrichers } from '#enrich/enrichers/index';
import { collectors } from '#ingest/collectors/index';

const silent = () => ({
  destinations: ['here'],
  paceMs: 0,
  send: async () => ({ ok: true as const }),
  check: async () => {},
});

const bell = defineNotifier({
  kind: 'bell',
  summary: 'Rings.',
  options: z.strictObject({
    volume: z.number().int().min(1).max(11).default(5).describe('how loud'),
    tone: z.enum(['high', 'low']).default('low').describe('which tone'),
  }),
  example: 'kind: bell',
  create: silent,
});

const pager = defineNotifier({
  kind: 'pager',
  summary: 'Pages.',
  options: z
    .strictObject({
      token: Secret.describe('key of the account'),
      from: z.string().optional().describe('first hour'),
      until: z.string().optional().describe('last hour'),
    })
    .refine(({ from, until }) => (from === undefined) === (until === undefined), {
      path: ['until'],
      message: 'from and until go together',
    }),
  example: `kind: pager\ntoken: \${PAGER_TOKEN}`,
  create: silent,
});

export const testPlugins: Plugins = {
  collectors,
  enrichers,
  detectors,
  notifiers: [bell, pager] as unknown as Plugins['notifiers'],
};

/** A sound configuration; tests break one place of it. */
export const SOUND: Readonly<Record<string, string>> = {
  'vigie.yaml': `timezone: Europe/Paris
sources:
  - name: feed
    kind: rss
    url: https://example.com/feed.xml
    every: 10m
  - name: partner
    kind: webhook
    port: 8790
    secret: \${PARTNER_SECRET}
notifiers:
  - name: desk
    kind: bell
  - name: duty
    kind: pager
    enabled: false
    token: \${PAGER_TOKEN}
receivers:
  - name: crisis-team
    notifiers: [desk, duty]
route:
  receiver: crisis-team
  routes:
    - receiver: crisis-team
      matchers: ['severity>=error']
`,
  'brands/acme.yaml': `id: acme
name: Acme
names: [Acme, { text: ACM, caseSensitive: true }]
officialDomains: [acme.com]
newsroom: https://acme.com/feed.xml
feeds: [https://www.example.org/a.xml, https://example.org/b.xml]
`,
  'rules/acme.yaml': `version: 1
rules:
  - name: acme-storm
    type: spike
    filter:
      - brand="acme"
      - 'sentiment<=-0.4'
    timeframe: 10m
    spike_height: 3
    threshold_cur: 20
    threshold_ref: 5
  - name: acme-tone
    type: percentage_match
    match: ['sentiment="negative"']
    timeframe: 30m
    max_percentage: 40
    min_denominator: 40
`,
  'calendar.yaml': `version: 1
moments:
  - name: results day
    brands: [acme]
    from: 2016-02-05 07:00
    to: 2016-02-05 20:00
    expect: 3
  - name: match
    brands: all
    every: saturday 15:00-17:30
    timezone: Europe/London
    expect: 1.5
`,
};

export const SOUND_ENV = { PARTNER_SECRET: 'key' };

/** Writes files into `<folder>/config` and loads them; problems come back as text. */
export async function loadFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string | undefined>> = SOUND_ENV,
) {
  const root = join(folder, 'config');
  for (const below of ['brands', 'rules']) mkdirSync(join(root, below), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const { config, problems } = await loadConfig({ folder: root, env, plugins: testPlugins });
  return { config, problems: problems.map(formatProblem) };
}

/** The sound configuration with one text replaced. Throws when the text is not there exactly once. */
export function breakFile(file: string, from: string, to: string): Record<string, string> {
  const text = SOUND[file] ?? '';
  if (text.split(from).length !== 2) throw new Error(`${file} holds "${from}" not exactly once`);
  return { ...SOUND, [file]: text.replace(from, () => to) };
}
