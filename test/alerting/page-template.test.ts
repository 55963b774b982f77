import type { Page } from '#alerting/page';
import { renderEmailBody } from '#alerting/render/email-body';
import { renderSlackMessage } from '#alerting/render/slack-blocks';
import { renderTerminalText } from '#alerting/render/terminal-text';
import { createPageTemplate, PageTemplate } from '#alerting/template/page-template';
import { hostilePage } from './hostile-pages';
import { hostileTexts } from './hostile-texts';
import { fakePage, vinciPage } from './pages';
import { judgeAsSlack } from './slack-rules';

const inWords = (template: object, page: Page) => createPageTemplate(PageTemplate.parse(template))(page);

describe("a channel's own words", () => {
  const template = {
    headline: '{{ severity | upcase }} for {{ brand }}: {{ found[0] | default: verdict | truncate: 60 }}',
    lead: 'Call the duty desk first.\n{% for sample in samples limit: 1 %}{{ sample.by }} says “{{ sample.text }}”{% endfor %}',
  };

  it('stand in the place of the first line and below it, on every channel', () => {
    const page = inWords(template, { ...vinciPage, replay: false });
    expect(page.headline).toBe(
      'CRITICAL for VINCI: Far more people than usual speak about VINCI: 212 mention...',
    );
    const texts = [
      renderTerminalText(page, false).replaceAll(/[▌\s]+/g, ' '),
      JSON.stringify(renderSlackMessage(page)),
      renderEmailBody(page).html.replace(/<[^>]+>/g, ''),
      renderEmailBody(page).text,
    ];
    for (const text of texts) {
      expect(text).toContain('CRITICAL for VINCI: ');
      expect(text).toContain('Call the duty desk first.');
    }
    expect(renderEmailBody(page).subject).toBe(page.headline);
    expect(renderTerminalText(page, false)).toContain('VINCI lance une révision');
  });

  it('keep the mark of a replay, and say nothing of tests and of what operators are told', () => {
    expect(inWords(template, vinciPage).headline).toMatch(/^\[replay 22 Nov 2016\] CRITICAL for VINCI/);
    for (const kind of ['test', 'outage', 'outage-over'] as const) {
      const page: Page = { ...vinciPage, kind };
      expect(inWords(template, page)).toBe(page);
    }
  });

  it.each([
    ['nothing', { headline: '{% if severity == "info" %}x{% endif %}', lead: '  \n ' }],
    [
      'too much',
      { headline: '{% for a in (1..90000) %}{% for b in (1..90000) %}{{ a }}{% endfor %}{% endfor %}' },
    ],
  ])('leave the usual ones where they make %s of a page', (_what, given) => {
    expect(inWords(given, vinciPage)).toEqual(vinciPage);
  });

  it('are held to the length of a headline, in one line', () => {
    const { headline } = inWords({ headline: '{% for i in (1..99) %}wor\nd {% endfor %}' }, fakePage);
    expect([...headline].length).toBeLessThanOrEqual(150);
    expect(headline).not.toContain('\n');
  });

  it('read no Liquid in what strangers write, and let nothing of it come alive', () => {
    const all = {
      headline: '{{ headline }} {{ samples[0].text }}',
      lead: '{{ samples[0].by }}\n{{ authors | join: ", " }}',
    };
    for (const text of [...hostileTexts, '{{ 7 | times: 191 }}', '{% assign x = 1336 %}{{ x | plus: 1 }}']) {
      const page = inWords(all, hostilePage(text, []));
      const body = JSON.stringify(renderSlackMessage(page));
      expect(judgeAsSlack(body)).toEqual({ status: 200, text: 'ok' });
      expect(body).not.toMatch(/<[!@#]/);
      expect(renderEmailBody(page).html).not.toMatch(/<(script|img|svg|iframe|base|meta http)/);
      expect(renderEmailBody(page).subject).not.toMatch(/[\r\n]/);
      expect(body).not.toContain('1337');
    }
  });
});
