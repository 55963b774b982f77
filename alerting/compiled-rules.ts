import type { Calendar } from './calendar';
import { type CompiledRule, compileRules } from './compile-rules';
import type { DetectorDefinition } from './detector';
import type { Rule } from './rule';

/** The rules made ready, findable by what an evaluation asks for. */
export type CompiledRules = {
  /** Undefined for a rule that is gone. */
  readonly named: (name: string) => CompiledRule | undefined;
  /** The rules that look at this brand (id). */
  readonly about: (brand: string) => readonly CompiledRule[];
  /** Of all rules, how late a mention may be and still count for one; milliseconds. */
  readonly longestLateness: number;
};

/** Throws for a rule that cannot be read. */
export function indexRules(
  rules: readonly Rule[],
  detectors: readonly DetectorDefinition[],
  calendar?: Calendar,
): CompiledRules {
  const compiled = compileRules(rules, detectors, calendar);
  const byName = new Map(compiled.map((rule) => [rule.rule.name, rule]));
  const byBrand = new Map<string, readonly CompiledRule[]>();
  return {
    named: (name) => byName.get(name),
    about: (brand) => {
      const known = byBrand.get(brand);
      if (known) return known;
      const found = compiled.filter((rule) => rule.isAbout(brand));
      byBrand.set(brand, found);
      return found;
    },
    longestLateness: Math.max(0, ...rules.map((rule) => rule.allowed_lateness)),
  };
}
