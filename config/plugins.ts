import type { DetectorDefinition } from '#alerting/detector';
import { detectors } from '#alerting/detectors/index';
import type { NotifierDefinition } from '#alerting/notifier';
import { notifiers } from '#alerting/notifiers/index';
import type { EnricherDefinition } from '#enrich/enricher';
import { enrichers } from '#enrich/enrichers/index';
import type { CollectorDefinition } from '#ingest/collector';
import { collectors } from '#ingest/collectors/index';

/** The kinds of everything that the configuration can name. */
export type Plugins = {
  readonly collectors: readonly CollectorDefinition[];
  readonly enrichers: readonly EnricherDefinition[];
  readonly detectors: readonly DetectorDefinition[];
  readonly notifiers: readonly NotifierDefinition[];
};

/** Everything that this build knows. */
export const plugins: Plugins = { collectors, enrichers, detectors, notifiers };
