import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Command } from '#alerting/incident';
import { pageOfButton, SLACK_ACTIONS } from '#alerting/render/slack-buttons';

/** What Slack sends when a button is clicked, as far as it is used; the rest is left out. */
const Payload = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().regex(/^[UW][A-Z0-9]{1,30}$/), username: z.string().optional() }),
  team: z.object({ id: z.string().max(40) }).nullish(),
  actions: z
    .array(z.object({ action_id: z.string(), value: z.string().max(200), action_ts: z.string().max(40) }))
    .length(1),
  response_url: z.string().max(2_000).optional(),
  message: z.object({ blocks: z.array(z.record(z.string(), z.unknown())).max(50) }).optional(),
});
type Payload = z.output<typeof Payload>;

/** Somebody's click on a button of a page. */
export type Click = {
  /** The same for the same click, however often it is sent. */
  readonly id: string;
  readonly action: string;
  readonly incident: string;
  readonly page: number;
  readonly do: Command['do'];
  readonly userId: string;
  /** For people: `anna (Slack)`. */
  readonly by: string;
  readonly responseUrl: string | undefined;
  /** The blocks of the message that holds the button. */
  readonly blocks: Payload['message'];
};

/** Reads the body of a request that Slack has signed; undefined for what is no click on a button of ours. */
export function readClick(body: string): Click | undefined {
  const payload = parsePayload(body);
  const [pressed] = payload?.actions ?? [];
  const wanted = pressed && SLACK_ACTIONS.get(pressed.action_id);
  const place = pressed && pageOfButton(pressed.value);
  if (!payload || !wanted || !place) return undefined;
  const { user, team } = payload;
  const identity = [team?.id, user.id, pressed.action_id, pressed.value, pressed.action_ts];
  return {
    id: `slack-${createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32)}`,
    action: pressed.action_id,
    ...place,
    do: wanted.kind === 'rate' ? { ...wanted, page: place.page } : wanted,
    userId: user.id,
    by: `${nameOf(user.username) || user.id} (Slack)`,
    responseUrl: payload.response_url,
    blocks: payload.message,
  };
}

function parsePayload(body: string): Payload | undefined {
  const form = new URLSearchParams(body);
  const [text, ...more] = form.getAll('payload');
  if (text === undefined || more.length > 0) return undefined;
  try {
    return Payload.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Names end up in pages and logs. */
function nameOf(username = ''): string {
  return username
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 60);
}
