import { distance } from 'fastest-levenshtein';
import { parse } from 'tldts';
import { skeleton } from './skeleton';

/** How a host imitates an official domain, in words that a spokesman can read out. */
export type LookAlike = {
  readonly host: string;
  readonly official: string;
  readonly trick: 'other-suffix' | 'subdomain' | 'look-alike-letters' | 'hyphen' | 'added-word' | 'typo';
  readonly explanation: string;
};

type Official = { readonly domain: string; readonly label: string; readonly skeleton: string };

/** Words that imitators add to a name. Ordinary words are not here: `bahnhof.de` imitates nobody. */
const ADDED_WORDS = new Set(
  `group groupe gruppe gruppo grupo holding corp corporate company inc ltd plc official officiel oficial offiziell
  ufficiale press presse prensa stampa media medias newsroom news actu actus communique communiques release releases
  investor investors investisseurs finance finances financial bourse bank banque shares stock ir rh hr jobs careers
  recrutement karriere support help helpdesk service services client clients customer kunden contact login signin secure
  security account accounts mon my portal verify verification update pay payment billing invoice refund promo offer
  offers shop store boutique online web site app mobile mail email team global international europe france paris uk usa
  us eu de fr es it en asia world intranet extranet crypto coin token airdrop giveaway alert alerts info`.split(
    /\s+/,
  ),
);

const KEY_ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn'];

/**
 * Makes a check of hosts against the domains that a brand owns. It never flags those domains or what lies under
 * them. Its answers for the last 5,000 hosts are kept: the same few hosts come all the time.
 */
export function createLookAlikeCheck(
  officialDomains: readonly string[],
): (host: string) => LookAlike | undefined {
  const officials = officialDomains.map(officialOf).filter(({ label }) => label.length >= 3);
  const answers = new Map<string, LookAlike | undefined>();
  return (host) => {
    if (answers.has(host)) return answers.get(host);
    const answer = compareHost(host, officials, officialDomains);
    if (answers.size >= 5_000) answers.clear();
    // A copy: the host is a piece of a text, which V8 would keep alive with it.
    answers.set(` ${host}`.slice(1), answer && { ...answer, host: ` ${host}`.slice(1) });
    return answer;
  };
}

function officialOf(domain: string): Official {
  const label = parse(domain).domainWithoutSuffix ?? domain.split('.')[0] ?? domain;
  return { domain, label, skeleton: skeleton(label) };
}

function compareHost(
  host: string,
  officials: readonly Official[],
  owned: readonly string[],
): LookAlike | undefined {
  if (owned.some((domain) => host === domain || host.endsWith(`.${domain}`))) return undefined;
  const { domain, domainWithoutSuffix: label, subdomain } = parse(host);
  if (!domain || !label || owned.includes(domain)) return undefined;
  for (const official of officials) {
    const found = trickOf(label, official) ?? subdomainTrick(subdomain ?? '', official);
    if (found) return { host, official: official.domain, ...found };
  }
  return undefined;
}

type Found = Pick<LookAlike, 'trick' | 'explanation'>;

function trickOf(label: string, official: Official): Found | undefined {
  const { domain } = official;
  if (label === official.label)
    return { trick: 'other-suffix', explanation: `has the name of ${domain} under another suffix` };
  const added = addedWord(label, official);
  if (added) return { trick: 'added-word', explanation: `is the name of ${domain} with “${added}” added` };
  if (label.replaceAll('-', '') === official.label.replaceAll('-', ''))
    return { trick: 'hyphen', explanation: `is the name of ${domain} with a hyphen moved` };
  if (skeleton(label) === official.skeleton)
    return {
      trick: 'look-alike-letters',
      explanation: `is written to look like ${domain} with other letters`,
    };
  const words = label.split('-').map(skeleton);
  if (words.length > 1 && label.length > official.label.length && words.includes(official.skeleton))
    if (label.split('-').some((word) => ADDED_WORDS.has(word)))
      return {
        trick: 'look-alike-letters',
        explanation: `is written to look like ${domain} with a word added`,
      };
  if (isTypo(label, official.label))
    return { trick: 'typo', explanation: `is one slip of the finger away from ${domain}` };
  return undefined;
}

function addedWord(label: string, official: Official): string | undefined {
  if (official.label.length < 4) return undefined;
  const rest = label.startsWith(official.label)
    ? label.slice(official.label.length)
    : label.endsWith(official.label)
      ? label.slice(0, -official.label.length)
      : '';
  const words = rest.split('-').filter((word) => word !== '');
  const isAdded = (word: string) => ADDED_WORDS.has(word) || /^\d{1,4}$/.test(word);
  // After a hyphen one telling word is enough ("vinci-press-office"), joined on nothing else may stand there.
  const hyphenated = rest.startsWith('-') || rest.endsWith('-');
  const telling = hyphenated ? words.some(isAdded) : words.length > 0 && words.every(isAdded);
  return telling ? words.join('-') : undefined;
}

/** `vinci.com.evil.net`, `vinci-com.evil.net`: the official domain as a mere prefix of another's. */
function subdomainTrick(subdomain: string, { domain, label }: Official): Found | undefined {
  if (subdomain === '' || label.length < 4) return undefined;
  const dotted = `.${subdomain}.`;
  return dotted.includes(`.${domain}.`) || dotted.includes(`.${domain.replaceAll('.', '-')}.`)
    ? { trick: 'subdomain', explanation: `only begins like ${domain}; it belongs to somebody else` }
    : undefined;
}

/** One slip: two letters swapped, one doubled or dropped twin, a neighbouring key; any one edit in long names. */
function isTypo(label: string, official: string): boolean {
  if (official.length < 5 || Math.abs(label.length - official.length) > 1 || label[0] === '-') return false;
  if (isSwap(label, official)) return true;
  if (distance(label, official) !== 1) return false;
  if (official.length >= 8) return true;
  if (label.length !== official.length) return squeeze(label) === squeeze(official);
  const at = [...label].findIndex((letter, index) => letter !== official[index]);
  return official.length >= 6 ? areNeighbours(label[at]!, official[at]!) : false;
}

function isSwap(label: string, official: string): boolean {
  if (label.length !== official.length) return false;
  const at = [...label].findIndex((letter, index) => letter !== official[index]);
  return (
    label[at] === official[at + 1] &&
    label[at + 1] === official[at] &&
    label.slice(at + 2) === official.slice(at + 2)
  );
}

const squeeze = (text: string) => text.replace(/(.)\1+/g, '$1');

function areNeighbours(left: string, right: string): boolean {
  return KEY_ROWS.some((row) => {
    const [at, other] = [row.indexOf(left), row.indexOf(right)];
    return at >= 0 && other >= 0 && Math.abs(at - other) === 1;
  });
}
