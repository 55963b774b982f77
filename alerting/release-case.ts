import { z } from 'zod';
import { PressRelease, Verdict } from '#enrich/brand-mention';

const { role: Role, denial: Extent } = PressRelease.shape;

/** A text that is doubted: it poses as a release or as a denial, or it is the report by which the release became known. */
export const DoubtedText = z.object({
  at: z.string(),
  role: Role,
  from: z
    .string()
    .describe('the look-alike host, address or site that it comes from; else the author or outlet'),
  title: z.string().optional(),
  verdict: Verdict,
  claims: z.array(z.string()).describe('what it claims: accounts-restated, executive-leaves …'),
  reasons: z
    .array(z.object({ evidence: z.string(), explanation: z.string() }))
    .describe('what speaks for a fake, the heaviest first'),
});
export type DoubtedText = z.infer<typeof DoubtedText>;

/** Somebody who passed it on: the minute of the first time, and how often. */
export const Relay = z.object({ by: z.string(), at: z.string(), times: z.number().int().positive() });
export type Relay = z.infer<typeof Relay>;

/** A denial that does not pose as one: `official` or `corroborated` when it is the brand's own. */
export const Denial = z.object({ by: z.string(), at: z.string(), extent: Extent, verdict: Verdict });
export type Denial = z.infer<typeof Denial>;

/** What a rule of the type `press_release` knows of the doubted releases of one brand. Times are event time, ISO. */
export const ReleaseCase = z.object({
  verdict: Verdict.describe(
    'of what is neither refuted nor corroborated, the worst; else what became of it all',
  ),
  since: z.string().describe('when the first of it was seen'),
  lead: DoubtedText.describe('what it is about: the release itself, where it was seen'),
  texts: z.array(DoubtedText).describe('every doubted text in order; of many the first and the latest'),
  furtherFakes: z.number().int().nonnegative().describe('fakes after the first; each is told to people'),
  relays: z.array(Relay).describe('who passed it on, in order; of many those with a name first'),
  relayed: z.number().int().nonnegative().describe('how many times it was passed on in all'),
  denials: z.array(Denial),
  silentSince: z.string().optional().describe('newsroom and wires have said nothing of it since then'),
  settled: z
    .object({ verdict: Verdict, at: z.string(), by: z.string(), extent: Extent })
    .optional()
    .describe('how the first of it was refuted or corroborated, when and by whom'),
});
export type ReleaseCase = z.infer<typeof ReleaseCase>;

/** Whether this verdict says at least as much against a text as the other; what was refuted was a fake for certain. */
export function isAtLeast(verdict: Verdict, other: Verdict): boolean {
  return Verdict.options.indexOf(verdict) >= Verdict.options.indexOf(other);
}

/** The brand, its newsroom or a regulated wire answers for it. */
export function isVouchedFor(verdict: Verdict): boolean {
  return !isAtLeast(verdict, 'unverified');
}
