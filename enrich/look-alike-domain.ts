import { createLookAlikeIndex, labelOf } from './look-alike-index';
import type { LookAlike } from './look-alikes/look-alike';
import { slipOfOneEdit } from './look-alikes/slip';

export type { LookAlike } from './look-alikes/look-alike';

const REMEMBERED = 5_000;

/**
 * Makes a check of hosts against the domains that one brand owns; for several, `createLookAlikeIndex` makes one
 * check of all. It never flags those domains or what lies under them.
 */
export function createLookAlikeCheck(
  officialDomains: readonly string[],
): (host: string) => LookAlike | undefined {
  const find = createLookAlikeIndex([{ id: '', officialDomains }]);
  return rememberAnswers((host) => find(host)[0]?.lookAlike);
}

/** Keeps the answers for the last 5,000 hosts: in mentions the same few come all the time. */
export function rememberAnswers<Answer>(ask: (host: string) => Answer): (host: string) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  return (host) => {
    const known = answers.get(host);
    if (known) return known.answer;
    // A copy: the host is a piece of a text, which V8 would keep alive with it.
    const kept = ` ${host}`.slice(1);
    const answer = ask(kept);
    if (answers.size >= REMEMBERED) answers.clear();
    answers.set(kept, { answer });
    return answer;
  };
}

/**
 * Whether such a host alone makes a text be about the brand. Near a short name strangers live too: a slip of one
 * letter counts only where something else speaks of the brand.
 */
export function tellsOfBrand({ host, official, trick }: LookAlike): boolean {
  if (trick !== 'typo' && trick !== 'look-alike-letters') return true;
  const [written, name] = [labelOf(host) ?? host, labelOf(official) ?? official];
  if (trick === 'look-alike-letters') return name.length >= 5 || !/^[a-z-]+$/.test(written);
  return name.length >= 8 || (name.length >= 5 && slipOfOneEdit(written, name) === 'finger');
}
