import type { CollectorDefinition } from '../collector';
import { replay } from './replay';
import { webhook } from './webhook';

/** Every kind of source. */
export const collectors: readonly CollectorDefinition[] = [replay, webhook];
