// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how an operator names a secret in YAML
import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { z } from 'zod';
import { Secret, type SecretText } from '#config/fields/secret';
import { isAllowedAddress, unbracket } from '#ingest/http/private-address';
import { createAgent, resolveBySystem } from '#ingest/http/public-agent';
import { checkReachable, judgeStatus, type PageAnswer, postPage } from '../http-attempt';
import { type Attempt, type Delivery, defineNotifier } from '../notifier';

const options = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('address that takes pages as JSON by POST'),
  secret: Secret.optional().describe(
    'signs each page: X-Vigie-Signature is sha256= and the HMAC of "<X-Vigie-Timestamp>.<body>"',
  ),
  allowPrivateNetwork: z
    .boolean()
    .default(false)
    .describe('allows loopback and private addresses, for a receiver in your own network'),
});

const TIMEOUT_MS = 9_000;
const LIMITS = { connectMs: 5_000, headersMs: TIMEOUT_MS, idleMs: TIMEOUT_MS };

/** Posts pages as signed JSON to any address. */
export const webhookNotifier = defineNotifier({
  kind: 'webhook',
  summary: 'Posts each page as JSON, signed if a secret is set, to an address of yours.',
  options,
  example: 'kind: webhook\nurl: https://crisis.example.com/pages\nsecret: ${PAGES_SECRET}\n',
  create: ({ url, secret, allowPrivateNetwork }, context) => {
    const policy = allowPrivateNetwork ? 'private' : 'public';
    const dispatcher = createAgent(policy, LIMITS, resolveBySystem);
    const { hostname, host } = new URL(url);
    const literal = unbracket(hostname);
    // A literal address never reaches the resolver, where names are checked.
    const refused = isIP(literal) !== 0 && !isAllowedAddress(literal, policy);
    const send = async (body: string, headers: Record<string, string>): Promise<PageAnswer> => {
      if (refused) return { answered: false, attempt: addressRefused(host) };
      const now = () => context.clock.now();
      const signed = { ...headers, ...(secret && signature(secret, body, now())) };
      return postPage({
        fetch: context.fetch,
        url,
        headers: signed,
        body,
        timeoutMs: TIMEOUT_MS,
        now,
        dispatcher,
      });
    };
    return {
      destinations: [host],
      paceMs: 0,
      send: async (delivery) => judge(await send(bodyOf(delivery), headersOf(delivery))),
      check: async (signal) => {
        if (refused) throw new Error(`notifier "${context.name}": ${host} is a private address`);
        await checkReachable({ ...context, url, what: host, signal, dispatcher });
      },
      close: () => dispatcher.close(),
    };
  },
});

function bodyOf(delivery: Delivery): string {
  return JSON.stringify({ delivery: delivery.id, ...delivery.page });
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

function addressRefused(host: string): Attempt {
  return {
    ok: false,
    retriable: false,
    reason: 'refused',
    message: `${host} is a private address: set allowPrivateNetwork: true if that is meant`,
  };
}
