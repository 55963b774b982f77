import type { IsOrdinaryWord } from './ordinary-words';
import { type Imitation, tableOf, type WatchedName, withoutHyphens } from './watched-name';

/** A host as the public-suffix list parts it: sub-domain, registered label, suffix. */
export type HostParts = { readonly subdomain: string; readonly label: string; readonly suffix: string };

const NONE: readonly Imitation[] = [];

/** Makes a finder of names that are spelled with the dots of a host, not in its label alone. */
export function createHostTricks(
  names: readonly WatchedName[],
  isOrdinaryWord: IsOrdinaryWord,
): (host: HostParts) => readonly Imitation[] {
  const byDomain = tableOf(names, ({ official }) => [official, official.replaceAll('.', '-')]);
  const byLetters = tableOf(names, ({ label }) => [withoutHyphens(label)]);
  const startsLike = (text: string) =>
    (byDomain.get(text) ?? []).map(
      (name): Imitation => ({
        name,
        trick: 'subdomain',
        explanation: `only begins like ${name.official}; it belongs to somebody else`,
      }),
    );
  const spelled = (letters: string, trick: Imitation['trick'], how: string) =>
    (byLetters.get(letters) ?? []).map(
      (name): Imitation => ({ name, trick, explanation: `${how} ${name.official}` }),
    );
  return ({ subdomain, label, suffix }) => {
    const isBare = subdomain === '' || subdomain === 'www';
    if (isBare)
      return suffix.includes('.') || label.length < 2 || isOrdinaryWord(label)
        ? NONE
        : spelled(withoutHyphens(label + suffix), 'other-suffix', 'spells with its suffix the name of');
    const before = subdomain.startsWith('www.') ? subdomain.slice(4) : subdomain;
    return [
      ...runsOf(before, label).flatMap(startsLike),
      ...spelled(
        withoutHyphens(before.replaceAll('.', '') + label),
        'subdomain',
        'spells across a dot the name of',
      ),
    ];
  };
}

/** What may be an official domain in front of another's: each run of labels ("vinci.com" of "vinci.com.evil.net"). */
function runsOf(subdomain: string, label: string): string[] {
  const labels = subdomain.split('.').slice(-8);
  // "vinci.com-press.net": the suffix stands in the other's label.
  const hyphen = label.indexOf('-');
  if (hyphen > 0) labels.push(label.slice(0, hyphen));
  return labels.flatMap((_, start) =>
    [1, 2, 3].flatMap((count) =>
      start + count <= labels.length ? [labels.slice(start, start + count).join('.')] : [],
    ),
  );
}
