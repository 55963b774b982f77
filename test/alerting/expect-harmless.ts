import { Parser } from 'htmlparser2';
import type { Page } from '#alerting/page';
import { renderEmailBody } from '#alerting/render/email-body';
import { renderSlackMessage, renderSlackText, type SlackMessage } from '#alerting/render/slack-blocks';
import { judgeAsSlack } from './slack-rules';

export const INVISIBLE = /[\p{Cf}\p{Cs}]/u;
export const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
const TAGS = 'html head meta title style body table tr td h1 p a span'.split(' ');

function readHtml(html: string) {
  const tags = new Set<string>();
  const links: string[] = [];
  const attributes = new Set<string>();
  const parser = new Parser({
    onopentag: (name, given) => {
      tags.add(name);
      for (const attribute of Object.keys(given)) attributes.add(attribute);
      if (given.href !== undefined) links.push(given.href);
    },
  });
  parser.end(html);
  return { tags: [...tags], links, attributes: [...attributes] };
}

/** Slack takes it (`body` where it was sent), and nothing in it is live but our own links. */
export function expectHarmlessSlack(page: Page, body = JSON.stringify(renderSlackMessage(page))): void {
  const message: SlackMessage = JSON.parse(body);
  expect(judgeAsSlack(body)).toEqual({ status: 200, text: 'ok' });
  expect(judgeAsSlack(JSON.stringify(renderSlackText(page)))).toEqual({ status: 200, text: 'ok' });
  const texts: { type: string; text: string }[] = [{ type: 'mrkdwn', text: message.text }];
  JSON.parse(body, (_key, value) => {
    if (value?.type === 'plain_text' || value?.type === 'mrkdwn') texts.push(value);
    return value;
  });
  const withoutOurLinks = (list: readonly { readonly text: string }[]) =>
    list
      .map(({ text }) => text)
      .join('\n')
      .replace(
        /<https?:\/\/[^<>|\s]+\|(Open the incident in Vigie|Was it useful to be paged\?|Open|open)>/g,
        '',
      );
  const all = withoutOurLinks(texts);
  expect(all).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
  expect(all).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
  const markdown = withoutOurLinks(texts.filter(({ type }) => type === 'mrkdwn'));
  expect(markdown.replace(/\u2060[*_~`]/g, '')).not.toMatch(/[*_~`]|:[\w+-]+:/);
}

/** One line of subject, known tags, links of the web alone, and short enough to be shown whole. */
export function expectHarmlessEmail(page: Page): void {
  const { subject, text, html } = renderEmailBody(page);
  expect(subject).not.toMatch(/[\r\n]/);
  expect(subject).not.toMatch(CONTROL);
  expect([...subject].length).toBeLessThanOrEqual(150);
  expect(text).not.toMatch(CONTROL);
  const { tags, links, attributes } = readHtml(html);
  expect(tags.filter((tag) => !TAGS.includes(tag))).toEqual([]);
  expect(attributes.filter((name) => /^on|src|^http-equiv$/.test(name))).toEqual([]);
  for (const link of links) expect(new URL(link).protocol).toMatch(/^https?:$/);
  expect(/https?:\/\//.test(html.replace(/href="[^"]*"|<title>.*<\/title>/g, ''))).toBe(false);
  // Mail programs cut what is longer than about 100,000.
  expect(html.length).toBeLessThan(page.release ? 80_000 : 40_000);
}
