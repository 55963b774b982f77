import type { LookAlike } from '../look-alike-domain';
import { type Origin, signal } from './origin-signal';
import type { ReleaseText } from './release-text';

/** A host of a mention that imitates the brand's. */
export type Imitation = { readonly found: LookAlike; readonly from: 'link' | 'sender' | 'text' };

/** The host that looks alike, the sender's first; undefined where none does. */
export function imitationIn({ hosts, lookAlike }: ReleaseText): Imitation | undefined {
  const order = { sender: 0, link: 1, text: 2 };
  return hosts
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
