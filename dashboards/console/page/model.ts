import { computed, signal } from '@preact/signals';
import type { IncidentSummary, Overview, RulesView, Series, SourceRow } from '../api';
import { ask } from './ask-server';
import { route } from './route';

const HOUR_MS = 3_600_000;

export const RANGES = {
  '1 h': { ms: HOUR_MS, bucketMs: 30_000 },
  '6 h': { ms: 6 * HOUR_MS, bucketMs: 120_000 },
  '24 h': { ms: 24 * HOUR_MS, bucketMs: 600_000 },
  '7 d': { ms: 168 * HOUR_MS, bucketMs: HOUR_MS },
  all: { ms: Number.POSITIVE_INFINITY, bucketMs: 0 },
} as const;
export type RangeName = keyof typeof RANGES;

const NICE_BUCKETS_MS = [
  1_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 10_800_000,
  21_600_000, 86_400_000, 604_800_000,
];

export const overview = signal<Overview | undefined>(undefined);
export const incidents = signal<readonly IncidentSummary[]>([]);
export const sources = signal<readonly SourceRow[]>([]);
export const rules = signal<RulesView | undefined>(undefined);
export const series = signal<Series | undefined>(undefined);
/** Why the newest numbers could not be read. */
export const problem = signal<string | undefined>(undefined);
/** Our clock, moved on every ten seconds and with each event. */
export const now = signal(Date.now());

export const range = signal<RangeName>('6 h');
/** A window that was picked and stays; undefined while the window follows what is newest. */
export const pinned = signal<{ readonly from: number; readonly to: number } | undefined>(undefined);

export const brand = computed(() => {
  const { value } = route;
  const brands = overview.value?.brands ?? [];
  const wanted =
    value.view === 'brand'
      ? value.id
      : value.view === 'incident'
        ? incidents.value.find(({ id }) => id === value.id)?.brand
        : undefined;
  return (
    brands.find(({ id }) => id === wanted) ??
    (wanted === undefined || value.view !== 'brand' ? brands[0] : undefined)
  );
});

/** Changes only when another brand is shown. */
export const brandId = computed(() => brand.value?.id);

export const replay = computed(() => overview.value?.replay);

/** Replay or live, as somebody picked it; undefined until then. */
export const pickedMode = signal<'replay' | 'live' | undefined>(undefined);

/** A running replay is shown unless somebody looks elsewhere; one that is over, until something newer is said. */
export const mode = computed(() => {
  if (!replay.value) return 'live';
  if (pickedMode.value) return pickedMode.value;
  const newest = brand.value?.newest ?? Number.NEGATIVE_INFINITY;
  return replay.value.running || newest < now.value - RANGES['24 h'].ms ? 'replay' : 'live';
});

/** Where "now" is for the chart: the event time of the replay, or our clock. */
const windowEnd = computed(() => {
  if (mode.value === 'replay') return replay.value?.at ?? brand.value?.newest ?? now.value;
  return now.value;
});

/** Whether the newest bucket of the window can still grow. */
export const stillCounting = computed(
  () => pinned.value === undefined && (mode.value === 'live' || replay.value?.running === true),
);

export const shownWindow = computed(() => {
  const fixed = pinned.value;
  if (fixed) return { ...fixed, bucketMs: niceBucket(fixed.to - fixed.from) };
  const { ms, bucketMs } = RANGES[range.value];
  const end = windowEnd.value;
  if (ms !== Number.POSITIVE_INFINITY) return alignedWindow(end - ms, end, bucketMs);
  const oldest = Math.min(brand.value?.oldest ?? end - HOUR_MS, end - HOUR_MS);
  return alignedWindow(oldest, end, niceBucket(end - oldest));
});

/** Changes only when the window does. */
export const windowKey = computed(() => `${shownWindow.value.from} ${shownWindow.value.to}`);

const alignedWindow = (from: number, end: number, bucketMs: number) => ({
  from: Math.floor(from / bucketMs) * bucketMs,
  to: Math.floor(end / bucketMs) * bucketMs + bucketMs,
  bucketMs,
});

function niceBucket(spanMs: number): number {
  return NICE_BUCKETS_MS.find((ms) => spanMs / ms <= 200) ?? 604_800_000;
}

/** Whether times on the page may be of the past: then people are told the date. */
export const inThePast = computed(() => shownWindow.value.to < now.value - 2 * RANGES['24 h'].ms);

export async function loadOverview(): Promise<void> {
  overview.value = await ask<Overview>('brands');
  now.value = Date.now();
}

export async function loadIncidents(): Promise<void> {
  const id = brand.value?.id;
  if (id !== undefined) incidents.value = await ask<IncidentSummary[]>(`brands/${id}/incidents`);
}

export async function loadSeries(): Promise<void> {
  const id = brand.value?.id;
  if (id === undefined) return;
  const { from, to, bucketMs } = shownWindow.value;
  const loaded = await ask<Series>(`brands/${id}/series`, { from, to, bucket: bucketMs });
  if (brand.value?.id === id) series.value = loaded;
}
