/** `vinci[.]group/fr`: readable, and nothing that a reader, a chat or a mail program would open. */
export function defang(url: string): string {
  return url
    .replace(/^https?:\/\//i, '')
    .replace(/^([^/?#]*)/, (host) => host.replaceAll('.', '[.]'))
    .slice(0, 120);
}

function hostOf(url: string): string | undefined {
  try {
    const { protocol, hostname } = new URL(url);
    return protocol === 'http:' || protocol === 'https:' ? hostname.replace(/^www\./, '') : undefined;
  } catch {
    return undefined;
  }
}

/** A way out to the mention: only http and https, and a suspect address is shown but cannot be followed. */
export function OutLink({ url, suspect }: { url: string; suspect: boolean }) {
  const host = hostOf(url);
  if (suspect || host === undefined)
    return (
      <span class="defanged" title="Not a link: the address is suspect">
        {defang(url)}
      </span>
    );
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {host} ↗
    </a>
  );
}
