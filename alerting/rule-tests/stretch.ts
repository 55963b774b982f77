import { z } from 'zod';
import { Duration, parseDuration } from '#config/fields/duration';
import { PressRelease, SentimentLabel, Verdict, Voice } from '#enrich/brand-mention';
import { Channel } from '#ingest/mention';
import { sharesOf } from './shares';

const RATE = /^(\d+(?:\.\d+)?)\s*\/\s*(s|min|h|d)$/;
const AMOUNT = 'expected a rate such as "10/min" (also /s, /h, /d), or a whole number: so many in all';
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const LATE = /^(\d+(?:\.\d+)?)\s*%\s+up\s+to\s+(\S+)$/;
const PERCENT = /^(\d+(?:\.\d+)?)\s*%$/;

/** So many mentions in all, or so many a millisecond. */
export type Amount = { readonly count: number } | { readonly perMs: number };

const Amount = z
  .union([z.number(AMOUNT).int(AMOUNT).positive(AMOUNT), z.string().regex(RATE, AMOUNT)], { error: AMOUNT })
  .transform((written): Amount => {
    if (typeof written === 'number') return { count: written };
    const [, number, unit = ''] = RATE.exec(written) ?? [];
    return { perMs: Number(number) / (UNIT_MS[unit] ?? Number.NaN) };
  });

const Percent = z
  .string()
  .regex(PERCENT, 'expected a share such as "5%"')
  .refine((text) => Number.parseFloat(text) <= 100, 'is more than all')
  .transform((text) => Number.parseFloat(text) / 100);

/** A share of the mentions, and how much later than published they come at most, in milliseconds. */
export type Lateness = { readonly share: number; readonly upTo: number };

const Lateness = z.string().transform((text, context): Lateness => {
  const [, percent, longest = ''] = LATE.exec(text) ?? [];
  const upTo = parseDuration(longest);
  if (percent !== undefined && Number(percent) <= 100 && upTo !== undefined)
    return { share: Number(percent) / 100, upTo };
  context.addIssue({ code: 'custom', message: 'expected a share and a duration such as "20% up to 30m"' });
  return z.NEVER;
});

const JudgedRelease = z.strictObject({
  verdict: Verdict.describe('what the press-release gate says of it'),
  role: PressRelease.shape.role
    .default('release')
    .describe('it poses as a release, reports one or denies one'),
  case: z
    .string()
    .min(1)
    .default('release')
    .describe('one word for each affair: relays and denials share it'),
  claims: z.array(z.string()).default([]).describe('what it claims: accounts-restated, executive-leaves …'),
  denial: z.enum(['full', 'partial']).optional().describe('of a denial: how much it denies'),
});

/** So many mentions for so long, all made alike. */
export const Stretch = z.strictObject({
  for: Duration.describe('how long it lasts'),
  at: Duration.optional().describe(
    'when it begins, counted from the start of the test; without it, when the one before ends',
  ),
  mentions: Amount.optional().describe('a rate such as 10/min, 30/h or 2/s; or a number: so many in all'),
  per_minute: z.number().positive().optional().describe('the rate, as a number of mentions a minute'),
  seed: z
    .number()
    .int()
    .optional()
    .describe('they come by chance (Poisson) instead of evenly spaced: each number is one course of chance'),
  sentiment: sharesOf([...SentimentLabel.options, 'unscored'])
    .prefault('neutral')
    .describe('negative, neutral, positive or unscored; or shares: 45% negative, 55% neutral'),
  channel: sharesOf(Channel.options)
    .prefault('social')
    .describe('where it is said; or shares: 80% social, 20% news'),
  language: sharesOf().optional().describe('ISO 639-1; or shares: 70% fr, 30% en'),
  voice: sharesOf(Voice.options)
    .prefault('public')
    .describe('who speaks; or shares: 90% public, 10% journalist'),
  source: z.string().min(1).default('test').describe('name of the source'),
  outlet: z.string().min(1).optional().describe('name of the publication'),
  title: z.string().optional().describe('{n} stands for the number of the mention'),
  text: z.string().min(1).optional().describe('what is said; {n} stands for the number of the mention'),
  author: z
    .string()
    .min(1)
    .default('author-{n}')
    .describe('who says it; with {n} each has an author of its own'),
  authors: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('so many authors take turns: {n} begins again after them'),
  story: z
    .string()
    .min(1)
    .default('story-{n}')
    .describe('with {n} each is a story of its own; without, all are copies of one'),
  followers: z.number().int().nonnegative().optional().describe('followers of the author'),
  reach: z.number().nonnegative().optional().describe('people who may have seen it'),
  hashtags: z.array(z.string()).default([]).describe('in lower case, without #'),
  domains: z.array(z.string()).default([]).describe('domains that it links or comes from'),
  look_alike: z
    .string()
    .min(1)
    .optional()
    .describe('a host that only looks like one of the brand: it comes from there'),
  risks: z.array(z.string()).default([]).describe('other kinds of risks that are found on it'),
  press_release: JudgedRelease.optional().describe('how the press-release gate judges it'),
  late: Lateness.optional().describe('a share of them arrives late: 20% up to 30m'),
  duplicate: Percent.optional().describe('a share of them arrives twice: 5%'),
});
export type Stretch = z.infer<typeof Stretch>;
