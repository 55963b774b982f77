import { z } from 'zod';
import { defineEnricher } from '../enricher';
import { createFoldText } from '../fold-text';
import { streamSafe } from '../stream-safe';

const INVISIBLE =
  /[\u00AD\u061C\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]|\u200D(?!\p{Extended_Pictographic})|[\u{E0000}-\u{E007F}]|[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]/gu;
/** The units of UTF-16 with which invisible characters begin: most texts have none, which is told faster by units. */
const MAYBE_INVISIBLE =
  /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uDB40\x00-\x08\x0B\x0C\x0E-\x1F\x7F]/;
/** Spaces that are not one plain space already. */
const NO_SINGLE_SPACE = /\s{2,}|[^\S ]/g;
// The bound keeps a text full of "<p" linear.
const MARKUP = /<[a-zA-Z/!][^<>]{0,500}>/g;
const ENTITY = /&(amp|lt|gt|quot|apos|nbsp|#39|#x27);/g;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  '#39': "'",
  '#x27': "'",
};

/** One plain line: no markup, no invisible characters, single spaces; emoji stay. */
export function plainText(raw: string): string {
  let text = raw;
  if (text.includes('<')) text = text.replace(MARKUP, ' ');
  if (text.includes('&')) text = text.replace(ENTITY, (_, name: string) => ENTITIES[name] ?? ' ');
  if (/[^\x20-\x7e]/.test(text)) text = streamSafe(withoutInvisible(text)).normalize('NFC');
  return text.replace(NO_SINGLE_SPACE, ' ').trim();
}

function withoutInvisible(text: string): string {
  return MAYBE_INVISIBLE.test(text) ? text.replace(INVISIBLE, '') : text;
}

/** Title and text of a mention as one plain text; `titleEnd` is where the title ends in it. */
export function plainTextOf(
  { title: rawTitle = '', text: rawText }: { readonly title?: string; readonly text: string },
  maxLength: number,
): { readonly plain: string; readonly titleEnd: number } {
  const title = plainText(rawTitle.slice(0, 1_000));
  const text = plainText(rawText.slice(0, maxLength));
  const plain = title === '' || text.startsWith(title) ? text : `${title}\n${text}`;
  return { plain, titleEnd: title.length };
}

const options = z.strictObject({
  maxLength: z
    .number()
    .int()
    .min(500)
    .max(1_000_000)
    .default(20_000)
    .describe('characters of the text that are looked at; the rest is stored unread'),
});

export const plainTextEnricher = defineEnricher({
  kind: 'plain-text',
  summary: 'Joins title and text into one plain text without markup and invisible characters.',
  options,
  example: 'kind: plain-text\nmaxLength: 20000',
  create: ({ maxLength }) => {
    const fold = createFoldText();
    return {
      stage: 'mention',
      enrich: (draft) => {
        const { plain, titleEnd } = plainTextOf(draft.mention, maxLength);
        draft.plainText = plain;
        draft.titleEnd = titleEnd;
        draft.foldedText = fold(plain);
      },
    };
  },
});
