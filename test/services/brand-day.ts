import { join } from 'node:path';
import { type Bus, TOPICS } from '#ingest/bus/bus';
import { type Mention, mentionId } from '#ingest/mention';
import { writeConfig } from '../real-process';

/** Brands with plain names and one rule for all: five mentions within ten minutes page. Gives the folder. */
export function configureBrands(options: {
  readonly folder: string;
  readonly adapters: string;
  readonly hook: string;
  readonly brands: readonly string[];
  /** Address that gets what operators are told; default: nobody is told. */
  readonly operators?: string;
  /** A matcher that the rule counts by; default: every mention. */
  readonly filter?: string;
  /** More lines of `vigie.yaml`. */
  readonly more?: string;
}): string {
  const { folder, adapters, hook, brands, operators, filter, more = '' } = options;
  return writeConfig(join(folder, 'config'), {
    'vigie.yaml': `
${adapters}
console: { listen: { port: 0 } }
log: { level: warn }
notifiers:
  - { name: hook, kind: webhook, url: "${hook}", allowPrivateNetwork: true }
  - { name: operators-hook, kind: webhook, url: "${operators ?? hook}", allowPrivateNetwork: true }
receivers:
  - { name: team, notifiers: [hook] }
  - { name: operators, notifiers: [operators-hook] }
route: { receiver: team }
${operators ? 'operators: { receiver: operators, after: 5s }' : ''}
${more}
`,
    ...Object.fromEntries(
      brands.map((name) => [
        `brands/${name.toLowerCase()}.yaml`,
        `id: ${name.toLowerCase()}\nname: ${name}\nnames: [${name}]\n`,
      ]),
    ),
    'rules/many.yaml': `version: 1
rules:
  - name: many
    type: frequency
    filter: [${filter ? `'${filter}'` : ''}]
    timeframe: 10m
    num_events: 5
    severity: critical
`,
  });
}

/** Names that no word of any language is, `count` of them. */
export function brandNames(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String.fromCharCode(97 + index)}lox`);
}

/** A mention of now about a brand; `number` tells those of one brand apart. */
export function mentionOf(brand: string, number: number, at = Date.now()): Mention {
  const time = new Date(at).toISOString();
  return {
    id: mentionId('test', `${brand}-${number}`),
    source: 'test',
    channel: 'social',
    url: `https://social.example/${brand}/${number}`,
    text: `${brand} did something worth telling, says witness number ${number}`,
    author: { id: `${brand}-${number}`, handle: `${brand}-${number}` },
    publishedAt: time,
    collectedAt: time,
  };
}

export function publishMentions(bus: Pick<Bus, 'publish'>, mentions: readonly Mention[]): Promise<void> {
  return bus.publish(
    TOPICS.mentions,
    mentions.map((mention) => ({ key: mention.id, value: JSON.stringify(mention) })),
  );
}
