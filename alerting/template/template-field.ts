import { z } from 'zod';
import { compileTemplate } from './compile-template';

/** A Liquid template in YAML; a mistake is told at its place in the file. */
export const TemplateField = z
  .string()
  .min(1)
  .max(20_000)
  .superRefine((source, context) => {
    const compiled = compileTemplate(source, String);
    if (compiled.ok) return;
    context.addIssue({
      code: 'custom',
      message: compiled.message,
      params: { offset: compiled.offset },
    });
  });
