import type { DatedMoment } from '#alerting/calendar';
import type { NotifierDefinition } from '#alerting/notifier';
import type { Receiver } from '#alerting/policy';
import type { Rule } from '#alerting/rule';
import type { PlacedRuleTest } from '#alerting/rule-tests/rule-test';
import type { Brand } from '#enrich/brand';
import type { EnricherDefinition } from '#enrich/enricher';
import type { CollectorDefinition } from '#ingest/collector';
import type { SettingsFile } from './settings';

type Options = Readonly<Record<string, unknown>>;

export type ConfiguredSource = {
  readonly name: string;
  readonly definition: CollectorDefinition;
  /** Output of the definition's options schema. */
  readonly options: Options;
  readonly everyMs?: number;
  readonly cron?: { readonly expression: string; readonly timezone?: string };
};

export type ConfiguredNotifier = {
  readonly name: string;
  readonly definition: NotifierDefinition;
  readonly options: Options;
};

/** Options as written, once they are checked: they are sent to threads and read there. */
export type ConfiguredEnricher = { readonly definition: EnricherDefinition; readonly options: Options };

/** `vigie.yaml` without its lists of plug-ins; durations are milliseconds, `data` is an absolute path. */
export type Settings = Omit<SettingsFile, 'sources' | 'notifiers' | 'enrichers'>;

/** Everything that the configuration folder says, checked. What is not enabled is not in it. */
export type Config = {
  /** Absolute path of the configuration folder. */
  readonly folder: string;
  /** `receivers` name enabled notifiers only. */
  readonly settings: Settings & { readonly receivers: readonly Receiver[] };
  readonly brands: readonly Brand[];
  readonly rules: readonly Rule[];
  /** Those beside the rules first. */
  readonly ruleTests: readonly PlacedRuleTest[];
  /** What `calendar.yaml` declares; empty without that file. */
  readonly moments: readonly DatedMoment[];
  readonly sources: readonly ConfiguredSource[];
  readonly notifiers: readonly ConfiguredNotifier[];
  /** In running order. */
  readonly enrichers: readonly ConfiguredEnricher[];
};
