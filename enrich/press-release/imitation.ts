import { hostOfAddress } from '../host-names';
import type { LookAlike } from '../look-alike-domain';
import { type Origin, signal } from './origin-signal';
import type { ReleaseText } from './release-text';

/** A host of a mention that imitates the brand's. */
export type Imitation = {
  readonly found: Pick<LookAlike, 'host' | 'explanation'>;
  readonly from: 'link' | 'sender' | 'text';
};

const ORDER = { sender: 0, link: 1, text: 2 };

/** The host that looks alike, the sender's first; undefined where none does. */
export function imitationIn({ hosts, lookAlike, mention }: ReleaseText): Imitation | undefined {
  let first: Imitation | undefined;
  const consider = (host: string, from: Imitation['from']) => {
    if (first && ORDER[first.from] <= ORDER[from]) return;
    const found = lookAlike(host);
    if (found) first = { found, from };
  };
  // Who passes a mail on may be the one who made it up.
  const forwarder = hostOfAddress(mention.mail?.forwardedBy?.address ?? '');
  if (forwarder !== undefined) consider(forwarder, 'sender');
  for (const { host, from } of hosts) consider(host, from);
  return first;
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
