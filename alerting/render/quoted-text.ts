/**
 * Text from the world made safe to print anywhere: one line, no control, direction or invisible characters, at most
 * three marks stacked on a letter, at most `max` characters (code points) with an ellipsis in place of the rest.
 */
export function quoteText(text: string, max: number): string {
  // Far more than any limit below; keeps hostile sizes from costing time.
  const clean = text
    .slice(0, max * 8 + 200)
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}\u115f\u1160\u3164\uffa0]/gu, '')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/ {2,}/g, ' ')
    .trim();
  return shorten(clean, max);
}

/** At most `max` code points, the last of them an ellipsis if something was cut. */
export function shorten(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max
    ? text
    : `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}

/** Makes addresses readable but dead, as security people write them: `hxxps://vinci[.]group/a`. */
export function defang(text: string): string {
  return text
    .replace(
      /\b(https?|ftp|javascript|data|vbscript|file)(?=:)/giu,
      (scheme) => DEAD_SCHEMES[scheme.toLowerCase()] ?? `x-${scheme}`,
    )
    .replace(/(?<=[\p{L}\p{N}-])\.(?=\p{L}{2,})/gu, '[.]');
}

const DEAD_SCHEMES: Readonly<Record<string, string>> = { http: 'hxxp', https: 'hxxps', ftp: 'fxp' };

/** The address if it is safe to put behind a link: http or https, no password in it, nothing that ends a link. */
export function safeLink(url: string | undefined): string | undefined {
  if (url === undefined || url.length > 1_000 || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return undefined;
  if (parsed.username !== '' || parsed.password !== '') return undefined;
  return parsed.href.replace(/[<>|"'`\\^{}\s]/g, percentEncode);
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
