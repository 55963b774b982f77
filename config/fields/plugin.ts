import type { z } from 'zod';

/**
 * What every source, enricher, detector and notifier tells about itself. The settings schema, editor
 * completion, `vigie check` and the reference page are made from it; nothing else has to be edited.
 */
export type Plugin<Schema extends z.ZodObject = z.ZodObject> = {
  /** The word an operator writes as `kind:` (or `type:` for a rule); equals the file's name. */
  readonly kind: string;
  /** One sentence for the reference page and editor completion. */
  readonly summary: string;
  /** Every option carries `.describe()`; a test holds that. */
  readonly options: Schema;
  /** A working example in YAML; a test holds that it passes the schema. */
  readonly example: string;
};

/** The plug-in of this kind; a schema has made sure that there is one. */
export function findPlugin<Found extends Pick<Plugin, 'kind'>>(list: readonly Found[], kind: string): Found {
  const found = list.find((candidate) => candidate.kind === kind);
  if (!found) throw new Error(`the schema let the unknown kind ${kind} through`);
  return found;
}
