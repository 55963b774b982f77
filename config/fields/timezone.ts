import { z } from 'zod';

/** Whether this machine knows the IANA zone. */
export function isTimezone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** An IANA time zone, such as `Europe/Paris`. */
export const Timezone = z.string().refine(isTimezone, 'expected an IANA time zone such as "Europe/Paris"');
export type Timezone = z.infer<typeof Timezone>;
