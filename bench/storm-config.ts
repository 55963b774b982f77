/** The brands that synthetic mentions are about. */
export const BRANDS = ['Acme', 'Globex', 'Initech', 'Umbrella', 'Hooli'] as const;

/** A configuration for a storm over five brands: one spike rule each, pages to the terminal. */
export function stormConfig({
  sources,
  adapters = '',
}: {
  /** YAML of each source. */
  readonly sources: readonly string[];
  /** YAML of `bus` and `store`; default: the embedded ones. */
  readonly adapters?: string;
}): Record<string, string> {
  const ids = BRANDS.map((name) => name.toLowerCase());
  const rule = (id: string) =>
    `  - { name: ${id}-storm, type: spike, filter: ['brand="${id}"'], timeframe: 10m, spike_height: 3, threshold_cur: 500, threshold_ref: 10, severity: critical }\n`;
  return {
    'vigie.yaml': `
${adapters}
console: { listen: { port: 0 } }
log: { level: error }
sources: [${sources.join(', ')}]
notifiers: [{ name: terminal, kind: console }]
receivers: [{ name: team, notifiers: [terminal] }]
route: { receiver: team }
`,
    ...Object.fromEntries(
      BRANDS.map((name, at) => [
        `brands/${ids[at]}.yaml`,
        `id: ${ids[at]}\nname: ${name}\nnames: [${name}]\n`,
      ]),
    ),
    'rules/storms.yaml': `version: 1\nrules:\n${ids.map(rule).join('')}`,
  };
}
