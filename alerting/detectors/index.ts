import type { DetectorDefinition } from '../detector';
import { any } from './any';
import { cardinality } from './cardinality';
import { change } from './change';
import { flatline } from './flatline';
import { frequency } from './frequency';
import { metricAggregation } from './metric-aggregation';
import { newTerm } from './new-term';
import { percentageMatch } from './percentage-match';
import { pressRelease } from './press-release';
import { spike } from './spike';

/** Every rule type. */
export const detectors: readonly DetectorDefinition[] = [
  any,
  cardinality,
  change,
  flatline,
  frequency,
  metricAggregation,
  newTerm,
  percentageMatch,
  pressRelease,
  spike,
];
