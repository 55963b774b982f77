import { daysOld } from './account-origin';
import { leadingName } from './leading-name';
import type { Origin } from './origin-signal';
import type { Pose } from './pose';
import { quote, type ReleaseText } from './release-text';
import { CLAIM_GROUPS } from './release-words';

const SHORT = 280;
const HEAD = 400;

/** A report of a release: an agency's flash, "according to a statement", "dit avoir reçu". */
export function reportOf(release: ReleaseText, origin: Origin): Pose | undefined {
  const { words, names, mention, plain } = release;
  const pointsAside = origin.kind === 'person' && origin.signals.some(({ weight }) => weight >= 2);
  if ((names.length === 0 && !pointsAside) || !words.some(CLAIM_GROUPS)) return undefined;
  const told = words.of('attribution')[0];
  const flash = flashStyle(release) ?? shortNews(release) ?? wireText(release);
  if (!told && !flash && !pointsAside) return undefined;
  const isTalk = mention.channel === 'social' || mention.channel === 'forum';
  if (isTalk && !flash && !pointsAside) return undefined;
  const evidence = told ? quote(release, told) : `${flash ?? 'passed on'}: “${plain.slice(0, 80)}”`;
  return {
    role: 'report',
    speaks: false,
    signals: [
      { name: 'pose', weight: 0, evidence, explanation: 'It tells of a release; it is none itself.' },
    ],
  };
}

/** A short piece whose headline the brand leads: what agencies send within minutes. */
function shortNews({ mention, plain, names, titleEnd }: ReleaseText): string | undefined {
  if (mention.channel !== 'news' && mention.channel !== 'newswire') return undefined;
  return plain.length <= 900 && names.some(({ start }) => start < Math.max(titleEnd, 60))
    ? 'a short report'
    : undefined;
}

/** A release of somebody else, passed on by a wire or mailed, that speaks of the brand at its head. */
function wireText({ mention, names, titleEnd, words }: ReleaseText): string | undefined {
  const isHead = names.some(({ start }) => start < Math.max(titleEnd + HEAD, 60));
  const isMail = mention.channel === 'e-mail' && words.has('label');
  return (mention.channel === 'newswire' || isMail) && isHead ? 'a release of others' : undefined;
}

/** "BREAKING: …", "VINCI SAYS TO REVISE ACCOUNTS", a line of an agency; undefined where it is none. */
function flashStyle(release: ReleaseText): string | undefined {
  const { words, mention, plain, names, titleEnd } = release;
  if (plain.length > 2 * SHORT) return undefined;
  if (mention.channel === 'newswire' && plain.length <= SHORT) return 'an agency’s flash';
  if (words.of('flash').some(({ start }) => start <= 40)) return 'a flash';
  if (isInCapitals(plain)) return 'in capitals';
  if (mention.channel === 'social' && /\$[A-Z]{1,5}\b/.test(plain) && names.length > 0)
    return 'a trader’s flash';
  if (mention.channel === 'social') {
    if (daysOld(mention) !== undefined && words.has('giveaway')) return 'an offer by a new account';
    const lead = leadingName(release);
    if (lead && lead.start <= 12) return 'told as a fact';
  }
  const leads = names.some(({ start }) => start <= titleEnd + 30);
  return leads &&
    /^[^\n]{0,60}(:| - | – )/.test(plain) &&
    (mention.channel === 'social' || mention.channel === 'newswire')
    ? 'in the form of a flash'
    : undefined;
}

/** More than two thirds of the plain Latin letters, of which there must be some. */
function isInCapitals(plain: string): boolean {
  let capitals = 0;
  let letters = 0;
  for (let index = 0; index < plain.length; index++) {
    const unit = plain.charCodeAt(index);
    const isCapital = unit >= 65 && unit <= 90;
    if (isCapital) capitals++;
    if (isCapital || (unit >= 97 && unit <= 122)) letters++;
  }
  return letters >= 20 && capitals / letters > 0.7;
}
