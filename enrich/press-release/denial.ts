import type { Signal } from '../brand-mention';
import type { TextSpan } from '../enricher';
import { quote, type ReleaseText } from './release-text';

/** How much a denial denies, and what speaks for that. */
export type Denial = { readonly extent: 'full' | 'partial'; readonly signals: readonly Signal[] };

/** Judged like a release: a half denial from elsewhere is what hoaxers send second (Vinci, 16:27). */
export function denialOf(release: ReleaseText, isOwnChannel: boolean): Denial {
  const { words } = release;
  const full = words.of('full')[0];
  const partial = isOwnChannel ? denyingPart(release) : words.of('partial')[0];
  const extent = partial && !(full && isOwnChannel) ? 'partial' : 'full';
  const at = (extent === 'partial' ? partial : (full ?? words.of('deny')[0])) ?? words.of('fake')[0];
  const evidence = at ? quote(release, at) : 'the whole text';
  if (isOwnChannel)
    return {
      extent,
      signals: [
        {
          ...named(0, evidence),
          explanation: `The brand denies ${extent === 'full' ? 'everything' : 'a part'}.`,
        },
      ],
    };
  if (extent === 'full')
    return {
      extent,
      signals: [{ ...named(0, evidence), explanation: 'It denies in the name of the brand.' }],
    };
  const explanation = 'It denies only a part and lets the rest stand, as false denials do.';
  return { extent, signals: [{ ...named(1, evidence), explanation }] };
}

const PART_REACH = 40;

/** What the brand's own denial leaves out, said right where it denies. */
function denyingPart({ words }: ReleaseText): TextSpan | undefined {
  const [rest] = words.of('rest');
  if (rest) return rest;
  const denies = words.of('deny');
  return words
    .of('partial')
    .find(({ start }) => denies.some(({ end }) => start >= end && start - end <= PART_REACH));
}

function named(weight: number, evidence: string): Omit<Signal, 'explanation'> {
  return { name: 'denial', weight, evidence };
}
