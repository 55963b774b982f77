import type { Alert } from './alert';
import { isAtLeast, type ReleaseCase } from './release-case';

/** What people are told of a press release at once. */
export type ReleaseNews = 'another fake' | 'verdict changed';

/** What has become known between two states of one affair, the more urgent first. Relays alone are no news. */
export function releaseNews(before: ReleaseCase, after: ReleaseCase): ReleaseNews[] {
  return [
    ...(after.furtherFakes > before.furtherFakes ? (['another fake'] as const) : []),
    ...(after.verdict !== before.verdict ? (['verdict changed'] as const) : []),
  ];
}

/** Whether an affair that somebody closed has to be opened again: another fake, or a worse verdict, but no denial. */
export function isWorse(before: ReleaseCase, after: ReleaseCase): boolean {
  const news = releaseNews(before, after);
  if (news.includes('another fake')) return true;
  return news.length > 0 && after.verdict !== 'refuted' && isAtLeast(after.verdict, before.verdict);
}

/** What firing alerts know of press releases that no page has told; `told` holds by alert id what was. */
export function untoldNews(
  alerts: readonly Alert[],
  told: ReadonlyMap<string, ReleaseCase>,
  rulesTold: ReadonlySet<string>,
): (ReleaseNews | 'another rule joined')[] {
  return alerts.flatMap(({ id, rule, status, release }) => {
    if (!release || status !== 'firing') return [];
    const before = told.get(id);
    if (before) return releaseNews(before, release);
    return [rulesTold.has(rule) ? 'another fake' : 'another rule joined'];
  });
}
