import type { Page } from '../page';
import { describePage, isEnd, type PageFacts, type SampleFacts } from './page-facts';
import { shorten } from './quoted-text';
import type { Section } from './release-facts';
import { type SlackButtons, slackButtons } from './slack-buttons';

type PlainText = { readonly type: 'plain_text'; readonly text: string; readonly emoji: false };
type Markdown = { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true };
type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text?: PlainText | Markdown; readonly fields?: readonly PlainText[] }
  | { readonly type: 'context'; readonly elements: readonly (PlainText | Markdown)[] }
  | { readonly type: 'divider' }
  | SlackButtons;

/** The body of a message to an incoming webhook. */
export type SlackMessage = {
  readonly text: string;
  readonly blocks?: readonly Block[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
  readonly link_names: 0;
  readonly parse: 'none';
};

// Sections take 3,000 and headers 150 characters after escaping; all blocks together about 13,000, which Slack
// does not document: https://github.com/slackapi/bolt-js/issues/2509
const SECTION = 3_000;
const MUST_SECTION = 1_200;
const HEADER = 150;
const TOTAL = 12_000;
const MARKS = { info: '🔵', warning: '🟠', error: '🔴', critical: '🔴' } as const;

/**
 * A page in Slack's Block Kit. All words from the world are `plain_text`, where Slack reads no markup; only links are
 * `mrkdwn`. `mention` (`<!here>` …) comes from the configuration and is used where people must come. `hasButtons`: somebody
 * answers them.
 */
export function renderSlackMessage(page: Page, mention?: string, hasButtons = false): SlackMessage {
  const facts = describePage(page);
  const call = mention && isCalling(page) ? mention : undefined;
  const [verdict, why, ...rest] = facts.release;
  const must: Block[] = [
    { type: 'header', text: plain(`${mark(page)} ${facts.headline}`, HEADER) },
    ...(call ? [{ type: 'section', text: markdown(call) } as const] : []),
    { type: 'context', elements: [plain(facts.why, 600)] },
    ...(facts.lead.length > 0
      ? [{ type: 'section', text: plain(facts.lead.join('\n'), MUST_SECTION) } as const]
      : []),
    ...(facts.closing.length > 0 ? [findingBlock({ summary: facts.closing.join('\n') })] : []),
    ...[verdict, why].flatMap((section) => (section ? sectionBlock(section, MUST_SECTION) : [])),
    ...facts.outages.map((lines) => findingBlock({ summary: lines.join('\n') })),
    ...facts.findings.map(findingBlock),
  ];
  const optional = [
    ...[...rest, ...facts.emergency].map((section) => sectionBlock(section, SECTION)),
    contributors(facts),
    ...facts.samples.map(sampleBlocks),
    reasons(facts),
  ];
  const links = [
    ...(facts.link ? [`<${escapeSlack(facts.link)}|Open the incident in Vigie>`] : []),
    ...(facts.rateLink ? [`<${escapeSlack(facts.rateLink)}|Was it useful to be paged?>`] : []),
  ];
  const buttons = hasButtons ? slackButtons(page) : undefined;
  const last: Block[] = [
    ...(links.length > 0 ? [{ type: 'section', text: markdown(links.join(' · ')) } as const] : []),
    ...(buttons ? [buttons] : []),
  ];
  const blocks = [...must];
  for (const group of optional)
    if (JSON.stringify([...blocks, ...group, ...last]).length <= TOTAL) blocks.push(...group);
  return { ...renderSlackText(page, call), blocks: [...blocks, ...last] };
}

/** The same in one line, for notifications and for when Slack refuses the blocks. */
export function renderSlackText(page: Page, call?: string): SlackMessage {
  const { headline, link } = describePage(page);
  const words = neutralise(escapeSlack(`${mark(page)} ${headline}`));
  const parts = [call, words, link && `<${escapeSlack(link)}|Open>`].filter(Boolean);
  return {
    text: parts.join(' '),
    unfurl_links: false,
    unfurl_media: false,
    link_names: 0,
    parse: 'none',
  };
}

/** The three characters that Slack gives a meaning to, as entities. https://docs.slack.dev/messaging/formatting-message-text */
export function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `*bold*`, `_italic_`, `~struck~` and code lose their meaning by an invisible joint before the sign, `:emoji:` within. */
function neutralise(escaped: string): string {
  return escaped.replace(/:(?=[\w+-]+:)/g, ':\u2060').replace(/[*_~`]/g, '\u2060$&');
}

/** Whether people must come: good news calls nobody. */
function isCalling(page: Page): boolean {
  const { kind, reason } = page;
  if (kind === 'first' || kind === 'outage') return true;
  return reason === 'severity raised' || (isNewsOfFake(page) && !isSettled(page));
}

/** Whether the page must be seen in the channel, also when it stands in a thread. */
export function isUrgent(page: Page): boolean {
  return page.reason === 'severity raised' || isNewsOfFake(page);
}

function isNewsOfFake({ reason }: Page): boolean {
  return reason === 'another fake' || reason === 'verdict changed';
}

/** The brand or a wire has cleared it up. */
function isSettled({ reason, release }: Page): boolean {
  if (reason === 'another fake') return false;
  return release?.verdict === 'refuted' || release?.verdict === 'corroborated';
}

function sectionBlock({ label, lines }: Section, max: number): Block[] {
  return [{ type: 'section', text: plain([label, ...lines.map((line) => `• ${line}`)].join('\n'), max) }];
}

function findingBlock({ summary }: { readonly summary: string }): Block {
  return { type: 'section', text: plain(summary, SECTION) };
}

function contributors({ outlets, authors }: PageFacts): Block[] {
  const field = (label: string, lines: readonly string[]) =>
    lines.length > 0 ? [plain([label, ...lines.map((line) => `• ${line}`)].join('\n'), 2_000)] : [];
  const fields = [...field('Top outlets', outlets), ...field('Top authors', authors)];
  return fields.length > 0 ? [{ type: 'section', fields }] : [];
}

function sampleBlocks(sample: SampleFacts): Block[] {
  const words = [
    `“${sample.text}”`,
    ...sample.warnings.map((warning) => `⚠ ${warning}`),
    ...(sample.deadLink ? [`${sample.deadLink} (do not open)`] : []),
  ];
  const open = sample.link ? [markdown(`<${escapeSlack(sample.link)}|open>`)] : [];
  return [
    { type: 'divider' },
    { type: 'section', text: plain(words.join('\n'), SECTION) },
    { type: 'context', elements: [plain(sample.by, 600), ...open] },
  ];
}

function reasons({ findings }: PageFacts): Block[] {
  const elements = findings.map(({ rule, gates }) =>
    plain(`${gates === '' ? '' : `Why: ${gates}. `}Rule ${rule}`, 1_000),
  );
  return elements.length > 0 ? [{ type: 'divider' }, { type: 'context', elements }] : [];
}

function plain(text: string, max: number): PlainText {
  let cut = text;
  for (let room = max; escapeSlack(cut).length > max; room = Math.floor(room * 0.9))
    cut = shorten(text, room);
  return { type: 'plain_text', text: escapeSlack(cut) || ' ', emoji: false };
}

function markdown(text: string): Markdown {
  return { type: 'mrkdwn', text, verbatim: true };
}

function mark(page: Page): string {
  if (isEnd(page)) return '🟢';
  if (isSettled(page)) return MARKS.info;
  // Not the sign of a brand in trouble.
  return page.kind === 'outage' ? '🔧' : MARKS[page.severity];
}
