import type { Incident } from '#alerting/incident';
import type { Sample } from '#alerting/page';
import type { BrandMention } from '#enrich/brand-mention';
import type { Bucket, Term } from '#enrich/store/store';

/** What the console's server answers and its page reads; types only, so that no server code gets into the page. */
export type Severity = Incident['severity'];
export type IncidentState = Incident['state'];

export type ReplayView = {
  readonly source: string;
  readonly running: boolean;
  /** Event time of the newest mention played so far, epoch milliseconds. */
  readonly at?: number;
  /** Where the replay is, in the words of the source. */
  readonly progress?: string;
};

export type BrandView = {
  readonly id: string;
  readonly name: string;
  readonly officialDomains: readonly string[];
  readonly mentions: number;
  readonly oldest?: number;
  readonly newest?: number;
  /** Incidents that are not resolved. */
  readonly unresolved: number;
  readonly worst?: Severity;
};

export type Overview = {
  readonly now: number;
  /** IANA zone in which people read the times. */
  readonly timezone: string;
  /** Whether a password guards the console, and with it a way to log out. */
  readonly guarded: boolean;
  readonly brands: readonly BrandView[];
  readonly replay?: ReplayView;
};

export type Series = {
  readonly from: number;
  readonly to: number;
  readonly bucketMs: number;
  readonly buckets: readonly Bucket[];
};

/** A destination of the pages of an incident, and what became of the last page to it. */
export type Recipient = {
  readonly notifier: string;
  readonly destination: string;
  readonly state: 'queued' | 'delivered' | 'failed';
  readonly error?: string;
};

/** An incident as a row of a list; times as in the incident. */
export type IncidentSummary = Pick<
  Incident,
  'id' | 'brand' | 'state' | 'severity' | 'title' | 'startedAt' | 'openedAt' | 'snoozedUntil' | 'pages'
> & {
  readonly firing: boolean;
  /** The finding that stands for the incident: the worst, then the newest. */
  readonly finding?: {
    readonly summary: string;
    readonly seen: number;
    readonly expected?: number;
    readonly unit: string;
    readonly at: string;
  };
  readonly recipients: readonly Recipient[];
  /** Who acknowledged or resolved it last, and when (our clock). */
  readonly handled?: { readonly by: string; readonly at: string; readonly what: string };
};

export type IncidentView = {
  readonly incident: Incident;
  readonly summary: IncidentSummary;
  readonly samples: readonly Sample[];
};

export type Mentions = {
  readonly total: number;
  readonly mentions: readonly BrandMention[];
  readonly next?: string;
};
export type Terms = { readonly field: string; readonly terms: readonly Term[] };

/** A source's row. `state` is the word of the collect shell: waiting, running, backing-off, unreachable, ended, failed. */
export type SourceRow = {
  readonly name: string;
  readonly kind: string;
  readonly address: string;
  readonly state: string;
  readonly lastSuccessAt?: string;
  readonly lastItemAt?: string;
  readonly nextPollAt?: string;
  readonly lastError?: { readonly at: string; readonly message: string };
  readonly mentions: number;
  readonly dropped: number;
  readonly progress?: string;
  readonly consecutiveFailures: number;
};
export type Sources = { readonly now: number; readonly sources: readonly SourceRow[] };

/** Sent over `/api/events`, each under its `kind` as the event's name. */
export type LiveEvent =
  | { readonly kind: 'incidents'; readonly incidents: readonly IncidentSummary[] }
  | {
      readonly kind: 'counts';
      readonly brand: string;
      readonly count: number;
      readonly newest?: number;
      /** The newest minutes of event time. */
      readonly minutes: readonly Bucket[];
    }
  | { readonly kind: 'sources'; readonly sources: readonly SourceRow[]; readonly replay?: ReplayView };
