import { suggest } from '../matchers/likely-word';
import { CARRY_OVER } from './carry-over';
import { noteChannels } from './channels';
import { all, type Condition } from './condition';
import { isTrue } from './counting-types';
import type { Draft } from './draft';
import { noteLeftOut } from './left-out';
import type { Note } from './note';
import { type OpenRule, openRule } from './open-rule';
import { readQuery } from './read-query';
import type { WrittenRule } from './read-rule-file';
import { alternatives, joinAll, type Said } from './said';
import { sayCondition } from './say-condition';
import { queryKeyOf, realertOf, ruleName, severityOf, summaryOf, writtenName } from './shared-options';

/** A rule of a rules file, as YAML has it, and where it comes from. */
export type ImportedRule = {
  readonly rule: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly from: string;
};
export type ImportedRules = {
  readonly rules: readonly ImportedRule[];
  readonly notes: readonly Note[];
  /** Its type is one of ElastAlert's. */
  readonly isKnown: boolean;
};
/** What is wrong with a rule, by option, in the words of `vigie check`; empty when it can be used as it stands. */
export type CheckRule = (
  rule: Readonly<Record<string, unknown>>,
) => readonly { readonly option: string; readonly message: string }[];

/** So many rules at most for the alternatives of one filter. */
const MOST_ALTERNATIVES = 8;

/** Carries one rule of ElastAlert over; `taken` holds the names that are given away, and gets the new ones. */
export function importRule(written: WrittenRule, taken: Set<string>, check: CheckRule): ImportedRules {
  const open = openRule(written);
  const name = writtenName(open);
  const type = knownType(open);
  const drafts = type === undefined || isSwitchedOff(open) ? [] : (CARRY_OVER[type]?.(open) ?? []);
  const rules =
    drafts.length > 0 ? finish(open, name, drafts).filter((rule) => isSound(open, rule, check)) : [];
  const named = rules.map(({ name: wanted, ...rule }) => ({ name: uniqueName(wanted, taken), ...rule }));
  if (rules.length > 0) {
    noteChannels(open);
    noteLeftOut(open);
  }
  const about = named[0]?.name ?? ruleName(name);
  return {
    rules: named.map((rule) => ({ rule, from: `${written.file}:${open.line}` })),
    notes: open.notes().map((note) => ({ ...note, rule: about })),
    isKnown: type !== undefined,
  };
}

function knownType(open: OpenRule): string | undefined {
  const type = open.take('type');
  const types = Object.keys(CARRY_OVER);
  if (type === undefined) open.refuse([], `there is no type: ElastAlert knows ${types.join(', ')}`);
  else if (typeof type !== 'string') open.refuse(['type'], 'expected the name of a rule type');
  else if (Object.hasOwn(CARRY_OVER, type)) return type;
  else if (type.includes('.')) open.refuse(['type'], 'this type is a Python module, which is not run');
  else open.refuse(['type'], `unknown type "${type.slice(0, 60)}"${suggest(type, types)}`);
  return undefined;
}

function isSwitchedOff(open: OpenRule): boolean {
  if (!open.has('is_enabled') || isTrue(open.take('is_enabled'))) return false;
  open.refuse(['is_enabled'], 'the rule is switched off');
  return true;
}

type Shared = ReturnType<typeof readShared>;

function readShared(open: OpenRule, name: string) {
  const queryKey = queryKeyOf(open);
  return { name: ruleName(name), summary: summaryOf(open, name), severity: severityOf(open), queryKey };
}

type Unnamed = Readonly<Record<string, unknown>> & { readonly name: string };

function finish(open: OpenRule, name: string, drafts: readonly Draft[]): Unnamed[] {
  const filter = readFilter(open);
  const shared = readShared(open, name);
  if (!filter) return [];
  return drafts.flatMap((draft) => {
    const also: Said | undefined = draft.also ? sayCondition(draft.also, open.note) : { kind: 'everything' };
    if (!also) {
      open.refuse([], 'without the condition that could not be said, every mention would count');
      return [];
    }
    const ways = alternatives(joinAll([filter, also]), MOST_ALTERNATIVES);
    if (!ways) {
      open.refuse(
        ['filter'],
        `its alternatives make more than ${MOST_ALTERNATIVES} rules: write what matters most of them as matchers`,
      );
      return [];
    }
    if (ways.length > 1) noteWays(open, draft, ways.length);
    const realert = realertOf(open, draft.timeframe);
    return ways.map((matchers, index) => {
      const ending = [draft.suffix, ways.length > 1 ? String(index + 1) : undefined];
      return compose({
        shared,
        draft,
        matchers,
        realert,
        ending: ending.filter((part) => part !== undefined),
      });
    });
  });
}

/** The filter in matchers; undefined, having told why, when nothing of what it asks for could be said. */
function readFilter(open: OpenRule): Said | undefined {
  const filter = open.take('filter');
  if (filter === undefined) return { kind: 'everything' };
  const isList = Array.isArray(filter);
  const conditions = (isList ? filter : [filter]).map(
    (query, index): Condition => readQuery(query, isList ? ['filter', index] : ['filter']),
  );
  const said =
    conditions.length === 0 ? { kind: 'everything' as const } : sayCondition(all(conditions), open.note);
  if (!said) open.refuse(['filter'], 'without what could not be said of it, every mention would count');
  return said;
}

function noteWays(open: OpenRule, { type, options }: Draft, count: number): void {
  const isEach = type === 'any' || options.num_events === 1;
  const consequence = isEach
    ? 'each mention counts as before'
    : 'each counts by itself, not all of them together: set its limits for that';
  open.note(
    ['filter'],
    `alternatives in several fields, or several words in a text, become ${count} rules: ${consequence}; their alerts join one incident`,
  );
}

type Parts = {
  readonly shared: Shared;
  readonly draft: Draft;
  readonly matchers: readonly string[];
  readonly realert: string | undefined;
  readonly ending: readonly string[];
};

function compose({ shared, draft, matchers, realert, ending }: Parts): Unnamed {
  return {
    name: ruleName([shared.name, ...ending].join('-')),
    ...(shared.summary !== undefined && { summary: shared.summary }),
    type: draft.type,
    ...(matchers.length > 0 && { filter: matchers }),
    ...(shared.queryKey.length > 0 && !draft.countsTogether && { query_key: shared.queryKey }),
    ...(draft.timeframe !== undefined && { timeframe: draft.timeframe }),
    ...draft.options,
    ...(realert !== undefined && { realert }),
    ...(shared.severity !== undefined && { severity: shared.severity }),
  };
}

function isSound(open: OpenRule, rule: Unnamed, check: CheckRule): boolean {
  const problems = check(rule);
  for (const { option, message } of problems) {
    // Most options have ElastAlert's names.
    if (open.has(option)) open.refuse([option], message);
    else open.refuse([], `as Vigie has it, ${option} ${message}`);
  }
  return problems.length === 0;
}

function uniqueName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}-${number}`;
  taken.add(name);
  return name;
}
