import { BUTTONS_BLOCK } from '#alerting/render/slack-buttons';
import type { Click } from './click';

const TIMEOUT_MS = 5_000;
const MOST_BLOCKS = 50;
const DONE: ReadonlyMap<string, string> = new Map([
  ['vigie_acknowledge', 'has it in hand'],
  ['vigie_resolve', 'has closed it'],
  ['vigie_useful', 'says: a useful page'],
  ['vigie_not_useful', 'says: not useful'],
]);
/** Buttons that have no more use once one was pressed. */
const SPENT: ReadonlyMap<string, readonly string[]> = new Map([
  ['vigie_acknowledge', ['vigie_acknowledge']],
  ['vigie_resolve', ['vigie_acknowledge', 'vigie_resolve']],
]);

type Block = Record<string, unknown>;

/** The message with who has done what below it, and without the buttons that are spent. */
export function answeredMessage({ action, userId, blocks }: Click): object {
  const said = `<@${userId}> ${DONE.get(action)}`;
  if (!blocks) return { replace_original: false, response_type: 'in_channel', text: said };
  const spent = SPENT.get(action) ?? [];
  const kept = blocks.blocks.flatMap((block): Block[] => {
    if (block.block_id !== BUTTONS_BLOCK || !Array.isArray(block.elements)) return [block];
    const elements = block.elements.filter(({ action_id }: Block) => !spent.includes(String(action_id)));
    return elements.length > 0 ? [{ ...block, elements }] : [];
  });
  const note = { type: 'context', elements: [{ type: 'mrkdwn', text: said, verbatim: true }] };
  return { replace_original: true, text: said, blocks: [...kept, note].slice(-MOST_BLOCKS) };
}

/** Something that only the one who clicked sees. */
export function refusedClick(why: string): object {
  return { replace_original: false, response_type: 'ephemeral', text: why };
}

/** Slack's own host only, so that a forged address makes nobody ask another server. Undefined for any other. */
export function slackAddress(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, hostname, port, username, password } = new URL(url);
  const isSlack = hostname === 'hooks.slack.com' || hostname === 'hooks.slack-gov.com';
  const isPlain = protocol === 'https:' && port === '' && username === '' && password === '';
  return isSlack && isPlain ? url : undefined;
}

/** Says in Slack what became of a click; rejects when Slack does not take it. */
export async function answerClick(click: Click, message: object, send: typeof fetch): Promise<void> {
  const url = slackAddress(click.responseUrl);
  if (url === undefined) return;
  const answer = await send(url, {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(message),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`Slack answered ${answer.status} to what became of a click`);
}
