import type { DetectorDefinition } from '#alerting/detector';
import type { NotifierDefinition } from '#alerting/notifier';
import type { EnricherDefinition } from '#enrich/enricher';
import type { CollectorDefinition } from '#ingest/collector';

/** The kinds of everything that the configuration can name. */
export type Plugins = {
  readonly collectors: readonly CollectorDefinition[];
  readonly enrichers: readonly EnricherDefinition[];
  readonly detectors: readonly DetectorDefinition[];
  readonly notifiers: readonly NotifierDefinition[];
};
