import type { Verdict } from '#enrich/brand-mention';
import type { DoubtedText } from './release-case';
import { quoteText } from './render/quoted-text';

/** A verdict in a few words, after "Verdict:" or a colon. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  official: 'genuine, from the brand itself',
  corroborated: 'genuine, carried by the newsroom or a regulated wire',
  unverified: 'confirmed by nobody so far',
  suspect: 'suspect',
  'likely-fake': 'probably fake',
  refuted: 'fake, and denied by the brand',
};

const PHRASES: Readonly<Record<Verdict, (text: string) => string>> = {
  official: (text) => `a genuine ${text}, doubted at first`,
  corroborated: (text) => `a genuine ${text}, doubted at first`,
  unverified: (text) => `an unconfirmed ${text}`,
  suspect: (text) => `a suspect ${text}`,
  'likely-fake': (text) => `probably a fake ${text}`,
  refuted: (text) => `a fake ${text}, denied by the brand`,
};

/** "probably a fake press release from vinci.group": what a doubted text is, for the middle of a sentence. */
export function phraseOf(verdict: Verdict, { role, from }: Pick<DoubtedText, 'role' | 'from'>): string {
  const noun = role === 'denial' ? 'denial' : 'press release';
  const origin = quoteText(from, 60);
  return PHRASES[verdict](role === 'report' ? `${noun} that ${origin} tells of` : `${noun} from ${origin}`);
}
