import type { DetectorDefinition } from '../detector';
import { frequency } from './frequency';
import { percentageMatch } from './percentage-match';
import { pressRelease } from './press-release';
import { spike } from './spike';

/** Every rule type. */
export const detectors: readonly DetectorDefinition[] = [frequency, percentageMatch, pressRelease, spike];
