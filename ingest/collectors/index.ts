import type { CollectorDefinition } from '../collector';
import { replay } from './replay';
import { rss } from './rss';
import { webhook } from './webhook';

/** Every kind of source. */
export const collectors: readonly CollectorDefinition[] = [replay, rss, webhook];
