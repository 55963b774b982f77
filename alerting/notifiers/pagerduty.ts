// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how an operator names a secret in YAML
import { z } from 'zod';
import { Secret } from '#config/fields/secret';
import { judgeStatus, type PageAnswer, postPage } from '../http-attempt';
import { type Attempt, defineNotifier } from '../notifier';
import { readJson } from '../read-json';
import { renderPagerDutyEvent } from '../render/pagerduty-event';
import { quoteText } from '../render/quoted-text';

const options = z.strictObject({
  routingKey: Secret.describe(
    'integration key of the service (Events API v2); write ${PAGERDUTY_ROUTING_KEY} or ${file:…}',
  ),
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .default('https://events.pagerduty.com')
    .describe("PagerDuty's Events API; https://events.eu.pagerduty.com for accounts in Europe"),
});

const TIMEOUT_MS = 9_000;
// About 120 events a minute for an integration key.
const PACE_MS = 500;

const Answer = z.object({ message: z.string().optional(), errors: z.array(z.string()).optional() });

/** Opens, updates and resolves one alert an incident at PagerDuty, which then calls whoever is on duty. */
export const pagerdutyNotifier = defineNotifier({
  kind: 'pagerduty',
  summary: 'Opens an alert at PagerDuty for each incident, adds its later pages to it, and resolves it.',
  options,
  example: 'kind: pagerduty\nroutingKey: ${PAGERDUTY_ROUTING_KEY}\n',
  create: ({ routingKey, apiUrl }, context) => {
    const key = routingKey.reveal();
    const url = `${apiUrl.replace(/\/+$/, '')}/v2/enqueue`;
    const post = async (event: object): Promise<Attempt> => {
      const answer = await postPage({
        fetch: context.fetch,
        url,
        headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'vigie' },
        body: JSON.stringify({ routing_key: key, ...event }),
        timeoutMs: TIMEOUT_MS,
        now: () => context.clock.now(),
      });
      return judge(answer, key);
    };
    return {
      destinations: [new URL(apiUrl).host],
      paceMs: PACE_MS,
      send: ({ page }) => post(renderPagerDutyEvent(page)),
      check: async () => {
        // To resolve what was never opened wakes nobody, and is refused where the key is not known.
        const attempt = await post({ event_action: 'resolve', dedup_key: 'vigie-check' });
        if (!attempt.ok) throw new Error(`notifier "${context.name}": ${attempt.message}`);
      },
    };
  },
});

function judge(answer: PageAnswer, key: string): Attempt {
  if (!answer.answered) return answer.attempt;
  return judgeStatus('PagerDuty', answer, answer.status === 400 ? complaint(answer.text, key) : '');
}

/** PagerDuty names the fields that it does not like; it may repeat the key, and we must not. */
function complaint(text: string, key: string): string {
  const read = readJson(Answer, text);
  if (!read.ok) return '';
  const { message = '', errors = [] } = read.value;
  return quoteText([message, ...errors].filter(Boolean).join(': ').replaceAll(key, '[secret]'), 300);
}
