import type { Denial, DoubtedText, ReleaseCase } from '../release-case';
import { isVouchedFor } from '../release-case';
import { defang, quoteText } from '../render/quoted-text';
import { VERDICT_WORDS } from '../verdict-words';
import type { Entry } from './entry';

const MINUTE = 60_000;
const NAMES = 4;

/** What became public of a doubted release, and when: its texts, who passed it on, who denied it. */
export function tellRelease(release: ReleaseCase): Entry[] {
  return [
    ...release.texts.map((text, index) => textEntry(text, index === 0)),
    ...byMinute(release.relays).map(relayEntry),
    ...byMinute(release.denials.filter(({ verdict }) => !isVouchedFor(verdict))).map(hearsayEntry),
    ...byMinute(release.denials.filter(({ verdict }) => isVouchedFor(verdict))).map(denialEntry),
  ];
}

const NOUNS = { release: 'A press release', denial: 'A denial', report: 'A report' } as const;

function textEntry({ at, role, from, title, verdict, reasons }: DoubtedText, isFirst: boolean): Entry {
  const origin = defang(quoteText(from, 60));
  const quoted = title ? `: “${defang(quoteText(title, 160))}”` : '';
  return {
    at: Date.parse(at),
    kind: 'world',
    text: `${NOUNS[role]} from ${origin}${quoted}`,
    details: [
      `What it turned out to be: ${VERDICT_WORDS[verdict]}`,
      ...reasons.slice(0, isFirst ? 3 : 1).map(({ explanation }) => defang(quoteText(explanation, 240))),
    ],
    ...(role !== 'report' && { mark: `${role} from ${defang(quoteText(from, 24))}` }),
  };
}

function relayEntry(list: readonly { readonly by: string; readonly at: string }[]): Entry {
  return { at: first(list), kind: 'world', text: `Passed on by ${namesOf(list)}`, details: [] };
}

function hearsayEntry(list: readonly Denial[]): Entry {
  const text = `${namesOf(list)} ${namesIn(list).length === 1 ? 'reports' : 'report'} a denial that nobody vouches for`;
  return { at: first(list), kind: 'world', text, details: [] };
}

function denialEntry(list: readonly Denial[]): Entry {
  const [{ extent } = { extent: undefined }] = list;
  const text = `${extent === 'partial' ? 'Denied in part' : 'Denied'} on ${namesOf(list)}, which the brand or a regulated wire answers for`;
  return {
    at: first(list),
    kind: 'world',
    text,
    details: [],
    mark: `denied on ${defang(quoteText(list[0]?.by ?? '', 24))}`,
  };
}

/** What happened within one minute is told at once. */
function byMinute<Timed extends { readonly at: string }>(list: readonly Timed[]): Timed[][] {
  const minutes = new Map<number, Timed[]>();
  for (const one of list) {
    const minute = Math.floor(Date.parse(one.at) / MINUTE);
    minutes.set(minute, [...(minutes.get(minute) ?? []), one]);
  }
  return [...minutes.values()];
}

function first(list: readonly { readonly at: string }[]): number {
  return Math.min(...list.map(({ at }) => Date.parse(at)));
}

function namesIn(list: readonly { readonly by: string }[]): string[] {
  return [...new Set(list.map(({ by }) => defang(quoteText(by, 60))))];
}

function namesOf(list: readonly { readonly by: string }[]): string {
  const names = namesIn(list);
  const more = names.length - NAMES;
  return more > 0 ? `${names.slice(0, NAMES).join(', ')} and ${more} more` : names.join(', ');
}
