import type { NotifierDefinition } from '../notifier';
import { consoleNotifier } from './console';
import { emailNotifier } from './email';
import { httpTemplateNotifier } from './http-template';
import { pagerdutyNotifier } from './pagerduty';
import { slackNotifier } from './slack';
import { teamsNotifier } from './teams';
import { webhookNotifier } from './webhook';

/** Every channel that a configuration can name; equals the files of this folder. */
export const notifiers: readonly NotifierDefinition[] = [
  consoleNotifier,
  emailNotifier,
  httpTemplateNotifier,
  pagerdutyNotifier,
  slackNotifier,
  teamsNotifier,
  webhookNotifier,
];
