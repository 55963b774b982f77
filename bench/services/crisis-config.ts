/** Slack takes a message a second for each webhook: so many brands, each with one of its own, take so many pages a second. */
export const WATCHED = Array.from('ABCDEFGHIJKLMNOPQRST', (letter) => `Zenith${letter}`);

const idOf = (brand: string) => brand.toLowerCase();

/** A configuration in which each author who speaks of a recall raises an incident and a page of its own. */
export function crisisConfig({
  slackUrl,
  adapters = '',
  sources = '',
}: {
  readonly slackUrl: string;
  /** YAML of `bus` and `store`; default: the embedded ones. */
  readonly adapters?: string;
  /** YAML of the sources; default: none. */
  readonly sources?: string;
}): Record<string, string> {
  const forEach = (line: (id: string) => string) => WATCHED.map((brand) => line(idOf(brand))).join('');
  return {
    'vigie.yaml': `
${adapters}
console: { listen: { port: 0 } }
log: { level: error }
sources: [${sources}]
notifiers:
${forEach((id) => `  - { name: ${id}, kind: slack, webhookUrl: "\${file:slack-url}/services/${id}" }\n`)}
receivers:
${forEach((id) => `  - { name: ${id}, notifiers: [${id}] }\n`)}
route:
  receiver: ${idOf(WATCHED[0] ?? '')}
  routes:
${forEach((id) => `    - { receiver: ${id}, matchers: ['brand="${id}"'] }\n`)}
`,
    // A configuration holds no secrets, and such an address is one.
    'slack-url': slackUrl,
    ...Object.fromEntries(
      WATCHED.map((brand) => [
        `brands/${idOf(brand)}.yaml`,
        `id: ${idOf(brand)}\nname: ${brand}\nnames: [${brand}]\n`,
      ]),
    ),
    'rules/recall.yaml': `version: 1
rules:
  - { name: recall, type: frequency, filter: ['text:"recall"'], query_key: [author], dedup_key: [group], timeframe: 10m, num_events: 1, severity: critical }
`,
  };
}
