import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import type { Alert } from '../alert';
import { defineDetector } from '../detector';
import { createSpike } from '../spike/create-spike';

/** Options of the rule type `spike`. */
export const SpikeOptions = z.strictObject({
  spike_height: z.number().gt(1).describe('fires at this many times the expected count'),
  spike_type: z
    .enum(['up', 'down', 'both'])
    .default('up')
    .describe('up: more than expected, down: fewer, both: either'),
  threshold_cur: z
    .number()
    .int()
    .min(1)
    .describe('floor: an upward spike needs at least this many mentions in the timeframe'),
  threshold_ref: z
    .number()
    .min(0)
    .describe(
      'floor of the expected count: fewer are never expected, also while there is no history yet; a downward spike needs at least this many expected',
    ),
  baseline: z
    .enum(['previous', 'seasonal'])
    .default('seasonal')
    .describe(
      'what the expected count comes from: the timeframes before, or what this hour of the week usually brings',
    ),
  reference_windows: z
    .number()
    .int()
    .min(1)
    .max(48)
    .default(6)
    .describe(
      'the expected count is the mean of this many timeframes before the current one, also for a season not known yet',
    ),
  adapt_after: Duration.default(86_400_000).describe(
    'the reference stands still while firing; after this long the new level is taken as normal',
  ),
});

/** What a count had to reach; a silence has no such floor. */
function countOf({ seen, expected = 0 }: Alert): number | undefined {
  return seen >= expected ? seen : undefined;
}

/** As if the fastest minutes had filled the timeframe: an alert is not given out again each time that it grows. */
function atTopPace(alert: Alert): Alert {
  const { seen, expected = 0, badness = 0 } = alert;
  return seen >= expected ? { ...alert, seen: Math.max(seen, Math.floor(badness)) } : alert;
}

/** How many times what was expected was seen, or the other way round, to one decimal below. */
function heightOf({ seen, expected }: Alert): number | undefined {
  if (!expected) return undefined;
  return Math.floor((10 * Math.max(seen, expected)) / Math.max(1, Math.min(seen, expected))) / 10;
}

/** More (or fewer) mentions than the group's own past lets expect. */
export const spike = defineDetector({
  kind: 'spike',
  summary:
    'The timeframe, or a burst of its last two minutes, holds spike_height times what was to be expected, beyond what chance explains.',
  options: SpikeOptions,
  example: `name: storm
type: spike
timeframe: 10m
spike_height: 3
threshold_cur: 20
threshold_ref: 5
severity: critical
`,
  create: createSpike,
  dials: [
    { option: 'threshold_cur', strictest: countOf, possible: (alert) => countOf(atTopPace(alert)) },
    { option: 'spike_height', strictest: heightOf, possible: (alert) => heightOf(atTopPace(alert)) },
  ],
});
