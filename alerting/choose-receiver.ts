import type { Incident } from './incident';
import { parseRouteMatcher } from './matchers/parse-matcher';
import type { Route } from './policy';

/** Who is told about an incident, and how often while nobody answers. */
export type ChosenReceiver = { readonly receiver: string; readonly repeatIntervalMs: number };

/** The first child route whose matchers all hold, else the route itself. A matcher that cannot be read never holds. */
export function chooseReceiver(incident: Incident, route: Route): ChosenReceiver {
  const child = route.routes.find(({ matchers }) => matchers.every((text) => holds(text, incident)));
  const { receiver, repeat_interval } = child ?? route;
  return { receiver, repeatIntervalMs: repeat_interval };
}

function holds(text: string, incident: Incident): boolean {
  const parsed = parseRouteMatcher(text);
  return parsed.ok && parsed.matcher.matches(incident);
}
