import type { Store } from '#enrich/store/store';
import type { Incident } from '../incident';
import type { Course } from './draw-chart';

const MINUTE = 60_000;
const AROUND_MS = 30 * MINUTE;
const MOST = 360;
const BUCKETS_MS = [1, 5, 10, 30, 60, 180, 720, 1_440].map((minutes) => minutes * MINUTE);

/** The mentions of the brand a minute, from half an hour before the incident to half an hour after its last alert. */
export async function readCourse(store: Store, { brand, startedAt, alerts }: Incident): Promise<Course> {
  const start = Date.parse(startedAt);
  const end = Math.max(start, ...alerts.map(({ at }) => Date.parse(at)));
  const span = end - start + 2 * AROUND_MS;
  const bucketMs = BUCKETS_MS.find((ms) => span / ms <= MOST) ?? Math.ceil(span / MOST / MINUTE) * MINUTE;
  const from = Math.floor((start - AROUND_MS) / bucketMs) * bucketMs;
  const to = Math.ceil((end + AROUND_MS) / bucketMs) * bucketMs;
  return { from, to, bucketMs, buckets: await store.countPerBucket({ brand, from, to }, bucketMs) };
}
