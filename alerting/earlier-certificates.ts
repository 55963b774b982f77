import type { BrandMention } from '#enrich/brand-mention';
import { durationInWords } from '#enrich/duration-in-words';
import { registrableDomain } from '#enrich/host-names';
import type { Store } from '#enrich/store/store';
import { formatDate } from './render/local-time';

const [DAY_MS, MINUTE_MS, SECOND_MS] = [86_400_000, 60_000, 1_000];
const MOST = 3;

type Suspect = { readonly domain: string; readonly at: number };

/**
 * Of the look-alike domains that mentions of the brand use: which of them a certificate had been seen for before, and
 * when first. "A certificate for vinci.group had been seen on 7 Nov 2016 (15 days before)"
 */
export async function findEarlierCertificates(
  store: Pick<Store, 'search'>,
  brand: string,
  mentions: readonly BrandMention[],
  timezone: string,
): Promise<readonly string[]> {
  const told = suspectsOf(mentions).map(async ({ domain, at }) => {
    const { mentions: found } = await store.search({
      brand,
      domain,
      channel: 'certificate-log',
      to: at,
      order: 'oldest',
      limit: 1,
    });
    return found.map(({ publishedAt }) => tell(domain, publishedAt, at, timezone));
  });
  return (await Promise.all(told)).flat();
}

function tell(domain: string, seenAt: string, at: number, timezone: string): string {
  const before = at - Date.parse(seenAt);
  const unit = before >= DAY_MS ? DAY_MS : before >= MINUTE_MS ? MINUTE_MS : SECOND_MS;
  const span = durationInWords(before - (before % unit));
  return `a certificate for ${domain} had been seen on ${formatDate(seenAt, timezone)} (${span} before)`;
}

/** The domains with their first use, earliest first. */
function suspectsOf(mentions: readonly BrandMention[]): readonly Suspect[] {
  const first = new Map<string, number>();
  for (const { channel, risks, publishedAt } of mentions)
    for (const { kind, evidence } of channel === 'certificate-log' ? [] : risks) {
      if (kind !== 'look-alike-domain') continue;
      const domain = registrableDomain(evidence) ?? evidence;
      first.set(domain, Math.min(Date.parse(publishedAt), first.get(domain) ?? Number.POSITIVE_INFINITY));
    }
  const suspects = [...first].map(([domain, at]) => ({ domain, at }));
  return suspects.sort((a, b) => a.at - b.at).slice(0, MOST);
}
