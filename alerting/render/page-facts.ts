import type { Page, Sample } from '../page';
import { formatMoment, formatTime } from './local-time';
import { defang, quoteText, safeLink } from './quoted-text';
import { emergencySections, releaseSections, type Section } from './release-facts';

/** A sample ready to be printed: nothing in it is live; `link` only where nothing speaks against opening it. */
export type SampleFacts = {
  readonly text: string;
  readonly by: string;
  readonly warnings: readonly string[];
  readonly link: string | undefined;
  /** The address of a suspect one, to be read and not followed. */
  readonly deadLink: string | undefined;
};

/** What every channel says of a page, as plain words without any markup. */
export type PageFacts = {
  readonly headline: string;
  readonly why: string;
  /** In the words of the channel's template. */
  readonly lead: readonly string[];
  /** Of the last page: how long it lasted, who took care of it. */
  readonly closing: readonly string[];
  /** Of a page to operators: for each thing what is wrong, why, what it means, what to look at. */
  readonly outages: readonly (readonly string[])[];
  /** Of a doubted press release: the verdict, why, who passed it on, denials. */
  readonly release: readonly Section[];
  /** Whom to call then, who decides, the denial that is kept ready. */
  readonly emergency: readonly Section[];
  readonly findings: readonly { readonly summary: string; readonly rule: string; readonly gates: string }[];
  readonly outlets: readonly string[];
  readonly authors: readonly string[];
  readonly samples: readonly SampleFacts[];
  readonly link: string | undefined;
  /** Where people say whether the page was useful; opening it says nothing yet. */
  readonly rateLink: string | undefined;
};

/** Cleans and words a page; lengths are in characters. */
export function describePage(page: Page): PageFacts {
  return {
    headline: quoteText(page.headline, 150),
    why: quoteText(`${whyNow(page)} · since ${formatMoment(page.since, page.timezone)}`, 300),
    lead: leadLines(page),
    closing: (page.closing ?? []).slice(0, 5).map((line) => quoteText(line, 400)),
    outages: (page.outages ?? []).map((outage) => outageLines(outage, page)),
    release: releaseSections(page),
    emergency: emergencySections(page),
    findings: page.findings.slice(0, 5).map((finding) => ({
      summary: quoteText(finding.summary, 400),
      rule: quoteText(`${finding.rule} (${finding.origin.file}:${finding.origin.line})`, 200),
      gates: quoteText(finding.explanation.join('; '), 600),
    })),
    outlets: page.topOutlets.slice(0, 5).map(countLine),
    authors: page.topAuthors.slice(0, 5).map(countLine),
    samples: page.samples.map((sample) => describeSample(sample, page.timezone)),
    link: safeLink(page.link),
    rateLink: safeLink(page.rateLink),
  };
}

function leadLines({ lead = '' }: Page): string[] {
  const lines = lead.split('\n').map((line) => quoteText(line, 300));
  return lines.filter((line) => line !== '').slice(0, 8);
}

/** The error comes from a server or a proxy: whatever stands in it must not be live. */
function outageLines({ summary, error, mistakes, means, advice }: Outage, page: Page): string[] {
  const label = isEnd(page) ? 'Last error' : 'Error';
  return [
    quoteText(summary, 400),
    ...(error ? [`${label}: ${defang(quoteText(error, 300))}`] : []),
    ...(mistakes ?? []).map((mistake) => quoteText(mistake, 300)),
    ...(means ? [quoteText(means, 500)] : []),
    ...(advice ? [`Look first: ${quoteText(advice, 400)}`] : []),
  ];
}

function describeSample(sample: Sample, timezone: string): SampleFacts {
  const suspect = sample.risks.length > 0;
  const author = sample.author === sample.outlet ? undefined : sample.author;
  const by = [sample.outlet, author, formatTime(sample.at, timezone), sample.sentiment];
  return {
    text: defang(quoteText(sample.text, 280)),
    by: by.flatMap((part) => (part ? [quoteText(part, 80)] : [])).join(' · '),
    warnings: sample.risks.slice(0, 3).map((risk) => defang(quoteText(risk, 300))),
    link: suspect ? undefined : safeLink(sample.url),
    deadLink: suspect && sample.url !== undefined ? defang(quoteText(sample.url, 200)) : undefined,
  };
}

function countLine({ term, count }: { term: string; count: number }): string {
  return `${quoteText(term, 60)} (${count.toLocaleString('en-GB')})`;
}

type Outage = NonNullable<Page['outages']>[number];

const REASONS: Readonly<Record<string, string>> = {
  'first notification': 'first page',
  'severity raised': 'more severe than before',
  'another rule joined': 'something more was found',
  'another fake': 'another fake has come',
  'verdict changed': 'the verdict has changed',
  'twice as bad': 'twice as bad as on the last page',
  'repeat interval elapsed': 'it goes on, and nobody has acknowledged it',
  reopened: 'it has flared up again',
};

function whyNow(page: Page): string {
  switch (page.kind) {
    case 'test':
      return 'This is a test page: nothing has happened';
    case 'resolved':
      return `The incident is closed (page ${page.number})`;
    case 'outage':
    case 'outage-over':
      return 'To the operators of Vigie; this is about Vigie itself, not about a brand';
    case 'first':
    case 'update':
      return whyPaged(page);
  }
}

function whyPaged(page: Page): string {
  const severity = `${page.severity[0]?.toUpperCase()}${page.severity.slice(1)}`;
  const reason = REASONS[page.reason] ?? page.reason;
  return page.number <= 1 ? `${severity}: ${reason}` : `${severity}: ${reason} (page ${page.number})`;
}

/** Whether it brings the good news that something is over. */
export function isEnd({ kind }: Page): boolean {
  return kind === 'resolved' || kind === 'outage-over';
}
