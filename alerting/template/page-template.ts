import { z } from 'zod';
import type { Page } from '../page';
import { quoteText } from '../render/quoted-text';
import { type CompiledTemplate, compileTemplate } from './compile-template';
import { templateField } from './template-field';
import { templateValues } from './template-values';

/** What a channel says in words of its own. */
export const PageTemplate = z.strictObject({
  headline: templateField().optional().describe('in the place of the first line, also of the subject'),
  lead: templateField().optional().describe('a few lines below the first one, before the reasons'),
});
export type PageTemplate = z.infer<typeof PageTemplate>;

export const TEMPLATE_OPTION =
  'Liquid templates, for example headline: "{{ severity | upcase }} {{ headline }}"; absent: the usual words';

const HEADLINE = 150;
const LEAD = 2_000;

/**
 * Says pages about a brand in the template's words. Tests and what operators are told stay as they are, and so does
 * the mark of a replay; where a template makes nothing of a page, the usual words stay.
 */
export function createPageTemplate(template: PageTemplate | undefined): (page: Page) => Page {
  const headline = compiled(template?.headline);
  const lead = compiled(template?.lead);
  if (!headline && !lead) return (page) => page;
  return (page) => {
    if (!isAboutBrand(page)) return page;
    const values = templateValues(page);
    const first = quoteText(headline?.render(values) ?? '', HEADLINE);
    const below = lead?.render(values)?.slice(0, LEAD).trim();
    return { ...page, ...(first && { headline: withMark(page, first) }), ...(below && { lead: below }) };
  };
}

/** Whether it is about a brand, and not about Vigie itself. */
export function isAboutBrand({ kind }: Page): boolean {
  return kind === 'first' || kind === 'update' || kind === 'resolved';
}

/** Of `[replay 22 Nov 2016]`, by which nobody takes the past for now. */
export function withMark({ headline, replay }: Page, words: string): string {
  const mark = /^\[[^\]]{1,60}\] /.exec(headline)?.[0];
  return replay && mark && !words.includes(mark.trim()) ? `${mark}${words}` : words;
}

function compiled(source: string | undefined): CompiledTemplate | undefined {
  if (source === undefined) return undefined;
  const result = compileTemplate(source, String);
  if (!result.ok) throw new Error(`a template that was checked is not sound: ${result.message}`);
  return result.template;
}
