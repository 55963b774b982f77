import type { MentionHost } from './enricher';

/** Hosts of networks, with a dot that parts them from longer names. */
const NETWORK_HOSTS: readonly (readonly [string, string])[] = [
  ['.x.com', 'x'],
  ['.twitter.com', 'x'],
  ['.bsky.app', 'bluesky'],
  ['.bsky.social', 'bluesky'],
  ['.linkedin.com', 'linkedin'],
  ['.facebook.com', 'facebook'],
  ['.instagram.com', 'instagram'],
  ['.youtube.com', 'youtube'],
  ['.tiktok.com', 'tiktok'],
  ['.threads.net', 'threads'],
];

/** The network that a mention was said on, as accounts name it; undefined where the link does not tell. */
export function networkOf(hosts: readonly MentionHost[]): string | undefined {
  const link = hosts.find(({ from }) => from === 'link')?.host;
  if (link === undefined) return undefined;
  const dotted = `.${link}`;
  return NETWORK_HOSTS.find(([host]) => dotted.endsWith(host))?.[1] ?? link;
}
