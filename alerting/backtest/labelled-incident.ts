import { z } from 'zod';
import { MOMENT_EXPECTED, readMoment } from '#config/fields/moment';

/** What people know to have happened, read from a file in this zone: times without an offset are of it. */
export function labelledIncidentsSchema(timezone: string) {
  const moment = (edge: 'from' | 'to') =>
    z.string().transform((text, context) => {
      const read = readMoment(text, timezone);
      if (read) return read[edge];
      context.addIssue({ code: 'custom', message: MOMENT_EXPECTED });
      return z.NEVER;
    });
  return z
    .array(
      z
        .strictObject({
          name: z.string().min(1).describe('what people call it'),
          brand: z.string().describe('brand id'),
          from: moment('from').describe('when it began: a day or a time'),
          to: moment('to').describe(
            'after this a page is no answer to it any more: a day, included, or a time',
          ),
        })
        .refine(({ from, to }) => from < to, { message: 'from must lie before to', path: ['from'] }),
    )
    .min(1);
}

/** Times are epoch milliseconds, `to` exclusive. */
export type LabelledIncident = z.output<ReturnType<typeof labelledIncidentsSchema>>[number];

/** How long after its beginning it was told; undefined when it was not. Milliseconds. */
export type Detected = { readonly name: string; readonly afterMs: number | undefined };

/** Notes when each labelled incident was told of first. */
export type DetectionTimes = {
  readonly tell: (brand: string, at: number) => void;
  readonly detected: () => Detected[];
};

export function createDetectionTimes(labelled: readonly LabelledIncident[]): DetectionTimes {
  const afterMs = new Map<LabelledIncident, number>();
  return {
    tell: (brand, at) => {
      for (const one of labelled)
        if (one.brand === brand && at >= one.from && at < one.to && !afterMs.has(one))
          afterMs.set(one, at - one.from);
    },
    detected: () => labelled.map((one) => ({ name: one.name, afterMs: afterMs.get(one) })),
  };
}
