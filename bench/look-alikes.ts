import { execFileSync } from 'node:child_process';
import { parse } from 'tldts';
import { createLookAlikeIndex } from '#enrich/look-alike-index';
import { ordinaryHosts, readWords } from './ordinary-hosts';
import { formatRow } from './row';

const SEEDS = ['vinci.com', 'axa.fr', 'societegenerale.com', 'bnpparibas.com', 'orange.fr'];

/** Combinations from real hoaxes, and whom they meant. */
const COMBINATIONS = [
  ['vinci.group', 'vinci.com'],
  ['vinci-group.com', 'vinci.com'],
  ['bloomberg.market', 'bloomberg.com'],
  ['blackrock-esg.com', 'blackrock.com'],
  ['anzcorporate.com', 'anz.com'],
  ['dowethics.com', 'dow.com'],
  ['walmart-corp.com', 'walmart.com'],
] as const;

/** Twenty brands at once; half of their names are words or nearly so. */
const BRANDS = [
  'vinci.com axa.fr,axa.com societegenerale.com,societegenerale.fr bnpparibas.com orange.fr,orange.com apple.com',
  'shell.com totalenergies.com,total.com ing.com,ing.de fiat.com,fiat.it gap.com visa.com renault.com,renault.fr',
  'danone.com allianz.com,allianz.de santander.com,santander.es bloomberg.com walmart.com carrefour.fr',
  'lufthansa.com,lufthansa.de',
].flatMap((line) =>
  line.split(' ').map((domains) => {
    const officialDomains = domains.split(',');
    return { id: officialDomains[0]!, officialDomains };
  }),
);

const HOSTS = 100_000;
const ROUNDS = 5;

/** What a domain-permutation engine makes of a domain, the domain itself left out. */
function permutationsOf(domain: string): string[] {
  try {
    const lines = execFileSync('dnstwist', ['-f', 'list', domain], { encoding: 'utf8' }).split('\n');
    return lines.filter((line) => line !== '' && line !== domain);
  } catch (cause) {
    throw new Error('dnstwist does not run: install it (Debian: apt-get install dnstwist)', { cause });
  }
}

function measureRecall(): void {
  console.log('Recall, each domain watched alone (target: 95 % of what dnstwist makes)');
  for (const seed of SEEDS) {
    const find = createLookAlikeIndex([{ id: seed, officialDomains: [seed] }]);
    const made = permutationsOf(seed);
    const found = made.filter((host) => find(host).length > 0).length;
    const note = `${found} of ${made.length}`;
    console.log(formatRow({ name: `  ${seed}`, value: (found / made.length) * 100, unit: '%', note }));
  }
  const missed = COMBINATIONS.filter(
    ([host, official]) =>
      createLookAlikeIndex([{ id: official, officialDomains: [official] }])(host).length === 0,
  );
  const found = COMBINATIONS.length - missed.length;
  console.log(
    formatRow({ name: '  combinations from real hoaxes', value: found, unit: `of ${COMBINATIONS.length}` }),
  );
}

function measureFalseHits(hosts: readonly string[]): void {
  const find = createLookAlikeIndex(BRANDS);
  const hits = hosts.flatMap((host) => find(host));
  console.log(
    `\nFalse hits, ${hosts.length} hosts of ordinary words x ${BRANDS.length} brands (target: at most 1)`,
  );
  console.log('  a host that holds the very name of a brand is left out: it is a hit by design');
  console.log(formatRow({ name: '  false hits', value: hits.length, unit: '' }));
  for (const { brand, lookAlike } of hits) console.log(`    ${lookAlike.host} ${lookAlike.trick} ${brand}`);
}

/** The best of some rounds, in hosts a second. */
function ratePerSecond(hosts: readonly string[], judge: (host: string) => unknown): number {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    for (const host of hosts) judge(host);
    best = Math.max(best, (hosts.length / (performance.now() - startedAt)) * 1_000);
  }
  return best;
}

function measureRate(hosts: readonly string[]): void {
  const startedAt = performance.now();
  const find = createLookAlikeIndex(BRANDS);
  const madeInMs = performance.now() - startedAt;
  const options = { allowPrivateDomains: true };
  const parsing = ratePerSecond(hosts, (host) => parse(host, options));
  const rate = ratePerSecond(hosts, find);
  console.log(`\nRate on one core, ${BRANDS.length} brands at once (target: 50,000 hosts/s)`);
  console.log(formatRow({ name: '  index made in', value: madeInMs, unit: 'ms' }));
  console.log(formatRow({ name: '  looked up', value: rate, unit: 'hosts/s' }));
  console.log(
    formatRow({ name: '  parted by the public-suffix list alone', value: parsing, unit: 'hosts/s' }),
  );
  console.log(
    formatRow({ name: '  a look-up costs as much as so many partings', value: parsing / rate, unit: '' }),
  );
}

try {
  const at = process.argv.indexOf('--dict');
  const words = readWords(at < 0 ? '/usr/share/dict' : (process.argv[at + 1] ?? ''));
  const names = new Set(
    BRANDS.flatMap(({ officialDomains }) =>
      officialDomains.map((domain) => parse(domain).domainWithoutSuffix ?? domain),
    ),
  );
  const hosts = ordinaryHosts(words, names, HOSTS);
  measureRecall();
  measureFalseHits(hosts);
  measureRate(hosts);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
