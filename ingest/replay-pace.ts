import { z } from 'zod';

export const Speed = z.union([z.number().positive(), z.literal('max')], {
  error: 'expected a number above 0, or "max"',
});
export type Speed = z.infer<typeof Speed>;

export const Pace = z.array(
  z.strictObject({
    until: z
      .union([z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), z.iso.datetime({ offset: true })], {
        error: 'expected "HH:MM" in the recording\'s zone, or an ISO time',
      })
      .describe("end of the stretch: HH:MM in the recording's zone, or an ISO time"),
    speed: Speed.describe('recorded seconds a second, or "max"'),
  }),
);
export type Pace = z.infer<typeof Pace>;

/** How a recording is timed, and how its instants read in its own zone. */
export type Timing = {
  /** The speed at a recorded instant (epoch ms): of the first stretch that has not ended, or the general one. */
  readonly speedAt: (at: number) => Speed;
  /** `22 Nov 2016 16:05` in the recording's zone. */
  readonly localTime: (at: number) => string;
};

/** Throws a RangeError for an unknown zone. */
export function createTiming(options: { speed: Speed; pace: Pace; timezone: string }): Timing {
  const { speed, pace, timezone: timeZone } = options;
  const minute = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone });
  const runs = (until: string, at: number) =>
    until.length === 5 ? minute.format(at) < until : at < Date.parse(until);
  return {
    speedAt: (at) => pace.find(({ until }) => runs(until, at))?.speed ?? speed,
    localTime: (at) => `${day.format(at)} ${minute.format(at)}`,
  };
}
