// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how an operator names a secret in YAML
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { Secret, type SecretText } from '#config/fields/secret';
import { judgeStatus, type PageAnswer } from '../http-attempt';
import { type Attempt, type Delivery, defineNotifier } from '../notifier';
import { openAddress } from '../open-address';
import type { Page } from '../page';
import { createPageTemplate, PageTemplate, TEMPLATE_OPTION } from '../template/page-template';

const options = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('address that takes pages as JSON by POST'),
  secret: Secret.optional().describe(
    'signs each page: X-Vigie-Signature is sha256= and the HMAC of "<X-Vigie-Timestamp>.<body>"',
  ),
  template: PageTemplate.optional().describe(TEMPLATE_OPTION),
  allowPrivateNetwork: z
    .boolean()
    .default(false)
    .describe('allows loopback and private addresses, for a receiver in your own network'),
});

/** Posts pages as signed JSON to any address. */
export const webhookNotifier = defineNotifier({
  kind: 'webhook',
  summary: 'Posts each page as JSON, signed if a secret is set, to an address of yours.',
  options,
  example: 'kind: webhook\nurl: https://crisis.example.com/pages\nsecret: ${PAGES_SECRET}\n',
  create: ({ url, secret, template, allowPrivateNetwork }, context) => {
    const inOwnWords = createPageTemplate(template);
    const { host, post, check, close } = openAddress({ url, allowPrivateNetwork }, context);
    const send = (body: string, headers: Record<string, string>): Promise<PageAnswer> =>
      post(body, { ...headers, ...(secret && signature(secret, body, context.clock.now())) });
    return {
      destinations: [host],
      paceMs: 0,
      send: async (delivery) =>
        judge(await send(bodyOf(delivery.id, inOwnWords(delivery.page)), headersOf(delivery))),
      check,
      close,
    };
  },
});

function bodyOf(delivery: string, page: Page): string {
  return JSON.stringify({ delivery, ...page });
}

function headersOf(delivery: Delivery): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'vigie',
    'idempotency-key': delivery.id,
  };
}

function signature(secret: SecretText, body: string, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1_000));
  const mac = createHmac('sha256', secret.reveal()).update(`${timestamp}.${body}`).digest('hex');
  return { 'x-vigie-timestamp': timestamp, 'x-vigie-signature': `sha256=${mac}` };
}

function judge(answer: PageAnswer): Attempt {
  return answer.answered ? judgeStatus('the webhook', answer) : answer.attempt;
}
