import { z } from 'zod';
import { Duration } from '#config/fields/duration';

/** Who is told: a named list of notifiers. */
export const Receiver = z.strictObject({
  name: z.string().min(1).describe('name that routes refer to'),
  notifiers: z.array(z.string()).min(1).describe('names of notifiers; all of them get the page'),
});
export type Receiver = z.infer<typeof Receiver>;

const RouteFields = z.strictObject({
  receiver: z.string().describe('who gets pages of incidents that come here'),
  repeat_interval: Duration.default(14_400_000).describe(
    'page again while an incident stays open and unacknowledged',
  ),
});

/** First matching child wins; without one, the route's own receiver. */
export const Route = RouteFields.extend({
  routes: z
    .array(
      RouteFields.extend({
        matchers: z
          .array(z.string())
          .min(1)
          .describe('brand="acme", severity=~"error|critical", rule="…"; all must hold'),
      }),
    )
    .default([])
    .describe('exceptions, tried in order'),
});
export type Route = z.infer<typeof Route>;
