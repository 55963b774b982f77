import { z } from 'zod';
import { parseMatcher } from './parse-matcher';

/** A matcher inside a rule's options; refused with the place of the mistake where it cannot be read. */
export const MatcherText = z.string().superRefine((text, context) => {
  const parsed = parseMatcher(text);
  if (!parsed.ok)
    context.addIssue({
      code: 'custom',
      message: `${parsed.message} (at character ${parsed.at + 1} of ${text})`,
    });
});
