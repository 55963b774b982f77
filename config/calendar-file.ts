import { z } from 'zod';
import { DeclaredMoment } from '#alerting/declared-moment';

/** The schema of `calendar.yaml`. */
export const CalendarFile = z.strictObject({
  version: z.literal(1).describe('version of this format: 1'),
  moments: z.array(DeclaredMoment).describe('times at which more, or less, than usual is to be expected'),
});
export type CalendarFile = z.infer<typeof CalendarFile>;
