import { z } from 'zod';

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const PATTERN = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/;

/** Milliseconds of a duration such as `90s`, `10m`, `2h` or `7d`; `undefined` for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
}

/** The shortest exact duration text: 90_000 → `90s`, 7_200_000 → `2h`. */
export function formatDuration(ms: number): string {
  for (const unit of ['w', 'd', 'h', 'm', 's'] as const) {
    if (ms >= UNIT_MS[unit] && ms % UNIT_MS[unit] === 0) return `${ms / UNIT_MS[unit]}${unit}`;
  }
  return `${ms}ms`;
}

/** A duration in YAML, read to milliseconds. */
export const Duration = z
  .string()
  // Aborts: how durations go together cannot be judged of one that is none.
  .regex(PATTERN, { error: 'expected a duration such as "90s", "10m", "2h" or "7d"', abort: true })
  .transform((text) => parseDuration(text) as number)
  .meta({ duration: true });
export type Duration = z.infer<typeof Duration>;
