import { z } from 'zod';
import { Alert, Severity } from './alert';

const Base = z.object({
  id: z.string().describe('deterministic: appending the same event twice appends it once'),
  at: z.string().describe('our clock, ISO in UTC'),
});
const By = z.string().describe('who: a person, or "vigie"');
const DeliveryOutcome = Base.extend({ delivery: z.string(), notifier: z.string(), destination: z.string() });

/** Everything that happens to an incident. Its state is the fold of these; nothing is ever removed or changed. */
export const IncidentEvent = z.discriminatedUnion('kind', [
  Base.extend({ kind: z.literal('opened'), alert: Alert }),
  Base.extend({ kind: z.literal('alert-joined'), alert: Alert }),
  Base.extend({ kind: z.literal('alert-updated'), alert: Alert }),
  Base.extend({ kind: z.literal('alert-resolved'), alert: Alert }),
  Base.extend({
    kind: z.literal('paged'),
    page: z.number().int().positive().describe('1 for the first page of the incident'),
    reason: z.string(),
    deliveries: z.array(z.string()).describe('delivery ids'),
  }),
  DeliveryOutcome.extend({
    kind: z.literal('delivered'),
    receipt: z.string().optional().describe('what later pages need to stand in one thread with this one'),
  }),
  DeliveryOutcome.extend({ kind: z.literal('delivery-failed'), error: z.string() }),
  Base.extend({ kind: z.literal('acknowledged'), by: By, why: z.string().optional() }),
  Base.extend({ kind: z.literal('snoozed'), by: By, until: z.string(), why: z.string().optional() }),
  Base.extend({ kind: z.literal('resolved'), by: By, why: z.string().optional() }),
  Base.extend({ kind: z.literal('reopened'), by: By, why: z.string().optional() }),
  Base.extend({ kind: z.literal('commented'), by: By, text: z.string() }),
  Base.extend({
    kind: z.literal('rated'),
    by: By,
    page: z.number().int().positive().describe('which page of the incident'),
    useful: z.boolean(),
    note: z.string().optional(),
  }),
]);
export type IncidentEvent = z.infer<typeof IncidentEvent>;

/** What people handle. Stored in the state's namespace `incidents` under its id. */
export const Incident = z.object({
  id: z.string().describe('made from dedup key and the first alert, safe in a URL'),
  brand: z.string(),
  dedupKey: z.string(),
  state: z.enum(['open', 'acknowledged', 'snoozed', 'resolved']),
  severity: Severity.describe('the worst of its alerts so far'),
  title: z.string(),
  startedAt: z.string().describe('event time at which the first alert began'),
  openedAt: z.string().describe('our clock'),
  snoozedUntil: z.string().optional(),
  alerts: z.array(Alert).describe('latest form of each alert'),
  pages: z.number().int().nonnegative().describe('pages sent so far'),
  events: z.array(IncidentEvent),
});
export type Incident = z.infer<typeof Incident>;

/** What a person asks of an incident; travels on the bus topic `commands`, keyed by brand. */
export const Command = z.object({
  id: z.string().describe('makes a repeated command one command'),
  at: z.string(),
  by: By,
  brand: z.string(),
  incident: z.string(),
  do: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('acknowledge'), why: z.string().optional() }),
    z.object({ kind: z.literal('snooze'), until: z.string(), why: z.string().optional() }),
    z.object({ kind: z.literal('resolve'), why: z.string().optional() }),
    z.object({ kind: z.literal('reopen'), why: z.string().optional() }),
    z.object({ kind: z.literal('comment'), text: z.string() }),
    z.object({
      kind: z.literal('rate'),
      useful: z.boolean(),
      page: z.number().int().positive().optional().describe('the last that can be rated where absent'),
      note: z.string().optional(),
    }),
  ]),
});
export type Command = z.infer<typeof Command>;
