import { formatDate, formatTime } from '../render/local-time';
import type { Entry } from './entry';

/** What happened within one minute of one day. */
export type Minute = { readonly day: string; readonly time: string; readonly entries: readonly Entry[] };

/** The entries, which are in order, by the minute as a clock in the zone shows it. */
export function byMinute(entries: readonly Entry[], timezone: string): Minute[] {
  const minutes: { day: string; time: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const [day, time] = [formatDate(entry.at, timezone), formatTime(entry.at, timezone)];
    const last = minutes.at(-1);
    if (last?.day === day && last.time === time) last.entries.push(entry);
    else minutes.push({ day, time, entries: [entry] });
  }
  return minutes;
}

/** What a replay's reader must know of its times. */
export const REPLAY_NOTE =
  'A replay of the past: what Vigie and people did stands at the mention that it followed, and spans of theirs are of the replay.';
