import type { Brand } from '#enrich/brand';
import type { Alert } from './alert';
import type { PageRelease } from './page';
import type { ReleaseCase } from './release-case';

/**
 * What a page says of doubted press releases; undefined when none of its alerts is about one. `now` is epoch
 * milliseconds on our clock; in a replay event time counts instead.
 */
export function pageRelease(about: {
  readonly alerts: readonly Alert[];
  readonly brand: Brand;
  readonly kind: 'first' | 'update' | 'resolved';
  readonly now: number;
  readonly replay: boolean;
}): PageRelease | undefined {
  const { alerts, brand, kind, now, replay } = about;
  const alert = alerts.find(({ release }) => release !== undefined);
  const release = alert?.release;
  if (!release) return undefined;
  const silentMs = silenceOf(release, replay ? Date.parse(alert.at) : now);
  const isUrgent = kind !== 'resolved' && release.verdict !== 'corroborated';
  return {
    ...release,
    ...(silentMs !== undefined && { silentMs }),
    ...(isUrgent && brand.emergencySheet && { emergencySheet: brand.emergencySheet }),
  };
}

/** Milliseconds for which newsroom and wires have said nothing. */
function silenceOf({ silentSince }: ReleaseCase, now: number): number | undefined {
  return silentSince === undefined ? undefined : Math.max(0, now - Date.parse(silentSince));
}
