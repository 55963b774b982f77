import type { Signal } from '../brand-mention';
import type { TextSpan } from '../enricher';
import { type Imitation, imitationIn, imitationOrigin } from './imitation';
import { isOfficialAccount } from './official-account';
import { isOwn, type Origin, one, signal } from './origin-signal';
import { quote, type ReleaseText, tidyName } from './release-text';
import { CLAIM_GROUPS, LOUD_GROUPS } from './release-words';

const PERSON: Origin = { kind: 'person', signals: [] };

/** Who speaks on a network: the brand, somebody who looks like it, or a person. */
export function accountOrigin(release: ReleaseText): Origin {
  const { mention, brand, risks, hosts } = release;
  if (isOfficialAccount(brand, mention, hosts))
    return one(
      'official-account',
      -3,
      `@${mention.author?.handle}`,
      'It was posted by an account of the brand.',
    );
  const imitated = risks.find(({ kind }) => kind === 'look-alike-account');
  if (imitated) return one('look-alike-account', 3.5, imitated.evidence, imitated.explanation);
  const pretender = pretenderOrigin(release);
  if (pretender) return pretender;
  // Most people claim nothing; what they point to is of no interest then.
  if (!release.words.some(CLAIM_GROUPS)) return PERSON;
  const imitation = imitationIn(release) ?? namesakeIn(release);
  // People point at a look-alike to warn of it as often as to spread it.
  const pointed = imitation ? imitationOrigin(imitation, spreads(release) ? 2 : 1).signals : [];
  return { kind: 'person', signals: [...pointed, ...youngAuthor(release)] };
}

/** A place that bears the brand's name and that nobody listed: it counts only where grave claims are passed on from it. */
function namesakeIn(release: ReleaseText): Imitation | undefined {
  const { hosts, brand } = release;
  if (!spreads(release)) return undefined;
  const named = hosts.find(({ host }) => !isOwn(brand.officialDomains, host) && release.bearsName(host));
  if (!named) return undefined;
  const explanation = 'bears the name of the brand and is none of its domains';
  return { from: 'text', found: { host: named.host, explanation } };
}

/** Who passes on what stands there, and neither warns nor doubts. */
function spreads({ words, plain }: ReleaseText): boolean {
  const isDoubted = words.has('fake') || words.has('warning') || words.has('doubt') || words.has('satire');
  return !isDoubted && !plain.includes('?') && words.some(CLAIM_GROUPS);
}

const YOUNG_MS = 30 * 86_400_000;

/** Age of the author's account when it wrote, in days; undefined from thirty days on and where nobody tells. */
export function daysOld({ author, publishedAt }: ReleaseText['mention']): number | undefined {
  const age = author?.createdAt === undefined ? -1 : Date.parse(publishedAt) - Date.parse(author.createdAt);
  return age >= 0 && age < YOUNG_MS ? Math.round(age / 86_400_000) : undefined;
}

/** Who appeared only now and speaks of a brand at once has often come for that. */
export function youngAuthor({ mention }: ReleaseText): Signal[] {
  const days = daysOld(mention);
  if (days === undefined) return [];
  const { name, handle, id } = mention.author ?? {};
  const who = `${name ?? handle ?? id ?? 'the author'}, ${days} days old`;
  return [signal(0.8, who, `Who wrote it appeared only ${days} days before.`)];
}

/** An account that bears exactly the brand's name and is none of its own; a young one still more. */
function pretenderOrigin(release: ReleaseText): Origin | undefined {
  const { mention, brand, ownNames, words } = release;
  const { author } = mention;
  // Where no account of the brand is known, one that bears its name may be its own; not one of yesterday.
  if (brand.officialAccounts.length === 0 && daysOld(mention) === undefined) return undefined;
  const bearsName = [author?.name, author?.handle].some((name) => name && isOwnName(ownNames, name));
  const days = daysOld(mention);
  const begins = days !== undefined && beginsWithName(brand, author?.name);
  const speaking = speaksAsBrand(release);
  if (speaking)
    return one(
      'look-alike-account',
      2.6,
      quote(release, speaking),
      `${`@${author?.handle ?? author?.id}`} speaks as the brand and is none of its accounts.`,
    );
  const speaksForIt = !bearsName && !begins && words.of('we').length > 0 && containsName(release);
  if (!bearsName && !begins && !speaksForIt) return undefined;
  const who = `@${author?.handle ?? author?.id}`;
  const told = `${who} bears the name of the brand and is none of its accounts`;
  if (days !== undefined)
    return one('look-alike-account', 3.2, `${who}, ${days} days old`, `${told}; it is ${days} days old.`);
  return one('look-alike-account', 2.4, who, `${told}.`);
}

const FIRM = /(andco|company|co|inc|corp|plc|hq|official)$/;

/** The very name, or the name as a firm bears it: "EliLillyandCo". */
function isOwnName(ownNames: ReadonlySet<string>, written: string): boolean {
  const tidy = tidyName(written);
  return ownNames.has(tidy) || (tidy.length > 8 && ownNames.has(tidy.replace(FIRM, '')));
}

const WE_AT = /\b(we at|we here at|all of us at|nous chez|nous, chez|wir bei|wir von|nosotros en|noi di) $/;
const SIGNED = /[—–-] ?$/;

/** "We at Shell …", or signed by the brand: "… — Starbucks Coffee Company". */
function speaksAsBrand({ names, folded, plain }: ReleaseText): TextSpan | undefined {
  return names.find(({ start, end }) => {
    if (WE_AT.test(folded.slice(Math.max(0, start - 20), start))) return true;
    return plain.length - end <= 20 && start > 40 && SIGNED.test(plain.slice(Math.max(0, start - 3), start));
  });
}

/**
 * An account that bears the name among other words and claims something grave in the first person: a support desk, a
 * newsroom, a country's account that nobody listed would not.
 */
function containsName({ mention, ownNames, words }: ReleaseText): boolean {
  if (!words.some(LOUD_GROUPS)) return false;
  const written = [mention.author?.name, mention.author?.handle].map((name) => tidyName(name ?? ''));
  return [...ownNames].some((own) => own.length >= 4 && written.some((name) => name.includes(own)));
}

/** "Shell is Prepared": of an account of yesterday, that is a name put on. */
function beginsWithName({ name, names }: ReleaseText['brand'], written: string | undefined): boolean {
  if (!written) return false;
  const folded = written.toLowerCase();
  return [name, ...names.map(({ text }) => text)].some((known) =>
    folded.startsWith(`${known.toLowerCase()} `),
  );
}
