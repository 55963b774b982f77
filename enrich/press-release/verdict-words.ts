import type { Verdict } from '../brand-mention';

/** What a verdict means, and what the desk should do on it. */
export const VERDICT_WORDS: Readonly<Record<Verdict, readonly [string, string]>> = {
  official: ['official', 'It came by a channel of the brand. Use it as such.'],
  corroborated: ['corroborated', 'The brand or a regulated channel says the same. Quote that instead.'],
  unverified: ['unverified', 'Nothing proves it, little speaks against it. Ask the brand before using it.'],
  suspect: ['suspect', 'Do not use it. Call the brand on a number you had before.'],
  'likely-fake': ['likely fake', 'Do not use it, do not answer it. Warn the brand and the desk.'],
  refuted: ['refuted', 'The brand has denied it. Withdraw what was published.'],
};
