// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how an operator names a secret in YAML
import { z } from 'zod';
import { Secret } from '#config/fields/secret';
import { type Attempt, defineNotifier, type NotifierContext } from '../notifier';
import { isUrgent, renderSlackMessage, renderSlackText } from '../render/slack-blocks';
import { botIn, incomingWebhook, type SlackWay } from '../slack-ways';
import { createPageTemplate, PageTemplate, TEMPLATE_OPTION } from '../template/page-template';
import { isWebAddress } from '../web-address';

const options = z
  .strictObject({
    token: Secret.optional().describe(
      'bot token (xoxb-…) of a Slack app with the scope chat:write; the pages of an incident are one thread then. Write ${SLACK_BOT_TOKEN} or ${file:…}',
    ),
    channel: z
      .string()
      .regex(/^(#\S{1,80}|[CGD][A-Z0-9]{5,})$/, 'expected "#crisis", or an id such as "C0123456789"')
      .optional()
      .describe('where the bot posts; invite the app there'),
    apiUrl: z
      .url({ protocol: /^https?$/ })
      .default('https://slack.com/api')
      .describe("Slack's Web API for the bot; another one for GovSlack"),
    webhookUrl: Secret.refine(isWebAddress, 'expected an address such as https://hooks.slack.com/services/…')
      .optional()
      .describe(
        'address of an incoming webhook, in place of token and channel; each page then stands by itself in the channel. It is a secret, so write ${SLACK_WEBHOOK_URL} or ${file:…}',
      ),
    signingSecret: Secret.optional().describe(
      'signing secret of the Slack app: pages carry buttons then, and the console answers them at /slack/actions, which is the Request URL to give to the app. Write ${SLACK_SIGNING_SECRET} or ${file:…}',
    ),
    mention: z
      .string()
      .regex(
        /^<(![a-z]+(\^[A-Z0-9]+)?|@[A-Z0-9]+)>$/,
        'expected "<!here>", "<!channel>", "<!subteam^S…>" or "<@U…>"',
      )
      .optional()
      .describe(
        'who is called by first and worse pages, by news of a fake and by outages, for example "<!here>"; nobody when absent',
      ),
    template: PageTemplate.optional().describe(TEMPLATE_OPTION),
  })
  .refine(({ token, webhookUrl }) => (token === undefined) !== (webhookUrl === undefined), {
    path: ['webhookUrl'],
    message: 'give either webhookUrl, or token and channel',
  })
  .refine(({ token, channel }) => (token === undefined) === (channel === undefined), {
    path: ['channel'],
    message: 'token and channel go together',
  });

/** Posts pages to a Slack channel: as a bot in one thread an incident, or through an incoming webhook. */
export const slackNotifier = defineNotifier({
  kind: 'slack',
  summary:
    'Posts each page to a Slack channel: as a bot, one thread an incident, or through an incoming webhook.',
  options,
  example: 'kind: slack\ntoken: ${SLACK_BOT_TOKEN}\nchannel: "#crisis"\nmention: "<!here>"\n',
  create: (settings, context) => {
    const { mention, signingSecret } = settings;
    const way = openWay(settings, context);
    const inOwnWords = createPageTemplate(settings.template);
    return {
      destinations: [way.destination],
      // https://docs.slack.dev/apis/web-api/rate-limits: one message a second for a channel or a webhook.
      paceMs: 1_000,
      send: async ({ page: usual, thread }): Promise<Attempt> => {
        const page = inOwnWords(usual);
        const within = thread === undefined ? undefined : { receipt: thread, isUrgent: isUrgent(page) };
        const message = renderSlackMessage(page, mention, signingSecret !== undefined);
        const { attempt, refused } = await way.post(message, within);
        if (refused === undefined) return attempt;
        context.log.warn(
          { notifier: context.name, answer: refused },
          'slack refused the blocks; sending words only',
        );
        return (await way.post(renderSlackText(page, mention), within)).attempt;
      },
      check: async () => {
        const attempt = await way.check();
        if (!attempt.ok) throw new Error(`notifier "${context.name}": ${attempt.message}`);
      },
    };
  },
});

function openWay(
  { token, channel, webhookUrl, apiUrl }: z.output<typeof options>,
  context: NotifierContext,
): SlackWay {
  if (token && channel) return botIn({ token, channel, apiUrl }, context);
  if (webhookUrl) return incomingWebhook(webhookUrl, context);
  throw new Error(`notifier "${context.name}": give either webhookUrl, or token and channel`);
}
