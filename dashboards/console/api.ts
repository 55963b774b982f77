import type { Alert } from '#alerting/alert';
import type { PastPage } from '#alerting/backtest/past-incidents';
import type { Incident } from '#alerting/incident';
import type { RuleNoise } from '#alerting/noise/noise-report';
import type { RaisedPage } from '#alerting/noise/raised-pages';
import type { RateablePage } from '#alerting/noise/ratings';
import type { Delivery } from '#alerting/notifier';
import type { Sample } from '#alerting/page';
import type { ReleaseCase } from '#alerting/release-case';
import type { Section } from '#alerting/render/release-facts';
import type { Rule } from '#alerting/rule';
import type { GroupNow } from '#alerting/rule-groups';
import type { RuleInWords } from '#alerting/rule-in-words';
import type { RulesStatus } from '#alerting/self-watch/rules-status';
import type { BrandMention, Signal, Verdict } from '#enrich/brand-mention';
import type { Bucket, Term } from '#enrich/store/store';
import type { SourceState, SourceStatus } from '#ingest/source-status';

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
  readonly state: 'delivered' | 'failed';
  readonly error?: string;
  /** When that was, by our clock. */
  readonly at: string;
};

/** What one rule found, as a line of the incident. */
export type Finding = Pick<
  Alert,
  'id' | 'rule' | 'severity' | 'summary' | 'seen' | 'expected' | 'unit' | 'at'
> & { readonly firing: boolean };

/** An incident as a row of a list; times as in the incident. */
export type IncidentSummary = Pick<
  Incident,
  'id' | 'brand' | 'state' | 'severity' | 'title' | 'startedAt' | 'openedAt' | 'snoozedUntil' | 'pages'
> & {
  readonly firing: boolean;
  /** The one that stands for the incident first: what still holds, then the worst, then the newest. */
  readonly findings: readonly Finding[];
  /** What is held of a press release that the incident is about. */
  readonly verdict?: ReleaseCase['verdict'];
  /** Whether it began long before it was opened: a replay of the past, not what happens now. */
  readonly replay: boolean;
  /** When the last page was made, by our clock. */
  readonly pagedAt?: string;
  /** Deliveries that have neither arrived nor failed. */
  readonly onTheWay: number;
  readonly recipients: readonly Recipient[];
  /** Grows with all that happens to it, so that a comment is seen as well. */
  readonly happened: number;
  /** Who acknowledged or resolved it last, and when (our clock). */
  readonly handled?: { readonly by: string; readonly at: string; readonly what: string };
};

/** What is known of a doubted press release, and whom to call: headings with their lines. */
export type ReleaseView = {
  readonly verdict: ReleaseCase['verdict'];
  readonly sections: readonly Section[];
};

export type IncidentView = {
  readonly incident: Incident;
  readonly summary: IncidentSummary;
  readonly release?: ReleaseView;
  /** The pages that people can rate, the newest first. */
  readonly pages: readonly RateablePage[];
  /** What the last page quoted. */
  readonly samples: readonly Sample[];
  /** The newest first. */
  readonly deliveries: readonly DeliveryRow[];
};

/** A page to one destination. `page` is its number within the incident; times are our clock. */
export type DeliveryRow = Pick<
  Delivery,
  | 'id'
  | 'notifier'
  | 'destination'
  | 'state'
  | 'attempts'
  | 'createdAt'
  | 'notBefore'
  | 'lastError'
  | 'reference'
> & { readonly page: number; readonly reason: string };

export type Mentions = {
  readonly total: number;
  readonly mentions: readonly BrandMention[];
  readonly next?: string;
};
export type Terms = { readonly field: string; readonly terms: readonly Term[] };

/** What `POST /verify` answers: the verdict, its name and what the desk should do on it. */
export type VerdictView = {
  readonly verdict: Verdict | null;
  readonly name: string;
  readonly advice: string;
  readonly score: number;
  readonly signals: readonly Signal[];
};

/** A source's row. `not-running`: an earlier process left this status, and no running one cares for the source. */
export type SourceRow = Omit<SourceStatus, 'state' | 'dropped' | 'updatedAt'> & {
  readonly state: SourceState | 'not-running';
  readonly dropped: number;
};
/** Which rules are in force, and what keeps their files as they stand from being so. */
export type RulesView = RulesStatus;

export type Sources = {
  readonly now: number;
  readonly sources: readonly SourceRow[];
  readonly rules?: RulesView;
};

/** A rule as a row of the list, with what came of it in the last four weeks. */
export type RuleRow = Pick<Rule, 'name' | 'type' | 'summary' | 'severity' | 'origin'> &
  Pick<RuleNoise, 'pages' | 'pagesAWeek' | 'rated' | 'useful'> & {
    /** Groups that fire. */
    readonly firing: number;
    /** What is to be said of its threshold. */
    readonly advice: string;
  };

/** A page that a rule raised, and what people said of it. */
export type RulePage = Pick<RaisedPage, 'incident' | 'page' | 'brand' | 'at' | 'reason' | 'ratings'> & {
  /** What the rule had found when the page was made. */
  readonly summary: string;
};

export type RuleView = RuleRow &
  RuleInWords & {
    readonly typeSummary: string;
    /** As written. */
    readonly filter: readonly string[];
    readonly groups: readonly GroupNow[];
    readonly moreGroups: number;
    /** The newest first; at most fifty. */
    readonly raised: readonly RulePage[];
  };

/** What a rule would have done over some days of the past; times are ISO. */
export type RulePast = {
  readonly from: string;
  readonly to: string;
  /** How many it looked at. */
  readonly mentions: number;
  readonly alerts: number;
  readonly pages: number;
  /** Absent for less than a week. */
  readonly pagesAWeek?: number;
  readonly quietWeeks: number;
  readonly weeks: number;
  readonly longestStormMs: number;
  /** Pages with something new, the newest first; at most fifty. */
  readonly list: readonly (Pick<PastPage, 'brand' | 'reason' | 'severity' | 'title'> & {
    readonly at: string;
  })[];
};

/** A line of the answer to `/api/rules/:name/past`: progress, and at the end the result or why there is none. */
export type PastLine =
  | { readonly kind: 'progress'; readonly read: number; readonly total: number }
  | { readonly kind: 'result'; readonly past: RulePast }
  | { readonly kind: 'failed'; readonly error: string };

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
  | {
      readonly kind: 'sources';
      readonly sources: readonly SourceRow[];
      readonly replay?: ReplayView;
      readonly rules?: RulesView;
    };
