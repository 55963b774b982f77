import { hostOfAddress } from '../host-names';
import type { LookAlike } from '../look-alike-domain';
import { type Origin, signal } from './origin-signal';
import type { ReleaseText } from './release-text';

/** A host of a mention that imitates the brand's. */
export type Imitation = { readonly found: LookAlike; readonly from: 'link' | 'sender' | 'text' };

/** The host that looks alike, the sender's first; undefined where none does. */
export function imitationIn({ hosts, lookAlike, mention }: ReleaseText): Imitation | undefined {
  const order = { sender: 0, link: 1, text: 2 };
  // Who passes a mail on may be the one who made it up.
  const forwarder = hostOfAddress(mention.mail?.forwardedBy?.address ?? '');
  const senders = forwarder === undefined ? [] : [{ host: forwarder, from: 'sender' as const }];
  return [...senders, ...hosts]
    .flatMap(({ host, from }) => {
      const found = lookAlike(host);
      return found ? [{ found, from }] : [];
    })
    .sort((a, b) => order[a.from] - order[b.from])[0];
}

/** The origin that such a host makes. */
export function imitationOrigin({ found, from }: Imitation, weight: number): Origin {
  const where = { sender: 'sent from', link: 'stands on', text: 'points to' }[from];
  const host = found.host.replace(/^www\./, '');
  return {
    kind: 'look-alike',
    host,
    signals: [
      signal(
        weight,
        `${host} (${where})`,
        `It ${from === 'sender' ? 'was ' : ''}${where} ${host}, which ${found.explanation}.`,
      ),
    ],
  };
}
