const TRACKING =
  /^(utm_\w*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|mkt_tok|oly_anon_id|oly_enc_id|vero_id|_hsenc|_hsmi|hsctatracking|wt_mc|wt\.mc|at_(medium|campaign|format|link_\w+|ptr_name)|xtor|cmpid|ns_\w+|ref_src|ref_url|s_cid|__twitter_impression|ocid|sr_share|smid|spm|guccounter|guce_referrer\w*)$/i;

/**
 * The address as one page's one name: without tracking parameters and fragment, parameters in order, the page behind
 * a Google redirect. `undefined` for what is not an http address.
 */
export function canonicalUrl(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = unwrapRedirect(new URL(address));
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  url.hash = '';
  url.username = '';
  url.password = '';
  // Deleting from `url.searchParams` one by one would write the whole address anew each time.
  const kept = new URLSearchParams([...url.searchParams].filter(([name]) => !TRACKING.test(name)));
  kept.sort();
  url.search = kept.toString();
  return url.href;
}

/** The page that a link of a Google alert leads to; any other address as it is. */
export function unwrapRedirect(url: URL): URL {
  const isGoogle = /(^|\.)google\.[a-z.]{2,6}$/.test(url.hostname) && url.pathname === '/url';
  const target = isGoogle ? (url.searchParams.get('url') ?? url.searchParams.get('q')) : null;
  return target && /^https?:/i.test(target) && URL.canParse(target) ? new URL(target) : url;
}
