import type { z } from 'zod';
import type { Plugin } from '#config/fields/plugin';
import type { BrandMention } from '#enrich/brand-mention';
import type { Alert } from './alert';
import type { Moments } from './calendar';
import type { Explanation } from './explanation';
import type { ReleaseCase } from './release-case';

/** A mention as a detector sees it; `at` is event time in epoch milliseconds. */
export type Observation = { readonly at: number; readonly mention: BrandMention };

/** What a detector measured when its condition held. Times are epoch milliseconds of event time. */
export type Finding = {
  readonly at: number;
  readonly window: { readonly from: number; readonly to: number };
  readonly seen: number;
  readonly expected?: number;
  readonly unit: string;
  /** What was seen and expected, without the brand's name: "412 mentions in 10 minutes, where 38 were to be expected". */
  readonly summary: string;
  /** Each gate with its numbers, whether it opened or held. */
  readonly explanation: readonly string[];
  /** How bad it is beside other findings of the rule; `seen` where absent. `worsen_factor` times as much is worth a new page. */
  readonly badness?: number;
  /** Matchers of the mentions that make it bad, where those counted are not all alike. */
  readonly focus?: readonly string[];
  /** The alert is given out again when this changes, though it is no worse; such a finding is never held back. */
  readonly revision?: string;
  /** What is known of doubted press releases, where the rule is about them. */
  readonly release?: ReleaseCase;
};

/** What a detector is told of its rule beside its own options. Durations are milliseconds. */
export type DetectorContext = {
  readonly timeframe: number;
  readonly allowedLateness: number;
  /** So many times as bad is worth telling again. */
  readonly worsenFactor: number;
  /** What the rule's filter lets through, in the plural: "negative mentions". */
  readonly counted: string;
};

/**
 * A state machine over the mentions of one group, on event time. `State` is plain JSON; `observe` and
 * `evaluate` change it in place (it has one owner) and depend on nothing else: the same calls in the same order
 * give the same findings. Memory is bounded by the timeframe, not by the number of mentions.
 */
export type Detector<State = unknown> = {
  readonly fresh: () => State;
  /** Reads a state that was stored, maybe by an earlier version; where absent it is taken as it stands. */
  revive?(stored: State): State;
  /** Takes a mention of the group; `counted` tells whether it passed the rule's filter. */
  observe(state: State, observation: Observation, counted: boolean): void;
  /**
   * What holds at this event time; undefined when the condition does not. `firing`: it held at the last evaluation.
   * `moments` are those declared for the group's brand, for who compares with what is usual; absent: none.
   */
  evaluate(state: State, at: number, firing: boolean, moments?: Moments): Finding | undefined;
  /** What `evaluate` would see and ask for, of the same arguments; leaves the state as it is. */
  explain?(state: State, at: number, firing: boolean, moments?: Moments): Explanation;
  /**
   * Silence is what it tells of: every brand that the rule is about is watched from the beginning, mentioned or not,
   * and is never forgotten. Groups of further fields begin with their first mention: nobody knows them before.
   */
  readonly watchesSilence?: boolean;
  /** For how long what it learned is of use, milliseconds; where absent, fifty timeframes without a mention end that. */
  readonly memory?: number;
  /** Nobody watched for a while before this event time: what was said meanwhile may still come, late. */
  resume?(state: State, at: number): void;
  /** Why the condition holds no more, after `evaluate` found that it does not; where absent, it has calmed. */
  ended?(state: State): string;
};

/** An option that makes its rule quieter the further it is turned up, read from what alerts saw. */
export type Dial = {
  /** The option's name in YAML. */
  readonly option: string;
  /** The strictest setting at which this alert would surely have been raised; undefined where it does not tell. */
  readonly strictest: (alert: Alert) => number | undefined;
  /** The strictest at which it may have been, where an alert does not tell all that was seen; else as `strictest`. */
  readonly possible?: (alert: Alert) => number | undefined;
  /** Of an option that is set in words: the words from the mildest to the strictest; settings are places in this list. */
  readonly words?: readonly string[];
};

/** A rule type. One file in `detectors/` named for it, one line in `detectors/index.ts`. */
export type DetectorDefinition<Schema extends z.ZodObject = z.ZodObject> = Plugin<Schema> & {
  /** `options` holds the type's own options only, not those of `RuleBase`. */
  create(options: z.output<Schema>, context: DetectorContext): Detector;
  /** The thresholds that a report may advise to turn up; none where the type has none. */
  readonly dials?: readonly Dial[];
};

/** Keeps the options' type inside the definition while the list holds definitions of every kind. */
export function defineDetector<Schema extends z.ZodObject>(
  definition: DetectorDefinition<Schema>,
): DetectorDefinition<Schema> {
  return definition;
}
