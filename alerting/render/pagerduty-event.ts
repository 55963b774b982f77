import { createHash } from 'node:crypto';
import type { Page } from '../page';
import { describePage, isEnd } from './page-facts';
import { fitSections, pageSections } from './page-sections';
import { quoteText } from './quoted-text';

/** An event of PagerDuty's Events API v2, without the key that says whose it is. */
export type PagerDutyEvent = {
  readonly event_action: 'trigger' | 'resolve';
  readonly dedup_key: string;
  readonly client: string;
  readonly client_url?: string;
  readonly links: readonly { readonly href: string; readonly text: string }[];
  readonly payload: {
    readonly summary: string;
    readonly source: string;
    readonly severity: Page['severity'];
    readonly timestamp: string;
    readonly component: string;
    readonly class: string;
    readonly custom_details: Readonly<Record<string, string>>;
  };
};

// https://developer.pagerduty.com/docs/events-api-v2-overview: 512 KB for the whole event; the key is added later.
const EVENT_BYTES = 512_000 - 1_000;
const SUMMARY = 1_024;
const DEDUP_KEY = 255;

/** The severities are PagerDuty's own words. What is good news resolves the alert that the incident opened there. */
export function renderPagerDutyEvent(page: Page): PagerDutyEvent {
  const facts = describePage(page);
  const links = [
    ...(facts.link ? [{ href: facts.link, text: 'Open the incident in Vigie' }] : []),
    ...(facts.rateLink ? [{ href: facts.rateLink, text: 'Was it useful to be paged?' }] : []),
  ];
  return fitSections(pageSections(facts), EVENT_BYTES, (sections) => ({
    event_action: isEnd(page) ? 'resolve' : 'trigger',
    dedup_key: dedupKey(page.incident),
    client: 'Vigie',
    ...(facts.link && { client_url: facts.link }),
    links,
    payload: {
      summary: quoteText(facts.headline, SUMMARY),
      source: quoteText(page.brand.name, 200) || 'Vigie',
      severity: page.severity,
      timestamp: page.since,
      component: quoteText(page.brand.id, 200),
      class: page.kind,
      custom_details: Object.fromEntries(
        sections.map(({ label, lines }, index) => [uniqueLabel(sections, label, index), lines.join('\n')]),
      ),
    },
  }));
}

/** The incident's id, so that all its pages are one alert; one that is too long by its digest. */
function dedupKey(incident: string): string {
  if (incident.length <= DEDUP_KEY) return incident;
  return createHash('sha256').update(incident).digest('hex');
}

/** Two servers that do not answer are two sections under one heading, and a map has each key once. */
function uniqueLabel(sections: readonly { readonly label: string }[], label: string, index: number): string {
  const before = sections.slice(0, index).filter((section) => section.label === label).length;
  return before === 0 ? label : `${label} (${before + 1})`;
}
