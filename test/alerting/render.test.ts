import type { Page } from '#alerting/page';
import { renderEmailBody } from '#alerting/render/email-body';
import { defang, quoteText, safeLink } from '#alerting/render/quoted-text';
import { renderSlackMessage } from '#alerting/render/slack-blocks';
import { renderTerminalText } from '#alerting/render/terminal-text';
import { CONTROL, expectHarmlessEmail, expectHarmlessSlack, INVISIBLE } from './expect-harmless';
import { hostileOutage, hostilePage, hostileRelease } from './hostile-pages';
import { hostileTexts } from './hostile-texts';
import { fakePage, refutedPage, vinciPage } from './pages';
import { judgeAsSlack } from './slack-rules';

describe('text from mentions', () => {
  it.each(hostileTexts.map((text) => [JSON.stringify(text.slice(0, 60)), text]))(
    'stays text in every channel: %s',
    (_name, text) => {
      for (const page of [
        hostilePage(text, []),
        hostilePage(text, ['suspect']),
        hostileOutage(text),
        hostileRelease(text, 2),
      ]) {
        expectHarmlessSlack(page);
        expectHarmlessEmail(page);
        const terminal = renderTerminalText(page, false);
        expect(terminal).not.toMatch(CONTROL);
        expect(terminal).not.toMatch(INVISIBLE);
        expect(terminal.length).toBeLessThan(page.release ? 24_000 : 12_000);
      }
    },
  );
});

describe('a page about a fake press release', () => {
  it.each([
    ['another fake', fakePage],
    ['a denial', refutedPage],
  ])('with %s, on a terminal, in Slack and as an e-mail', (_what, page) => {
    const text = renderTerminalText(page, false);
    expect(text).toMatchSnapshot();
    expect(renderSlackMessage(page, '<!here>')).toMatchSnapshot();
    const words = (lines: string) => lines.replaceAll(/[▌•\s]+/g, ' ').trim();
    expect(words(renderEmailBody(page).text)).toBe(words(text));
    expectHarmlessEmail(page);
  });

  it('calls people for a fake and a worse verdict, not for a denial, and shows how it stands', () => {
    const shown = (page: Page) => {
      const { text, blocks = [] } = renderSlackMessage(page, '<!here>');
      return [text.startsWith('<!here>'), JSON.stringify(blocks[0]).includes('🔴')];
    };
    expect(shown(fakePage)).toEqual([true, true]);
    expect(shown({ ...fakePage, reason: 'verdict changed' })).toEqual([true, true]);
    expect(shown(refutedPage)).toEqual([false, false]);
    expect(shown({ ...refutedPage, reason: 'another fake' })).toEqual([true, true]);
  });

  it('says the verdict and the reasons in Slack, however much there is to say', () => {
    for (const text of ['x'.repeat(2_000), '&'.repeat(2_000), '"'.repeat(2_000)]) {
      const page = hostileRelease(text, 50);
      const body = JSON.stringify(renderSlackMessage(page));
      expect(judgeAsSlack(body)).toEqual({ status: 200, text: 'ok' });
      expect(body).toMatch(/"Verdict\\n• Probably fake/);
      expect(body).toContain('"Why\\n• ');
    }
  });

  it('keeps addresses dead, but those of the emergency sheet as they are to be copied', () => {
    for (const text of [renderTerminalText(fakePage, false), renderEmailBody(fakePage).text]) {
      expect(text).toContain('vinci-group[.]com');
      expect(text).toContain('legal@example.com');
    }
  });
});

describe('quoteText', () => {
  it.each([
    ['a\r\nb\u0000c', 'a b c'],
    ['\u202eevil\u202c \u200bx', 'evil x'],
    ['  spaced \u2028 out  ', 'spaced out'],
    ['e\u0301te\u0301', 'été'],
    ['abcdefghijklmnop', 'abcdefghi…'],
    ['😀😀😀😀😀😀😀😀😀😀😀', '😀😀😀😀😀😀😀😀😀…'],
  ])('%j becomes %j', (text, expected) => expect(quoteText(text, 10)).toBe(expected));
});

describe('defang', () => {
  it.each([
    ['see https://vinci.group/a.htm now', 'see hxxps://vinci[.]group/a[.]htm now'],
    ['HTTP://EVIL.example', 'hxxp://EVIL[.]example'],
    ['−18.28 % at 16.05', '−18.28 % at 16.05'],
    ['javascript:alert(1)', 'x-javascript:alert(1)'],
  ])('%s', (text, expected) => expect(defang(text)).toBe(expected));
});

describe('safeLink', () => {
  it.each([
    ['https://news.example.com/a?b=1&c=2#d', 'https://news.example.com/a?b=1&c=2#d'],
    ['https://e.com/<x>|y"z', 'https://e.com/%3Cx%3E%7Cy%22z'],
    ['https://e.com/a`b^c', 'https://e.com/a%60b%5Ec'],
    ['javascript:alert(1)', undefined],
    ['https://user:pass@e.com/', undefined],
    ['not a link', undefined],
    [`https://e.com/${'x'.repeat(2_000)}`, undefined],
  ])('%s', (url, expected) => expect(safeLink(url)).toBe(expected));
});

describe('the page of 22 November 2016', () => {
  it('as an e-mail', () => expect(renderEmailBody(vinciPage)).toMatchSnapshot());
  it('in Slack', () => expect(renderSlackMessage(vinciPage, '<!here>')).toMatchSnapshot());
  it('on a terminal', () => expect(renderTerminalText(vinciPage, false)).toMatchSnapshot());

  it('keeps to 100 columns on a terminal, with the bar on every line, and never breaks an address', () => {
    const long = `${'a long quote of many words '.repeat(10)}${'x'.repeat(150)}`;
    const url = `https://news.example.com/${'a-long-address-'.repeat(10)}`;
    const [sample] = vinciPage.samples.slice(1);
    const text = renderTerminalText(
      { ...vinciPage, samples: [{ ...sample, text: long, url } as Page['samples'][number]] },
      false,
    );
    const lines = text.trim().split('\n');
    expect(lines.filter((line) => !line.startsWith('▌'))).toEqual([]);
    expect(lines.filter((line) => [...line].length > 100)).toEqual([`▌   ${url}`]);
  });

  it('says an outlet that writes under its own name once', () => {
    const [sample] = vinciPage.samples.slice(1);
    const samples = [{ ...sample, author: 'Bloomberg', outlet: 'Bloomberg' } as Page['samples'][number]];
    expect(renderTerminalText({ ...vinciPage, samples }, false)).toContain(
      '\n▌   Bloomberg · 16:06 · negative\n',
    );
  });

  it('tells of an end: how long, how bad, who took care of it', () => {
    const closing = [
      'It lasted 1 hour 25 minutes, from 16:05 to 17:30.',
      'Ada acknowledged it after 3 minutes.',
    ];
    const page: Page = { ...vinciPage, kind: 'resolved', reason: 'resolved', number: 3, closing };
    expect(renderTerminalText(page, false)).toContain(
      `▌ The incident is closed (page 3) · since 22 Nov 2016, 16:05 (Europe/Paris)\n▌\n▌ ${closing.join('\n▌ ')}\n▌\n`,
    );
    for (const line of closing) {
      expect(renderEmailBody(page).html.replaceAll(/<\/?span>/g, '')).toContain(line);
      expect(JSON.stringify(renderSlackMessage(page))).toContain(line);
    }
  });

  it('calls people in Slack for a first or raised page only', () => {
    const text = (page: Page) => renderSlackMessage(page, '<!here>').text;
    expect(text(vinciPage)).toMatch(/^<!here> /);
    expect(text({ ...vinciPage, kind: 'update', reason: 'severity raised' })).toMatch(/^<!here> /);
    expect(text({ ...vinciPage, kind: 'update', reason: 'repeat interval elapsed' })).not.toContain(
      '<!here>',
    );
    expect(text({ ...vinciPage, kind: 'resolved', reason: 'resolved' })).not.toContain('<!here>');
  });
});
