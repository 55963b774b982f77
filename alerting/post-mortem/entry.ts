import type { Delivery } from '../notifier';

/** What an entry of the time line is about: the world, what the rules found, verdicts, pages, people, the end. */
export type EntryKind = 'world' | 'found' | 'verdict' | 'page' | 'people' | 'end';

/** One thing that happened, in words that are clean already; `details` are lines below it. */
export type Entry = {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: EntryKind;
  readonly text: string;
  readonly details: readonly string[];
  /** A few words for a mark on the chart; only what turned the day has them. */
  readonly mark?: string;
};

/** What is known of a page besides the incident: who it was for, and what it said. */
export type SentPage = Pick<Delivery, 'id' | 'notifier' | 'destination' | 'state' | 'attempts'> & {
  readonly lastError?: string | undefined;
  readonly headline: string;
};

export function toSentPage(delivery: Delivery): SentPage {
  const { id, notifier, destination, state, attempts, lastError, page } = delivery;
  return { id, notifier, destination, state, attempts, lastError, headline: page.headline };
}
