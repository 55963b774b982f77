import { z } from 'zod';

/**
 * A secret as resolved from `${ENV}` or `file:`. It prints as `[secret]` wherever it is logged,
 * interpolated or serialised; only `reveal()` gives the text.
 */
export class SecretText {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  reveal(): string {
    return this.#text;
  }
  toString(): string {
    return '[secret]';
  }
  toJSON(): string {
    return '[secret]';
  }
}

/** A secret in YAML: write `${NAME}` (environment) or `${file:/run/secrets/name}`; the loader fills it in. */
export const Secret = z
  .string()
  .min(1, 'is empty: set the environment variable or file that it names')
  .transform((text) => new SecretText(text))
  .meta({ secret: true });
export type Secret = z.infer<typeof Secret>;
