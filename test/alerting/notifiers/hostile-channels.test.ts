import type { Notifier } from '#alerting/notifier';
import { emailNotifier } from '#alerting/notifiers/email';
import { httpTemplateNotifier } from '#alerting/notifiers/http-template';
import { notifiers } from '#alerting/notifiers/index';
import { pagerdutyNotifier } from '#alerting/notifiers/pagerduty';
import { slackNotifier } from '#alerting/notifiers/slack';
import { teamsNotifier } from '#alerting/notifiers/teams';
import { webhookNotifier } from '#alerting/notifiers/webhook';
import type { Page } from '#alerting/page';
import { smsSegments } from '#alerting/render/sms-text';
import { renderTerminalText } from '#alerting/render/terminal-text';
import { contextOf, openHttpDouble } from '../../contract/notifier-contract';
import { CONTROL, expectHarmlessEmail, expectHarmlessSlack, INVISIBLE } from '../expect-harmless';
import { hostileOutage, hostilePage, hostileRelease } from '../hostile-pages';
import { hostileTexts } from '../hostile-texts';
import { judgeAsPagerDuty } from '../pagerduty-rules';
import { deliveryOf } from '../pages';
import { seededHostileTexts } from '../seeded-hostile-texts';
import { judgeAsSlack } from '../slack-rules';
import { openSmtpDouble } from '../smtp-double';
import { judgeAsTeams } from '../teams-rules';

const texts = [...hostileTexts, ...seededHostileTexts(240, 20_161_122)];
const kinds = [
  (text: string) => hostilePage(text, []),
  (text: string) => hostilePage(text, ['suspect']),
  (text: string) => ({
    ...hostilePage(text, []),
    brand: { id: 'vinci', name: text },
    reason: text,
    lead: text,
  }),
  hostileOutage,
  (text: string) => hostileRelease(text, 2),
  (text: string) => hostileRelease(text, 6),
];
/** One page a text, of all kinds by turns. */
const pages: readonly Page[] = texts.map((text, index) =>
  (kinds[index % kinds.length] as (typeof kinds)[0])(text),
);
const template = {
  headline: '{{ brand }}: {{ headline }} {{ samples[0].text }}',
  lead: '{{ found }}\n{{ why }}',
};

async function sendAll(
  notifier: Notifier,
  chosen: (text: string, index: number) => boolean = () => true,
): Promise<void> {
  const [destination = ''] = notifier.destinations;
  for (const [index, page] of pages.entries()) {
    if (!chosen(texts[index] ?? '', index)) continue;
    const attempt = await notifier.send(deliveryOf({ id: `dlv-${index}`, page, destination }));
    expect([texts[index]?.slice(0, 80), attempt]).toEqual([
      texts[index]?.slice(0, 80),
      expect.objectContaining({ ok: true }),
    ]);
  }
  await notifier.close?.();
}

/** Every text in a JSON value. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const HEADERS =
  'accept accept-encoding accept-language connection content-length content-type host sec-fetch-mode user-agent';
const withoutBreaks = (text: string) => text.replaceAll('\n', ' ');

/** A connection a mail takes its time: what could make a header, and little of it; of the rest the subject is looked at. */
const makesHeaders = (text: string) => /[\r\n\u2028]|=\?/.test(text) && text.length < 60;

describe(`${texts.length} hostile texts`, () => {
  it('are 300 and more, and no two the same', () => {
    expect(texts.length).toBeGreaterThanOrEqual(300);
    expect(new Set(texts).size).toBeGreaterThanOrEqual(290);
    expect(notifiers).toHaveLength(7);
  });

  it('stay text in Slack', async () => {
    const server = await openHttpDouble((body) => {
      const { status, text } = judgeAsSlack(body);
      return { status, body: text };
    });
    await sendAll(
      slackNotifier.create(slackNotifier.options.parse({ webhookUrl: server.url }), contextOf('s').context),
    );
    await server.close();
    // None was refused first and sent again in words alone.
    expect(server.requests).toHaveLength(texts.length);
    for (const [index, page] of pages.entries()) expectHarmlessSlack(page, server.requests[index]?.body);
  }, 60_000);

  it('stay text in mails, without a header more', async () => {
    const server = await openSmtpDouble(() => undefined);
    const given = {
      host: '127.0.0.1',
      port: server.port,
      tls: 'none',
      from: 'v@example.com',
      to: ['p@example.com'],
    };
    const email = emailNotifier.create(emailNotifier.options.parse(given), contextOf('e').context);
    await sendAll(email, makesHeaders);
    await server.close();
    const names = (raw: string) =>
      (raw.split('\r\n\r\n')[0] ?? '')
        .replace(/\r\n[ \t]+/g, ' ')
        .split('\r\n')
        .map((line) => line.slice(0, line.indexOf(':')));
    const known = new Set(
      'From To Subject Message-ID In-Reply-To References X-Priority X-Msmail-Priority Importance Auto-Submitted X-Auto-Response-Suppress Date MIME-Version Content-Type'.split(
        ' ',
      ),
    );
    expect(server.mails.map(({ to }) => to)).toEqual(texts.filter(makesHeaders).map(() => 'p@example.com'));
    expect(server.mails.length).toBeGreaterThan(8);
    for (const { raw } of server.mails) {
      const found = names(raw);
      expect(found.filter((name) => !known.has(name))).toEqual([]);
      expect(new Set(found).size).toBe(found.length);
    }
    for (const page of pages)
      if ((page.release?.emergencySheet?.people.length ?? 0) < 5) expectHarmlessEmail(page);
  }, 60_000);

  it('stay text in Teams, within 28 KB', async () => {
    const server = await openHttpDouble(judgeAsTeams);
    await sendAll(
      teamsNotifier.create(teamsNotifier.options.parse({ workflowUrl: server.url }), contextOf('t').context),
    );
    await server.close();
    for (const { body } of server.requests) expectPlain(JSON.parse(body));
  }, 60_000);

  it('stay text at PagerDuty, within 512 KB', async () => {
    const server = await openHttpDouble(judgeAsPagerDuty);
    const options = pagerdutyNotifier.options.parse({ routingKey: 'key', apiUrl: server.url });
    await sendAll(pagerdutyNotifier.create(options, contextOf('p').context));
    await server.close();
    for (const { body } of server.requests) expectPlain(JSON.parse(body));
  }, 60_000);

  it('stay values of the JSON of a webhook, without a header more', async () => {
    const server = await openHttpDouble(() => ({ status: 200 }));
    const options = webhookNotifier.options.parse({ url: server.url, allowPrivateNetwork: true, template });
    await sendAll(webhookNotifier.create(options, contextOf('w').context), (text) => text.length < 3_000);
    await server.close();
    const known = new Set([...HEADERS.split(' '), 'idempotency-key']);
    for (const { body, headers } of server.requests) {
      expect(Object.keys(headers).filter((name) => !known.has(name))).toEqual([]);
      expect(JSON.parse(body)).toMatchObject({ incident: 'inc-vinci-1605', headline: expect.any(String) });
    }
  }, 60_000);

  it.each([
    [
      'application/json',
      '{"to":"{{ to }}","text":"{{ text }}","why":"{{ why }}","by":["{{ authors | join: "," }}"]}',
    ],
    ['application/x-www-form-urlencoded', 'To={{ to }}&Body={{ text }}&Why={{ why }}'],
    ['text/xml', '<m to="{{ to }}"><text>{{ text }}</text><why>{{ why }}</why></m>'],
  ] as const)(
    'stay values of a request in %s, within two segments',
    async (contentType, body) => {
      // Each of them gets a third of the texts, of all kinds of pages.
      const turn = ['application/json', 'application/x-www-form-urlencoded', 'text/xml'].indexOf(contentType);
      const server = await openHttpDouble(() => ({ status: 201 }));
      const options = httpTemplateNotifier.options.parse({
        ...{ url: server.url, allowPrivateNetwork: true, contentType, body, to: ['+33199000001'] },
        text: '{{ headline }}\n{{ samples[0].text }}',
      });
      await sendAll(
        httpTemplateNotifier.create(options, contextOf('h').context),
        (_text, index) => Math.floor(index / kinds.length) % 3 === turn,
      );
      await server.close();
      const known = new Set([...HEADERS.split(' '), 'idempotency-key']);
      for (const request of server.requests) {
        expect(Object.keys(request.headers).filter((name) => !known.has(name))).toEqual([]);
        const { to, text } = readRequest(contentType, request.body);
        expect([to, smsSegments(text) <= 2, text === '']).toEqual(['+33199000001', true, false]);
        expectPlain(text);
      }
    },
    60_000,
  );

  it('stay text on a terminal', () => {
    for (const page of pages) expectPlain(renderTerminalText(page, false));
  });
});

function expectPlain(value: unknown): void {
  const text = textsIn(value).map(withoutBreaks).join(' ');
  expect([CONTROL.test(text), INVISIBLE.test(text), text.includes('1337')]).toEqual([false, false, false]);
}

/** The request as its receiver reads it; what does not have this very shape is none. */
function readRequest(contentType: string, body: string): { to: string; text: string } {
  if (contentType === 'application/json') {
    const read = JSON.parse(body);
    expect(Object.keys(read)).toEqual(['to', 'text', 'why', 'by']);
    return read;
  }
  if (contentType === 'text/xml') {
    const [, to = '', text = ''] =
      /^<m to="([^"<>&]*)"><text>([^<>]*)<\/text><why>[^<>]*<\/why><\/m>$/.exec(body) ?? [];
    expect(text.replace(/&#\d+;/g, '')).not.toContain('&');
    return { to, text: text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code)) };
  }
  const read = [...new URLSearchParams(body)];
  expect(read.map(([name]) => name)).toEqual(['To', 'Body', 'Why']);
  return { to: read[0]?.[1] ?? '', text: read[1]?.[1] ?? '' };
}
