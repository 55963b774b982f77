import type { Page } from '#alerting/page';
import { releaseOf, vinciPage } from './pages';

/** The text in every place that a stranger can write to. */
export function hostilePage(text: string, risks: string[]): Page {
  const sample = { text, author: text, outlet: text, url: text, at: vinciPage.since, risks };
  return {
    ...vinciPage,
    headline: `VINCI: ${text}`,
    findings: vinciPage.findings.map((finding) => ({ ...finding, summary: text, explanation: [text, text] })),
    topOutlets: Array(5).fill({ term: text, count: 3 }),
    topAuthors: Array(5).fill({ term: text, count: 3 }),
    samples: [sample, { ...sample, url: `https://evil.example/?q=${text}` }, { ...sample, risks: [text] }],
  };
}

/** A server or a proxy in front of it writes the error, but none of the words may do harm. */
export function hostileOutage(text: string): Page {
  const { link, rateLink, ...page } = hostilePage(text, []);
  const outage = { dependencies: [], summary: text, error: text, means: text, advice: text };
  return { ...page, kind: 'outage', findings: [], samples: [], outages: [outage, outage, outage] };
}

/** A fake release says what it wants, in its title, its claims, its sender and the names of those who pass it on. */
export function hostileRelease(text: string, many: number): Page {
  const lead = {
    ...releaseOf().lead,
    from: text,
    title: text,
    claims: Array(Math.min(8, many)).fill(text),
    reasons: Array(Math.min(5, many)).fill({ evidence: text, explanation: text }),
  };
  const contact = { name: text, role: text, phone: text, email: text };
  return {
    ...hostilePage(text, ['suspect']),
    reason: 'another fake',
    release: {
      ...releaseOf({
        lead,
        texts: Array(Math.min(6, many)).fill({ ...lead, role: 'denial' }),
        furtherFakes: many,
        relays: Array(Math.min(20, many)).fill({ by: text, at: lead.at, times: 2 }),
        relayed: 1_000,
        denials: Array(Math.min(8, many)).fill({ by: text, at: lead.at, verdict: 'unverified' }),
        settled: { verdict: 'refuted', at: lead.at, by: text },
      }),
      emergencySheet: {
        people: Array(many).fill(contact),
        decisionChain: Array(many).fill(text),
        denial: text,
        regulator: Array(many).fill(contact),
        exchange: Array(many).fill(contact),
      },
    },
  };
}
