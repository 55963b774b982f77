const LINK = /\bhttps?:\/\/[^\s<>"'()[\]{}]+/gi;
const MAX_LINKS = 50;

/**
 * Where the links of a mail lead, each once: those of its markup, then those that its text shows. Where there are
 * more than 50, one link of each host goes first, so that many harmless ones hide none.
 */
export function linksOf(markup: readonly string[], text: string): string[] {
  const shown = [...text.matchAll(LINK)].map(([link]) => link.replace(/[.,;:!?…]+$/, ''));
  const targets = [...new Set([...markup, ...shown].map(unwrapLink))];
  if (targets.length <= MAX_LINKS) return targets;
  const firstOfHost = new Set(
    new Map(targets.toReversed().map((target) => [hostOf(target), target])).values(),
  );
  const others = targets.filter((target) => !firstOfHost.has(target));
  return [...targets.filter((target) => firstOfHost.has(target)), ...others].slice(0, MAX_LINKS);
}

/** The target of a link that a mail gateway or a search engine wrapped; any other link in its normal form. */
export function unwrapLink(link: string): string {
  if (!URL.canParse(link)) return link;
  const url = new URL(link);
  const target = wrappedIn(url);
  const isLink = target !== undefined && /^https?:/i.test(target) && URL.canParse(target);
  return isLink ? new URL(target).href : url.href;
}

function wrappedIn(url: URL): string | undefined {
  const { hostname, pathname, searchParams } = url;
  if (hostname.endsWith('.safelinks.protection.outlook.com')) return searchParams.get('url') ?? undefined;
  if (/^www\.google\.[a-z.]+$/.test(hostname) && pathname === '/url')
    return searchParams.get('q') ?? searchParams.get('url') ?? undefined;
  if (hostname === 'urldefense.com') return /^\/v3\/__(https?:\/.*?)__;/.exec(pathname)?.[1];
  if (hostname === 'urldefense.proofpoint.com') return unescapeProofpoint(searchParams.get('u') ?? '');
  return undefined;
}

/** Version 2 of that gateway writes `%` as `-` and `/` as `_`. */
function unescapeProofpoint(wrapped: string): string | undefined {
  try {
    return decodeURIComponent(wrapped.replace(/_/g, '/').replace(/-/g, '%'));
  } catch {
    return undefined;
  }
}

function hostOf(link: string): string {
  return URL.canParse(link) ? new URL(link).host || link : link;
}
