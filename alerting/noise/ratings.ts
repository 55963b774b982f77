import type { IncidentEvent } from '../incident';

/** What a person says of a page. */
export type Rating = {
  readonly by: string;
  /** Our clock, ISO in UTC. */
  readonly at: string;
  readonly useful: boolean;
  readonly note?: string;
};

/** A page that asked people to look; `page` is its number within the incident. */
export type RateablePage = {
  readonly page: number;
  readonly at: string;
  readonly reason: string;
  /** One a person: the last word counts. */
  readonly ratings: readonly Rating[];
};

/** The pages of an incident that can be rated, the oldest first: all but those that only told of its end. */
export function rateablePages(events: readonly IncidentEvent[]): readonly RateablePage[] {
  const ratings = lastWords(events);
  return events.flatMap((event) => {
    if (event.kind !== 'paged' || event.reason === 'resolved') return [];
    const { page, at, reason } = event;
    return [{ page, at, reason, ratings: [...(ratings.get(page)?.values() ?? [])] }];
  });
}

/** By page, then by person. */
function lastWords(events: readonly IncidentEvent[]): Map<number, Map<string, Rating>> {
  const words = new Map<number, Map<string, Rating>>();
  for (const event of events) {
    if (event.kind !== 'rated') continue;
    const { page, by, at, useful, note } = event;
    const ofPage = words.get(page) ?? new Map<string, Rating>();
    words.set(page, ofPage.set(by, { by, at, useful, ...(note !== undefined && { note }) }));
  }
  return words;
}

/** A page that helped one person was worth sending; undefined while nobody has said anything. */
export function isUseful(ratings: readonly Rating[]): boolean | undefined {
  return ratings.length === 0 ? undefined : ratings.some(({ useful }) => useful);
}
