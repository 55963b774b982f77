import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { IncidentSummary, LiveEvent } from '../api';
import { settle } from './act';
import { needsLogIn } from './ask-server';
import {
  brandId,
  incidents,
  loadIncidents,
  loadOverview,
  loadSeries,
  now,
  overview,
  pinned,
  problem,
  range,
  rules,
  sources,
  windowKey,
} from './model';
import { filters, loadedPages, loadMentions, search } from './stream-model';

export const connection = signal<'connecting' | 'live' | 'lost'>('connecting');
/** Said by screen readers. */
export const announcement = signal('');
/** Grows when an open incident's details should be read again. */
export const incidentsVersion = signal(0);

const REFRESH_EVERY_MS = 1_000;
const RETRY_MS = 3_000;

/** Calls at once, then at most once per pause however often it is asked; the last asking is never lost. */
function atMostEvery(pauseMs: number, load: () => Promise<void>): () => void {
  let busy = false;
  let again = false;
  const run = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      await load();
      problem.value = undefined;
    } catch (error) {
      if (!needsLogIn.value) problem.value = (error as Error).message;
    }
    setTimeout(() => {
      busy = false;
      if (again) {
        again = false;
        void run();
      }
    }, pauseMs);
  };
  return () => void run();
}

export const refreshSeries = atMostEvery(REFRESH_EVERY_MS, loadSeries);
export const refreshMentions = atMostEvery(REFRESH_EVERY_MS, loadMentions);
export const refreshIncidents = atMostEvery(REFRESH_EVERY_MS, loadIncidents);
export const refreshOverview = atMostEvery(5_000, loadOverview);

function refreshStream(): void {
  if (loadedPages.value <= 1 && pinned.value === undefined) refreshMentions();
}

function takeIncidents(changed: readonly IncidentSummary[]): void {
  const known = new Set(incidents.value.map(({ id }) => id));
  const fresh = changed.find(
    ({ id, brand: of, state }) => !known.has(id) && of === brandId.value && state === 'open',
  );
  if (fresh && incidentsVersion.value > 0)
    announcement.value = `New ${fresh.severity} incident: ${fresh.title}`;
  for (const { id } of changed) settle(id);
  incidentsVersion.value += 1;
  refreshIncidents();
  refreshOverview();
}

function take(event: LiveEvent): void {
  now.value = Date.now();
  const known = overview.value;
  switch (event.kind) {
    case 'incidents':
      takeIncidents(event.incidents);
      return;
    case 'counts':
      if (known)
        overview.value = {
          ...known,
          brands: known.brands.map((view) =>
            view.id === event.brand
              ? { ...view, mentions: event.count, newest: event.newest ?? view.newest }
              : view,
          ),
        };
      refreshSeries();
      refreshStream();
      return;
    case 'sources':
      sources.value = event.sources;
      rules.value = event.rules;
      if (known) overview.value = { ...known, replay: event.replay };
      return;
    default:
      event satisfies never;
  }
}

/** Keeps one stream of events open for the brand that is shown, and says when it is lost. */
export function followEvents(): void {
  effect(() => {
    const id = brandId.value;
    if (id === undefined || needsLogIn.value) return;
    return untracked(() => openEvents(id));
  });
}

function openEvents(id: string): () => void {
  let events: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    events = new EventSource(`/api/events?brand=${encodeURIComponent(id)}`);
    events.addEventListener('hello', () => {
      connection.value = 'live';
      refreshOverview();
    });
    for (const kind of ['incidents', 'counts', 'sources'] as const)
      events.addEventListener(kind, ({ data }) => take(JSON.parse(data) as LiveEvent));
    events.onerror = () => {
      connection.value = 'lost';
      events.close();
      refreshOverview();
      retry = setTimeout(open, RETRY_MS);
    };
  };
  open();
  return () => {
    clearTimeout(retry);
    events.close();
  };
}

/** Calls when one of the choices changes; what the call itself reads does not count. */
function whenChanged(choices: readonly ReadonlySignal<unknown>[], then: () => void): void {
  effect(() => {
    for (const choice of choices) void choice.value;
    untracked(then);
  });
}

/** Reads again whatever depends on the window, brand, search or filters when they change. */
export function followChoices(): void {
  whenChanged([brandId, windowKey], refreshSeries);
  whenChanged([windowKey], refreshStream);
  whenChanged([brandId, search, filters, pinned, range], refreshMentions);
  whenChanged([brandId], refreshIncidents);
  setInterval(() => {
    now.value = Date.now();
  }, 10_000);
}
