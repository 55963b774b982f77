import type { BrandMention, PressRelease } from '#enrich/brand-mention';
import type { DoubtedText } from './release-case';
import { quoteText } from './render/quoted-text';

/** A doubted text as a state keeps it; `at` is event time in epoch milliseconds. */
export type KeptText = Omit<DoubtedText, 'at'> & {
  readonly id: string;
  readonly at: number;
  readonly story?: string;
};

const REASONS = 5;
const CLAIMS = 8;
const SPEAKING_HOSTS: readonly BrandMention['channel'][] = ['news', 'blog', 'newswire', 'newsroom', 'web'];

/** What is kept of a mention that the gate judged; its words are cut to lengths that a page can carry. */
export function keepText(mention: BrandMention, judged: PressRelease, at: number): KeptText {
  return {
    id: mention.id,
    at,
    ...(mention.story && { story: mention.story.id }),
    role: judged.role,
    from: originOf(mention),
    ...(mention.title && { title: quoteText(mention.title, 160) }),
    verdict: judged.verdict,
    claims: judged.claims.slice(0, CLAIMS).map((claim) => quoteText(claim, 60)),
    reasons: judged.signals
      .filter(({ weight }) => weight > 0)
      .slice(0, REASONS)
      .map(({ evidence, explanation }) => ({
        evidence: quoteText(evidence, 160),
        explanation: quoteText(explanation, 240),
      })),
  };
}

/** Where a text comes from: the look-alike host, the sender's address, the site, or else who wrote it. */
export function originOf(mention: BrandMention): string {
  const { risks, author, channel, url, outlet } = mention;
  const lookAlike = risks.find(({ kind }) => kind === 'look-alike-domain')?.evidence;
  const host = SPEAKING_HOSTS.includes(channel) || !author ? hostOf(url) : undefined;
  // The whole address: at a provider of mailboxes the host says nothing.
  const origin = lookAlike ?? addressOf(mention) ?? host ?? outlet ?? authorOf(mention);
  return quoteText(origin, 80) || 'somebody unknown';
}

/** Where somebody spoke who is vouched for: "vinci.com". */
export function placeOf(mention: BrandMention): string {
  const address = addressOf(mention);
  const host = hostOf(mention.url) ?? address?.slice(address.lastIndexOf('@') + 1);
  return quoteText(host ?? mention.outlet ?? authorOf(mention), 80) || 'a channel of the brand';
}

/** Who passed it on, as people know them. */
export function relayerOf(mention: BrandMention): string {
  return quoteText(mention.outlet ?? authorOf(mention), 80) || originOf(mention);
}

function addressOf({ sender, author }: BrandMention): string | undefined {
  return [sender, author?.id].find((text) => text?.includes('@'));
}

function authorOf({ author }: BrandMention): string {
  return author?.name ?? author?.handle ?? author?.id ?? '';
}

function hostOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const host = new URL(url).hostname.replace(/^www\./, '');
  return host === '' ? undefined : host;
}
