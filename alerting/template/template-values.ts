import type { Page } from '../page';
import { formatMoment } from '../render/local-time';
import { describePage } from '../render/page-facts';
import { quoteText } from '../render/quoted-text';

/** What a template can say of a page: words that are clean already, as every channel gets them. */
export type TemplateValues = {
  /** Of the HTTP channel's body: its text, as long as it may be. */
  readonly text?: string;
  readonly headline: string;
  readonly brand: string;
  readonly severity: string;
  readonly kind: string;
  readonly reason: string;
  readonly why: string;
  readonly since: string;
  /** What the rules found, a sentence each. */
  readonly found: readonly string[];
  /** Of a doubted press release. */
  readonly verdict: string;
  readonly outlets: readonly string[];
  readonly authors: readonly string[];
  readonly samples: readonly { readonly text: string; readonly by: string }[];
  readonly link: string;
  readonly incident: string;
  readonly page: number;
  readonly replay: boolean;
  /** Of the HTTP channel's body: the recipient. */
  readonly to?: string;
  /** Of the HTTP channel's body: the same for every attempt at one page to one recipient. */
  readonly delivery?: string;
};

export function templateValues(page: Page): TemplateValues {
  const facts = describePage(page);
  return {
    headline: facts.headline,
    brand: quoteText(page.brand.name, 100),
    severity: page.severity,
    kind: page.kind,
    reason: quoteText(page.reason, 200),
    why: facts.why,
    since: formatMoment(page.since, page.timezone),
    found: facts.findings.map(({ summary }) => summary),
    verdict: facts.release[0]?.lines[0] ?? '',
    outlets: facts.outlets,
    authors: facts.authors,
    samples: facts.samples.map(({ text, by }) => ({ text, by })),
    link: facts.link ?? '',
    incident: quoteText(page.incident, 300),
    page: page.number,
    replay: page.replay,
  };
}
