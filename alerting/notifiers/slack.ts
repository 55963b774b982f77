// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how an operator names a secret in YAML
import { z } from 'zod';
import { Secret, type SecretText } from '#config/fields/secret';
import { judgeStatus, type PageAnswer, postPage } from '../http-attempt';
import { type Attempt, defineNotifier, type NotifierContext } from '../notifier';
import { quoteText } from '../render/quoted-text';
import { renderSlackMessage, renderSlackText, type SlackMessage } from '../render/slack-blocks';

const options = z.strictObject({
  webhookUrl: Secret.refine(
    isWebAddress,
    'expected an address such as https://hooks.slack.com/services/…',
  ).describe('address of the incoming webhook; it is a secret, so write ${SLACK_WEBHOOK_URL} or ${file:…}'),
  mention: z
    .string()
    .regex(
      /^<(![a-z]+(\^[A-Z0-9]+)?|@[A-Z0-9]+)>$/,
      'expected "<!here>", "<!channel>", "<!subteam^S…>" or "<@U…>"',
    )
    .optional()
    .describe(
      'who is called by first and worse pages and by outages, for example "<!here>"; nobody when absent',
    ),
});

const TIMEOUT_MS = 9_000;
// What Slack says of a message whose blocks it does not like: the words alone still go through.
const BLOCKS_REFUSED =
  /^(invalid_payload|invalid_blocks|invalid_blocks_format|msg_blocks_too_long|msg_too_long)/;
// Answers to a message without content, which is never posted: the webhook is alive.
const ALIVE = /^(no_text|invalid_payload|missing_text_or_fallback_or_attachments)/;

/** Posts pages to a Slack channel through an incoming webhook. */
export const slackNotifier = defineNotifier({
  kind: 'slack',
  summary: 'Posts each page to a Slack channel through an incoming webhook.',
  options,
  example: 'kind: slack\nwebhookUrl: ${SLACK_WEBHOOK_URL}\nmention: "<!here>"\n',
  create: ({ webhookUrl, mention }, context) => {
    const send = (message: SlackMessage | object) => post(webhookUrl, message, context);
    return {
      destinations: [`incoming webhook at ${new URL(webhookUrl.reveal()).host}`],
      // https://docs.slack.dev/apis/web-api/rate-limits: one message a second for an incoming webhook.
      paceMs: 1_000,
      send: async ({ page }) => {
        const answer = await send(renderSlackMessage(page, mention));
        const refused = answer.answered && answer.status === 400 && BLOCKS_REFUSED.test(answer.text);
        if (!refused) return judge(answer);
        context.log.warn(
          { notifier: context.name, answer: detail(answer.text) },
          'slack refused the blocks; sending words only',
        );
        return judge(await send(renderSlackText(page, mention)));
      },
      check: async () => {
        const answer = await send({});
        if (answer.answered && (answer.status < 300 || ALIVE.test(answer.text))) return;
        const attempt = judge(answer);
        throw new Error(`notifier "${context.name}": ${attempt.ok ? 'unexpected answer' : attempt.message}`);
      },
    };
  },
});

function post(url: SecretText, message: object, context: NotifierContext): Promise<PageAnswer> {
  return postPage({
    fetch: context.fetch,
    url: url.reveal(),
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(message),
    timeoutMs: TIMEOUT_MS,
    now: () => context.clock.now(),
  });
}

function judge(answer: PageAnswer): Attempt {
  if (!answer.answered) return answer.attempt;
  return judgeStatus('Slack', answer, detail(answer.text));
}

/** Slack explains itself in one word, such as `no_service`; anything else may be a proxy's page and says nothing. */
function detail(text: string): string {
  return /^[a-z_]{2,60}$/.test(text.trim()) ? quoteText(text, 60) : '';
}

function isWebAddress(secret: SecretText): boolean {
  const text = secret.reveal();
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
