import type { Signal } from '../brand-mention';
import type { TextSpan } from '../enricher';
import { registrableDomain } from '../host-names';
import { bidForBrand } from './bid-for-brand';
import { datelineIn } from './dateline';
import { agencyDenial, keepsDistance } from './distance';
import { LEAD, leadingName } from './leading-name';
import type { Origin } from './origin-signal';
import { namesBrand, quote, type ReleaseText } from './release-text';
import type { ReleaseWord } from './release-words';
import { reportOf } from './report';

/** What a text does with a release: it poses as one of the brand, tells of one, or denies one. */
export type Pose = {
  readonly role: 'release' | 'report' | 'denial';
  /** The brand itself is made to speak. */
  readonly speaks: boolean;
  readonly signals: readonly Signal[];
};

type Mark = { readonly points: number; readonly evidence: string; readonly bound?: true };

const OWN_ORIGINS = new Set<Origin['kind']>([
  'official-domain',
  'official-account',
  'unproven-mail',
  'look-alike',
  'look-alike-account',
  'spoofed',
]);
/** An agency tells in a line or two; what others pay a wire for is longer. */
const LONGER_THAN_FLASH = 400;
const ENOUGH = 3;
/** A newspaper's text must look like a release itself, not only tell of one. */
const ENOUGH_IN_PRESS = 4.5;

/** Whether the text poses as a release of the brand, or reports one, and by what; undefined where it does neither. */
export function poseOf(release: ReleaseText, origin: Origin): Pose | undefined {
  const own = OWN_ORIGINS.has(origin.kind) || origin.bearsName === true;
  const isMail = release.mention.channel === 'e-mail';
  const isWarning = origin.bearsName && !isMail && (release.words.has('fake') || release.words.has('satire'));
  if ((!own || isWarning || onlyPointsThere(release, origin)) && keepsDistance(release))
    return agencyDenial(release, origin);
  const marks = origin.kind === 'person' ? [] : [...ownMarks(release, origin), ...formMarks(release)];
  if (poses(release, origin, marks)) {
    const role = isDenial(release) ? 'denial' : 'release';
    return { role, speaks: true, signals: [poseSignal(role, marks)] };
  }
  return own ? undefined : reportOf(release, origin);
}

function poses(release: ReleaseText, origin: Origin, marks: readonly Mark[]): boolean {
  const { mention, words } = release;
  if (!marks.some(({ bound }) => bound)) return false;
  const points = marks.reduce((sum, mark) => sum + mark.points, 0);
  if (origin.kind === 'person') return false;
  const isOther =
    isElsewhere(origin) && !origin.bearsName && !namesBrand(release.brand, mention.author?.name);
  if (isOther && speaksForItself(release, origin) && !bidForBrand(release)) return false;
  if (mention.channel === 'social') return OWN_ORIGINS.has(origin.kind) && points >= 2;
  if (origin.kind !== 'press' || (mention.channel !== 'news' && bidForBrand(release)))
    return points >= ENOUGH;
  const hasForm = words.has('label') || words.has('contactBlock') || words.has('boilerplate');
  return hasForm && points >= ENOUGH_IN_PRESS;
}

/** What makes the brand speak: its name leads, its boilerplate, its press office, its address. */
function ownMarks(release: ReleaseText, origin: Origin): Mark[] {
  const { mention, brand, words, names, hosts, lookAlike } = release;
  const marks: Mark[] = [];
  const add = (points: number, evidence: string) => marks.push({ points, evidence, bound: true });
  const lead = leadingName(release);
  if (lead) add(1.5, quote(release, lead));
  const about = words
    .of('about')
    .find(({ end }) => names.some((name) => name.start >= end && name.start - end <= 12));
  if (about) add(1.5, quote(release, { start: about.start, end: about.end + 30 }));
  if (
    mention.channel !== 'social' &&
    (namesBrand(brand, mention.author?.name) || namesBrand(brand, mention.outlet))
  )
    add(isElsewhere(origin) ? 2 : 1, `in the name of “${mention.author?.name ?? mention.outlet}”`);
  if (OWN_ORIGINS.has(origin.kind)) add(2, origin.signals[0]?.evidence ?? origin.kind);
  else if (origin.bearsName) add(2, origin.host ?? origin.kind);
  else if (hosts.some(({ host }) => lookAlike(host))) add(1.5, 'an address that looks like the brand’s');
  if (origin.kind === 'regulated' && names.some(({ start }) => start < LEAD))
    add(3, quote(release, names[0]!));
  if (mention.channel === 'newsroom' && origin.kind === 'official-domain') add(1, 'the feed of the newsroom');
  const desk = pressDesk(release);
  if (desk) add(1.5, quote(release, desk));
  if (mention.channel === 'e-mail' && names.some(({ start }) => start < 12))
    add(1, quote(release, names[0]!));
  const bid = bidForBrand(release);
  if (bid && isElsewhere(origin)) add(3, quote(release, bid));
  else if (bid && words.has('we') && mention.channel !== 'social') add(2.5, quote(release, bid));
  const touched = touchedByLender(release);
  if (touched && isElsewhere(origin)) add(1.5, quote(release, touched));
  if (words.has('responsibility') && names.length > 0)
    add(1.5, quote(release, words.of('responsibility')[0]!));
  return marks;
}

/** The name of the place where it stands is in the text: "Norvent and VINCI sign …" on norvent.com is Norvent's. */
function speaksForItself({ folded }: ReleaseText, { host = '' }: Origin): boolean {
  const label = (registrableDomain(host) ?? host).split('.')[0] ?? '';
  return (
    label.length >= 4 &&
    new RegExp(`(^|[^a-z0-9@.])${label.replace(/[^a-z0-9]/g, '.')}($|[^a-z0-9.])`).test(folded.slice(0, 800))
  );
}

/** Somebody else's place, where the brand's name does not belong. */
function isElsewhere({ kind }: Origin): boolean {
  return kind === 'other-domain' || kind === 'free-host';
}

/** Somebody else's word that takes the brand's money away: a loan withdrawn, a rating cut. */
function touchedByLender({ words, names }: ReleaseText): TextSpan | undefined {
  const told = words.has('withdraws') ? [...words.of('loan'), ...words.of('rating')] : words.of('rating');
  return told.find(({ start }) => names.some((name) => Math.abs(name.start - start) < 150));
}

/** The brand's press office, named as such: "Shell Media Relations", "Contact presse VINCI". */
function pressDesk({ words, names }: ReleaseText): TextSpan | undefined {
  for (const desk of [...words.of('contactBlock'), ...words.of('office')]) {
    const name = names.find(({ start, end }) => start - desk.end <= 20 && desk.start - end <= 4);
    if (name) return { start: Math.min(name.start, desk.start), end: Math.max(name.end, desk.end) };
  }
  return undefined;
}

/** What a release looks like, whoever sends it. */
function formMarks(release: ReleaseText): Mark[] {
  const { mention, words, folded, titleEnd } = release;
  const marks: Mark[] = [];
  const add = (points: number, group: ReleaseWord, within = Number.POSITIVE_INFINITY, least = 1) => {
    const spans = words.of(group).filter(({ start }) => start <= within);
    if (spans.length >= least) marks.push({ points, evidence: quote(release, spans[0]!) });
  };
  add(1, 'label', titleEnd + 400);
  if (mention.channel === 'newswire' && titleEnd > 0 && release.plain.length > LONGER_THAN_FLASH)
    marks.push({ points: 1.5, evidence: mention.outlet ?? 'a wire' });
  const dateline = datelineIn(folded.slice(titleEnd));
  if (dateline)
    marks.push({
      points: 1,
      evidence: quote(release, { start: dateline.start + titleEnd, end: dateline.end + titleEnd }),
    });
  add(0.5, 'contactBlock');
  add(0.5, 'boilerplate');
  add(0.5, 'office');
  add(0.5, 'we', undefined, 2);
  return marks;
}

/** A look-alike that the text only names, as warnings do; what is mailed in its favour is taken for its own. */
function onlyPointsThere({ hosts, mention, lookAlike }: ReleaseText, { kind }: Origin): boolean {
  if (kind !== 'look-alike' || mention.channel === 'e-mail') return false;
  return hosts.every(({ host, from }) => from === 'text' || !lookAlike(host));
}

function isDenial({ words, titleEnd }: ReleaseText): boolean {
  if (words.of('deny').some(({ start }) => start <= titleEnd + LEAD * 2)) return true;
  return (
    words.has('fake') && words.of('fake').some(({ start }) => start <= titleEnd + LEAD) && words.has('label')
  );
}

function poseSignal(role: Pose['role'], marks: readonly Mark[]): Signal {
  const strongest = [...marks].sort((a, b) => b.points - a.points).slice(0, 4);
  const explanation =
    role === 'denial' ? 'It poses as a denial by the brand.' : 'It poses as a release of the brand.';
  return {
    name: 'pose',
    weight: 0,
    evidence: strongest.map(({ evidence }) => evidence).join('; '),
    explanation,
  };
}
