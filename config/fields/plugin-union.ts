import { z } from 'zod';
import type { Plugin } from './plugin';

/**
 * One schema for entries of every kind: the shared fields, the word that chooses the kind, and that kind's own
 * options, all on one level. The options' own cross-checks stay in force. A kind may name a shared field among its
 * options to give it a default of its own.
 */
export function pluginUnion<const Word extends 'kind' | 'type', Shared extends z.ZodRawShape>(
  word: Word,
  plugins: readonly Plugin[],
  shared: Shared,
): z.ZodType<PluginEntry<Word, Shared>> {
  const members = plugins.map(({ kind, summary, options }) =>
    options
      .safeExtend({ ...shared, ...options.shape, [word]: z.literal(kind).describe(summary) })
      .strict()
      .describe(summary),
  );
  // The list is made at run time, so the compiler cannot know its members: their options are read by `optionsOf`.
  const union: unknown = z.discriminatedUnion(word, members as unknown as [z.ZodObject, ...z.ZodObject[]]);
  return union as z.ZodType<PluginEntry<Word, Shared>>;
}

export type PluginEntry<Word extends string, Shared extends z.ZodRawShape> = z.output<z.ZodObject<Shared>> & {
  readonly [word in Word]: string;
};

/** The part of a parsed entry that belongs to the plug-in. */
export function optionsOf(
  plugin: Plugin,
  entry: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const own = Object.keys(plugin.options.shape).filter((key) => entry[key] !== undefined);
  return Object.fromEntries(own.map((key) => [key, entry[key]]));
}
