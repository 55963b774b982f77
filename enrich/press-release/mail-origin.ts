import { hostOfAddress } from '../host-names';
import { foreignOrigin } from './foreign-origin';
import { mailAuthentication } from './mail-authentication';
import { isOwn, type Origin, one, signal } from './origin-signal';
import { REGULATED_HOSTS, WIRE_HOSTS } from './outlets';
import type { ReleaseText } from './release-text';

/** Who really sent an e-mail that names this sender. */
export function mailOrigin(release: ReleaseText): Origin {
  const { mention, hosts, brand } = release;
  const sender = hosts.find(({ from }) => from === 'sender')?.host ?? hostOfAddress(mention.sender ?? '');
  if (!sender)
    return { kind: 'unknown', signals: [signal(0.8, 'no sender', 'It does not say who sent it.')] };
  if (!isOwn(brand.officialDomains, sender)) return foreignOrigin(release, sender, 'It was sent from');
  const { result, evidence } = mailAuthentication(
    mention.mail?.forwardedBy ? [] : (mention.mail?.authentication ?? []),
  );
  if (result === 'fail')
    return one('spoofed', 3.8, evidence, `It names ${sender} as its sender, but ${sender} did not send it.`);
  const replies = hostOfAddress(mention.mail?.replyTo ?? '');
  if (replies && !isOwn(brand.officialDomains, replies))
    return one(
      'spoofed',
      3,
      `Reply-To: ${mention.mail?.replyTo}`,
      `Answers would go to ${replies}, not to ${sender}.`,
    );
  // A mail that warns names the place it warns of.
  const astray = release.words.has('fake') ? [] : strayHosts(release);
  if (astray.length > 0 && result !== 'pass')
    return one(
      'spoofed',
      2.6,
      astray.join(', '),
      `It names ${sender} as its sender, but leads to ${astray[0]}.`,
    );
  if (result === 'pass') return one('official-domain', -4.5, evidence, `It was really sent by ${sender}.`);
  return one(
    'unproven-mail',
    -2,
    mention.sender ?? sender,
    `It names ${sender} as its sender; nothing proves it.`,
  );
}

/** Hosts that a mail in the brand's name leads to and that are neither its own, nor a wire's, nor a network's. */
function strayHosts({ hosts, brand }: ReleaseText): string[] {
  const known = [...brand.officialDomains, ...brand.wires, ...WIRE_HOSTS, ...REGULATED_HOSTS];
  return hosts
    .filter(
      ({ host, from }) =>
        from !== 'sender' &&
        !isOwn(known, host) &&
        !/(^|\.)(linkedin|x|twitter|facebook|youtube|instagram)\.com$/.test(host),
    )
    .map(({ host }) => host);
}
