import { accountOrigin, youngAuthor } from './account-origin';
import { foreignOrigin } from './foreign-origin';
import { imitationIn, imitationOrigin } from './imitation';
import { mailOrigin } from './mail-origin';
import { isOwn, type Origin, one } from './origin-signal';
import { FREE_HOSTS, REGULATED_HOSTS, WIRE_HOSTS } from './outlets';
import { namesBrand, type ReleaseText } from './release-text';

const SPOKEN_CHANNELS = new Set(['social', 'video', 'forum', 'review']);

/** Who warns of a look-alike names it: in the brand's own words, or a journalist's, it says nothing of their origin. */
const BELIEVED = new Set<Origin['kind']>(['official-domain', 'regulated', 'press']);
const FLASH_LENGTH = 320;

function isFlash({ plain }: ReleaseText, { kind }: Origin): boolean {
  return kind === 'wire' && plain.length <= FLASH_LENGTH;
}

/** Tells the channel that the text really came by; a look-alike anywhere outweighs an official name elsewhere. */
export function originOf(release: ReleaseText): Origin {
  const { mention, risks } = release;
  if (SPOKEN_CHANNELS.has(mention.channel)) return accountOrigin(release);
  const account = risks.find(({ kind }) => kind === 'look-alike-account');
  if (account) return one('look-alike-account', 3.5, account.evidence, account.explanation);
  const imitation = imitationIn(release);
  if (imitation?.from !== 'text' && imitation) return imitationOrigin(imitation, 4.2);
  const told = mention.channel === 'e-mail' ? mailOrigin(release) : pageOrigin(release);
  if (!imitation || BELIEVED.has(told.kind) || isFlash(release, told)) return told;
  if (told.kind === 'unproven-mail' && release.words.has('fake')) return told;
  const beside = imitationOrigin(imitation, 3);
  return { ...beside, signals: [...beside.signals, ...told.signals.filter(({ weight }) => weight > 0)] };
}

function pageOrigin(release: ReleaseText): Origin {
  const { mention, hosts, brand } = release;
  const link = hosts.find(({ from }) => from === 'link')?.host;
  if (link && isOwn(brand.officialDomains, link))
    return one('official-domain', -4, link, `It stands on ${link}, which belongs to the brand.`);
  if (mention.channel === 'regulator' || (link && isOwn(REGULATED_HOSTS, link)))
    return one(
      'regulated',
      -2.5,
      mention.outlet ?? link ?? 'regulator',
      'It went through a regulated channel.',
    );
  if (mention.channel === 'newsroom' && !link)
    return one('official-domain', -4, mention.source, 'It came by the feed of the newsroom.');
  if (mention.channel === 'newswire' || (link && isOwn(WIRE_HOSTS, link))) return wireOrigin(release, link);
  if (link && !isNewsPage(release, link)) return foreignOrigin(release, link, 'It stands on');
  const isPress = link !== undefined || mention.channel === 'news' || mention.channel === 'blog';
  return { kind: isPress ? 'press' : 'unknown', signals: youngAuthor(release) };
}

/** A page of somebody who tells of the brand, as newspapers do, and does not speak in its name. */
function isNewsPage({ mention, brand, bearsName }: ReleaseText, link: string): boolean {
  if (mention.channel !== 'news' && mention.channel !== 'blog') return false;
  return !isOwn(FREE_HOSTS, link) && !namesBrand(brand, mention.outlet) && !bearsName(link);
}

function wireOrigin({ brand, mention }: ReleaseText, link: string | undefined): Origin {
  const name = link ?? mention.outlet ?? 'a wire';
  if (link && isOwn(brand.wires, link))
    return one('wire', -1.5, name, 'It came by a wire that the brand uses.');
  if (link && brand.wires.length > 0)
    return one(
      'wire',
      1,
      name,
      `The brand is not known to use ${name}; accounts of wires have been opened by strangers.`,
    );
  return { kind: 'wire', signals: [] };
}
