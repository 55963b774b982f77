import type { Incident } from '#alerting/incident';
import { pageRelease } from '#alerting/page-release';
import { emergencySections, releaseSections } from '#alerting/render/release-facts';
import type { Brand } from '#enrich/brand';
import type { ReleaseView } from './api';

/** What an incident knows of a doubted press release, in the words of its pages; `now` is epoch milliseconds. */
export function viewRelease(
  incident: Incident,
  about: {
    readonly brand: Brand;
    readonly timezone: string;
    readonly now: number;
    readonly replay: boolean;
  },
): ReleaseView | undefined {
  const { brand, timezone, now, replay } = about;
  const kind = incident.state === 'resolved' ? 'resolved' : 'update';
  const release = pageRelease({ alerts: incident.alerts.toReversed(), brand, kind, now, replay });
  if (!release) return undefined;
  const page = { release, brand, timezone, reason: '' };
  return { verdict: release.verdict, sections: [...releaseSections(page), ...emergencySections(page)] };
}
