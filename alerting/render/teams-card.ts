import type { Page } from '../page';
import { describePage, isEnd } from './page-facts';
import { fitSections, pageSections } from './page-sections';
import { quoteText } from './quoted-text';
import type { Section } from './release-facts';

type TextRun = {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly size?: 'Large';
  readonly color?: Colour;
  readonly isSubtle?: true;
};
type Colour = 'Default' | 'Accent' | 'Good' | 'Warning' | 'Attention';
type Line = {
  readonly type: 'RichTextBlock';
  readonly spacing?: 'None' | 'Medium';
  readonly inlines: readonly TextRun[];
};
type OpenUrl = { readonly type: 'Action.OpenUrl'; readonly title: string; readonly url: string };

/** What a workflow "When a Teams webhook request is received" takes: one Adaptive Card. */
export type TeamsMessage = {
  readonly type: 'message';
  /** What the notification on a locked phone shows. */
  readonly summary: string;
  readonly attachments: readonly [
    {
      readonly contentType: 'application/vnd.microsoft.card.adaptive';
      readonly contentUrl: null;
      readonly content: {
        readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
        readonly type: 'AdaptiveCard';
        readonly version: '1.4';
        readonly fallbackText: string;
        readonly speak: string;
        readonly msteams: { readonly width: 'Full' };
        readonly body: readonly Line[];
        readonly actions: readonly OpenUrl[];
      };
    },
  ];
};

// https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook: 28 KB
const MESSAGE_BYTES = 28_000;
const COLOURS = { info: 'Accent', warning: 'Warning', error: 'Attention', critical: 'Attention' } as const;

/**
 * A page as an Adaptive Card. All words are runs of rich text blocks, where Teams reads no Markdown and no `<at>`;
 * the only things to press are links into the console.
 */
export function renderTeamsMessage(page: Page): TeamsMessage {
  const facts = describePage(page);
  const headline = run(quoteText(facts.headline, 200), {
    ...{ weight: 'Bolder', size: 'Large' },
    color: isEnd(page) ? 'Good' : COLOURS[page.severity],
  });
  const actions = [
    ...(facts.link ? [openUrl('Open the incident', facts.link)] : []),
    ...(facts.rateLink ? [openUrl('Was it useful?', facts.rateLink)] : []),
  ];
  return fitSections(pageSections(facts), MESSAGE_BYTES, (sections) => ({
    type: 'message',
    summary: facts.headline,
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          fallbackText: facts.headline,
          speak: escapeXml(facts.headline),
          msteams: { width: 'Full' },
          body: [{ type: 'RichTextBlock', inlines: [headline] }, ...sections.flatMap(sectionLines)],
          actions,
        },
      },
    ],
  }));
}

function sectionLines({ label, lines }: Section): Line[] {
  return [
    {
      type: 'RichTextBlock',
      spacing: 'Medium',
      inlines: [run(label, { weight: 'Bolder', isSubtle: true })],
    },
    ...lines
      // A denial that is kept ready has lines of its own.
      .flatMap((line) => line.split('\n').filter((part) => part.trim() !== ''))
      .map((line) => ({ type: 'RichTextBlock', spacing: 'None', inlines: [run(line)] }) as const),
  ];
}

function run(text: string, look: Omit<TextRun, 'type' | 'text'> = {}): TextRun {
  return { type: 'TextRun', text: text === '' ? ' ' : text, ...look };
}

function openUrl(title: string, url: string): OpenUrl {
  return { type: 'Action.OpenUrl', title, url };
}

/** `speak` may hold SSML, so it is read as XML. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
