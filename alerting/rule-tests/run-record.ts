import type { Alert } from '../alert';
import { chooseReceiver } from '../choose-receiver';
import type { Page } from '../page';
import type { Route } from '../policy';
import type { WatchObservation } from '../watched-partition';
import type { Arrival } from './arrivals';

/** A page as it was made; `at` is milliseconds from the start of the test. */
export type SeenPage = { readonly at: number; readonly page: Page; readonly receiver: string };
/** An alert from when it was given out until it ended; `to` is absent while it goes on. Milliseconds from the start. */
export type SeenAlert = { readonly rule: string; readonly from: number; readonly to?: number };
/** An alert as it was given out: when it began, became worse and ended. */
export type SeenNews = { readonly at: number; readonly alert: Alert };

/** What came of a test. */
export type RunRecord = {
  /** Epoch milliseconds. */
  readonly start: number;
  readonly timezone: string;
  readonly arrivals: readonly Arrival[];
  readonly pages: readonly SeenPage[];
  readonly alerts: readonly SeenAlert[];
  readonly news: readonly SeenNews[];
};

/** Writes down what is observed while a test runs. */
export type Recorder = {
  /** `now` is epoch milliseconds. */
  readonly take: (observation: WatchObservation, now: number) => void;
  /** Whether an alert is on. */
  readonly isFiring: () => boolean;
  readonly read: () => RunRecord;
};

export function createRecorder({
  route,
  ...about
}: Pick<RunRecord, 'start' | 'timezone' | 'arrivals'> & { readonly route: Route }): Recorder {
  const pages: SeenPage[] = [];
  const news: SeenNews[] = [];
  const alerts = new Map<string, SeenAlert>();
  const firing = new Set<string>();

  const takeAlert = (alert: Alert, at: number): void => {
    const { id, rule, status } = alert;
    const isOver = status === 'resolved';
    news.push({ at, alert });
    alerts.set(id, { rule, from: alerts.get(id)?.from ?? at, ...(isOver && { to: at }) });
    if (isOver) firing.delete(id);
    else firing.add(id);
  };
  return {
    take: (observation, now) => {
      const at = now - about.start;
      if (observation.kind === 'alert') takeAlert(observation.alert, at);
      if (observation.kind !== 'paged') return;
      const { page, incident } = observation;
      pages.push({ at, page, receiver: chooseReceiver(incident, route).receiver });
    },
    isFiring: () => firing.size > 0,
    read: () => ({ ...about, pages, alerts: [...alerts.values()], news }),
  };
}
