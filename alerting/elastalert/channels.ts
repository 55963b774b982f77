import { type OpenRule, textsOf } from './open-rule';
import { isMapping } from './read-rule-file';

type Channel = {
  /** As ElastAlert's `alert` names it. */
  readonly names: readonly string[];
  /** Its settings, which stand in the rule, secrets among them. */
  readonly options: RegExp;
  /** How Vigie is told to do the same. */
  readonly instead: string;
};

const WEBHOOK =
  'there is no notifier of this kind: set up a notifier of kind webhook and let what receives it pass the page on';

/** Channels of ElastAlert. No value of their settings is ever repeated: many are secrets. */
export const CHANNELS: readonly Channel[] = [
  {
    names: ['slack', 'slacksdk'],
    options: /^slack\w*_/,
    instead: `in vigie.yaml, add a notifier { name: slack, kind: slack, webhookUrl: "\${SLACK_WEBHOOK_URL}" } (or token and channel), name it under receivers, and set the variable`,
  },
  {
    names: ['email', 'ses'],
    options: /^(email(_\w+)?|smtp_\w+|from_addr|cc|bcc|ses_\w+|assets_dir)$/,
    instead: `in vigie.yaml, add a notifier of kind email with host, from, to and password: "\${SMTP_PASSWORD}", name it under receivers, and set the variable`,
  },
  {
    names: ['post', 'post2'],
    options: /^(http_post2?_\w+|post_\w+)$/,
    instead: `in vigie.yaml, add a notifier of kind webhook with url and secret: "\${PAGE_SECRET}", and name it under receivers; the page is JSON of a shape of its own`,
  },
  {
    names: ['debug', 'stdout'],
    options: /^$/,
    instead: 'a notifier of kind console in vigie.yaml prints pages to the terminal',
  },
  {
    names: ['command'],
    options: /^(command|pipe_\w+|fail_on_non_zero_exit)$/,
    instead: `programs are not started; ${WEBHOOK}`,
  },
  {
    names: [
      'pagerduty',
      'pagertree',
      'opsgenie',
      'victorops',
      'alertmanager',
      'alerta',
      'zabbix',
      'servicenow',
      'jira',
      'hivealerter',
      'thehive',
      'iris',
    ],
    options:
      /^(pagerduty_\w+|pagertree_\w+|opsgenie_\w+|victorops_\w+|alertmanager_\w+|alerta_\w+|zbx_\w+|servicenow_\w+|username|password|short_description|comments|assignment_group|cmdb_ci|caller_id|jira_\w+|hive_\w+|iris_\w+)$/,
    instead: WEBHOOK,
  },
  {
    names: [
      'ms_teams',
      'ms_power_automate',
      'mattermost',
      'discord',
      'telegram',
      'googlechat',
      'rocketchat',
      'gitter',
      'chatwork',
      'dingtalk',
      'lark',
      'linenotify',
      'line',
      'workwechat',
      'wechat',
      'webex_webhook',
      'webex_incoming',
      'matrixhookshot',
      'yzj',
      'flashduty',
    ],
    options:
      /^(ms_teams_\w+|ms_power_automate_\w+|mattermost_\w+|discord_\w+|telegram_\w+|googlechat_\w+|rocket_chat_\w+|gitter_\w+|chatwork_\w+|dingtalk_\w+|lark_\w+|linenotify_\w+|work_wechat_\w+|webex_\w+|matrix\w*_\w+|yzj_\w+|flashduty_\w+)$/,
    instead: WEBHOOK,
  },
  {
    names: [
      'twilio',
      'exotel',
      'tencent_sms',
      'smseagle',
      'sns',
      'sqs',
      'stomp',
      'gelf',
      'datadog',
      'indexer',
    ],
    options:
      /^(twilio_\w+|exotel_\w+|tencent_sms_\w+|smseagle_\w+|sns_\w+|sqs_\w+|stomp_\w+|gelf_\w+|datadog_\w+|indexer_\w+)$/,
    instead: WEBHOOK,
  },
];

/** Tells of each channel that the rule names or has settings of, how the page gets there with Vigie. */
export function noteChannels(rule: OpenRule): void {
  const alert = rule.take('alert');
  const list = Array.isArray(alert) ? alert : [alert];
  const named = list.flatMap((entry) => (isMapping(entry) ? Object.keys(entry) : textsOf(entry)));
  const options = rule.rest();
  for (const name of named) {
    if (CHANNELS.some(({ names }) => names.includes(name.toLowerCase()))) continue;
    // Somebody may have written an address, and with it a secret, where a name belongs.
    const shown = /^[\w.]{1,60}$/.test(name) ? `"${name}"` : 'that is named here';
    rule.note(['alert'], `the channel ${shown} is a Python module, which is not run; ${WEBHOOK}`);
  }
  for (const channel of CHANNELS) {
    const names = named.filter((name) => channel.names.includes(name.toLowerCase()));
    const settings = options.filter((option) => channel.options.test(option));
    if (names.length === 0 && settings.length === 0) continue;
    const what = [...names, ...settings].join(', ');
    rule.note(
      [names.length > 0 ? 'alert' : (settings[0] as string)],
      `${what}: who is told stands apart from the rules: ${channel.instead}`,
    );
  }
}
