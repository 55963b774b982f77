import type { Command, Incident } from '../incident';
import type { CommandOutcome } from '../incidents';
import { rateablePages } from './ratings';

type Rate = Extract<Command['do'], { kind: 'rate' }>;
type Base = { readonly id: string; readonly at: string; readonly by: string };

/** A person's word on a page. Saying the same again has no effect; saying otherwise takes the place of what was said. */
export function ratePage({ events }: Incident, { useful, note, page }: Rate, base: Base): CommandOutcome {
  const pages = rateablePages(events);
  const rated = page === undefined ? pages.at(-1) : pages.find((one) => one.page === page);
  if (!rated) return { ok: false, reason: noSuchPage(pages, page) };
  const said = rated.ratings.find(({ by }) => by === base.by);
  if (said?.useful === useful && (note === undefined || note === said.note)) return { ok: true, events: [] };
  const word = { ...base, kind: 'rated', page: rated.page, useful } as const;
  return { ok: true, events: [{ ...word, ...(note !== undefined && { note }) }] };
}

function noSuchPage(pages: readonly { readonly page: number }[], page: number | undefined): string {
  if (pages.length === 0) return 'nobody has been paged about the incident: there is nothing to rate';
  return `there is no page ${page} to rate; there are: ${pages.map((one) => one.page).join(', ')}`;
}
