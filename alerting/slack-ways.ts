import { z } from 'zod';
import type { SecretText } from '#config/fields/secret';
import { judgeStatus, type PageAnswer, postPage } from './http-attempt';
import type { Attempt, NotifierContext } from './notifier';
import { readJson } from './read-json';
import { quoteText } from './render/quoted-text';
import type { SlackMessage } from './render/slack-blocks';

/** What became of a message; `refused` is Slack's word where it did not like the blocks. */
export type Posted = { readonly attempt: Attempt; readonly refused?: string };

/** The thread that a message goes into, as the receipt of its first message; `isUrgent` shows it in the channel too. */
export type SlackThread = { readonly receipt: string; readonly isUrgent: boolean };

/** A way into a Slack channel. `check` posts nothing. */
export type SlackWay = {
  readonly destination: string;
  readonly post: (message: SlackMessage, thread?: SlackThread) => Promise<Posted>;
  readonly check: () => Promise<Attempt>;
};

const TIMEOUT_MS = 9_000;
// What Slack says of a message whose blocks it does not like: the words alone still go through.
const BLOCKS_REFUSED =
  /^(invalid_payload|invalid_blocks|invalid_blocks_format|msg_blocks_too_long|msg_too_long)/;
// Answers to a message without content, which is never posted: the webhook is alive.
const ALIVE = /^(no_text|invalid_payload|missing_text_or_fallback_or_attachments)/;
// https://docs.slack.dev/reference/methods/chat.postMessage: what may pass by itself.
const PASSING =
  /^(ratelimited|rate_limited|message_limit_exceeded|internal_error|fatal_error|service_unavailable|request_timeout|team_added_to_org)$/;
const CURES: readonly (readonly [RegExp, string])[] = [
  [/^(channel_not_found|not_in_channel|is_archived)$/, 'check channel, and invite the app to it'],
  [
    /^(not_authed|invalid_auth|account_inactive|token_(revoked|expired))$/,
    'give the bot token (xoxb-…) of an app',
  ],
  [/^(missing_scope|not_allowed_token_type|no_permission)$/, 'the app needs the scope chat:write'],
];

const Answer = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  channel: z.string().optional(),
  ts: z.string().optional(),
});

/** Through an incoming webhook, which cannot answer in a thread. */
export function incomingWebhook(url: SecretText, context: NotifierContext): SlackWay {
  const send = (message: object) => postJson(url.reveal(), message, {}, context);
  return {
    destination: `incoming webhook at ${new URL(url.reveal()).host}`,
    post: async (message) => {
      const answer = await send(message);
      const isRefused = answer.answered && answer.status === 400 && BLOCKS_REFUSED.test(answer.text);
      return { attempt: judgeWebhook(answer), ...(isRefused && { refused: detail(answer.text) }) };
    },
    check: async () => {
      const answer = await send({});
      return answer.answered && ALIVE.test(answer.text) ? { ok: true } : judgeWebhook(answer);
    },
  };
}

/** As a bot, by Slack's Web API at `apiUrl`; the receipt of a message is `channel/ts`. */
export function botIn(
  bot: { readonly channel: string; readonly token: SecretText; readonly apiUrl: string },
  context: NotifierContext,
): SlackWay {
  const call = async (method: string, body: object): Promise<Posted> => {
    const headers = { authorization: `Bearer ${bot.token.reveal()}` };
    return judgeApi(await postJson(`${bot.apiUrl.replace(/\/+$/, '')}/${method}`, body, headers, context));
  };
  return {
    destination: bot.channel,
    post: (message, thread) =>
      call('chat.postMessage', { ...message, channel: bot.channel, ...(thread && replyIn(thread)) }),
    check: async () => (await call('auth.test', {})).attempt,
  };
}

/** A thread that was deleted is no obstacle: Slack posts the reply in the channel then. */
function replyIn({ receipt, isUrgent }: SlackThread): object {
  const ts = receipt.slice(receipt.lastIndexOf('/') + 1);
  return { thread_ts: ts, ...(isUrgent && { reply_broadcast: true }) };
}

function postJson(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>>,
  { fetch, clock }: NotifierContext,
): Promise<PageAnswer> {
  return postPage({
    fetch,
    url,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
    timeoutMs: TIMEOUT_MS,
    now: () => clock.now(),
  });
}

function judgeWebhook(answer: PageAnswer): Attempt {
  return answer.answered ? judgeStatus('Slack', answer, detail(answer.text)) : answer.attempt;
}

/** The Web API tells its failures with the status 200, in the body. */
function judgeApi(answer: PageAnswer): Posted {
  if (!answer.answered) return { attempt: answer.attempt };
  const read = readJson(Answer, answer.text);
  const word = read.ok ? detail(read.value.error ?? '') : '';
  const status = judgeStatus('Slack', answer, word);
  if (!status.ok) return { attempt: status };
  if (!read.ok) {
    const message = 'Slack answered with something that is not its own: is there a proxy before it?';
    return { attempt: { ok: false, retriable: true, reason: 'server-error', message } };
  }
  const { ok, channel, ts } = read.value;
  if (ok) return { attempt: { ok: true, ...(channel && ts && { receipt: `${channel}/${ts}` }) } };
  const cure = CURES.find(([pattern]) => pattern.test(word))?.[1];
  const message = `Slack answered ${word || 'no'}${cure ? `: ${cure}` : ''}`;
  if (PASSING.test(word))
    return { attempt: { ok: false, retriable: true, reason: 'rate-limited', message, ...waitOf(answer) } };
  const attempt: Attempt = { ok: false, retriable: false, reason: 'refused', message };
  return { attempt, ...(BLOCKS_REFUSED.test(word) && { refused: word }) };
}

function waitOf({ retryAfterMs }: { readonly retryAfterMs?: number }) {
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}

/** Slack explains itself in one word, such as `no_service`; anything else may be a proxy's page and says nothing. */
function detail(text: string): string {
  return /^[a-z_]{2,60}$/.test(text.trim()) ? quoteText(text, 60) : '';
}
