import type { Command } from '../incident';
import type { Page } from '../page';
import { isEnd } from './page-facts';

type Button = {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: { readonly type: 'plain_text'; readonly text: string; readonly emoji: false };
  readonly value: string;
  readonly style?: 'primary';
};

/** A row of buttons. https://docs.slack.dev/reference/block-kit/blocks/actions-block */
export type SlackButtons = {
  readonly type: 'actions';
  readonly block_id: string;
  readonly elements: readonly Button[];
};

/** The block that holds the buttons, in every message. */
export const BUTTONS_BLOCK = 'vigie';

/** What a button asks for, by its action id. */
export const SLACK_ACTIONS: ReadonlyMap<string, Command['do']> = new Map([
  ['vigie_acknowledge', { kind: 'acknowledge' }],
  ['vigie_resolve', { kind: 'resolve' }],
  ['vigie_useful', { kind: 'rate', useful: true }],
  ['vigie_not_useful', { kind: 'rate', useful: false }],
]);

const ACKNOWLEDGE = 'vigie_acknowledge';
const WORDS: ReadonlyMap<string, string> = new Map([
  [ACKNOWLEDGE, 'Acknowledge'],
  ['vigie_resolve', 'Resolve'],
  ['vigie_useful', 'Useful page'],
  ['vigie_not_useful', 'Not useful'],
]);

/** What people can do about a page with one click; none where it is about no incident, or over. */
export function slackButtons(page: Page): SlackButtons | undefined {
  const isOfIncident = page.number > 0 && page.kind !== 'outage' && page.kind !== 'outage-over';
  if (!isOfIncident) return undefined;
  const elements = [...WORDS].flatMap(([action, words]): Button[] => {
    const isRating = SLACK_ACTIONS.get(action)?.kind === 'rate';
    if (isEnd(page) && !isRating) return [];
    const text = { type: 'plain_text', text: words, emoji: false } as const;
    const button = {
      type: 'button',
      action_id: action,
      text,
      value: `${page.incident}/${page.number}`,
    } as const;
    return [{ ...button, ...(action === ACKNOWLEDGE && { style: 'primary' as const }) }];
  });
  return { type: 'actions', block_id: BUTTONS_BLOCK, elements };
}

/** The page that a button stands on; undefined for a value that is not ours. */
export function pageOfButton(
  value: string,
): { readonly incident: string; readonly page: number } | undefined {
  const [, incident, page] = /^(inc-[\w-]{1,80})\/([1-9]\d{0,6})$/.exec(value) ?? [];
  return incident === undefined ? undefined : { incident, page: Number(page) };
}
