import type { CollectorDefinition } from '../collector';
import { certificateTransparency } from './certificate-transparency';
import { mailbox } from './mailbox';
import { replay } from './replay';
import { rss } from './rss';
import { webhook } from './webhook';

/** Every kind of source. */
export const collectors: readonly CollectorDefinition[] = [
  certificateTransparency,
  mailbox,
  replay,
  rss,
  webhook,
];
