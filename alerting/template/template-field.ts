import { z } from 'zod';
import { compileTemplate } from './compile-template';

/** A Liquid template in YAML; a mistake is told at its place in the file. `more` are variables besides the page's. */
export function templateField(more: readonly string[] = []) {
  return z
    .string()
    .min(1)
    .max(20_000)
    .superRefine((source, context) => {
      const compiled = compileTemplate(source, String, more);
      if (compiled.ok) return;
      const { message, offset } = compiled;
      context.addIssue({ code: 'custom', message, params: { offset } });
    });
}
