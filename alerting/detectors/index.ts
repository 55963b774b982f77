import type { DetectorDefinition } from '../detector';
import { frequency } from './frequency';
import { percentageMatch } from './percentage-match';
import { spike } from './spike';

/** Every rule type. */
export const detectors: readonly DetectorDefinition[] = [frequency, percentageMatch, spike];
