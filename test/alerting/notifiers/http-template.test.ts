// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how an operator names a secret in YAML
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { httpTemplateNotifier } from '#alerting/notifiers/http-template';
import type { Page } from '#alerting/page';
import { packageRoot } from '#ingest/thread';
import { permanent, retriable, switchable, taken, waits } from '../../contract/http-answers';
import { contextOf, describeNotifier, openHttpDouble } from '../../contract/notifier-contract';
import { deliveryOf, fakePage, vinciPage } from '../pages';

describeNotifier('http-template', async () => {
  const { answer, answerWith } = switchable({ status: 201 });
  const server = await openHttpDouble(answer);
  return {
    definition: httpTemplateNotifier,
    options: {
      url: `${server.url}/v1?key=t0psecret`,
      headers: { 'X-Api-Key': 'hunter2' },
      user: 'vigie',
      password: 'p4ssword',
      to: ['+33199000001'],
      body: '{"to":"{{ to }}","text":"{{ text }}"}',
      allowPrivateNetwork: true,
    },
    secrets: ['t0psecret', 'hunter2', 'p4ssword', Buffer.from('vigie:p4ssword').toString('base64')],
    answers: [...taken, ...retriable, ...permanent, ...waits],
    answerWith,
    received: () => server.requests.length,
    close: server.close,
  };
});

type Settings = Readonly<Record<string, unknown>>;

/** What is sent of the page by a notifier with these settings, and what becomes of it. */
async function sendThrough(settings: Settings, page: Page = vinciPage, answer = { status: 201, body: '{}' }) {
  const server = await openHttpDouble(() => answer);
  const options = httpTemplateNotifier.options.parse({
    ...{ to: ['+33199000001'] },
    ...(settings.body === undefined && { body: '{{ text }}', contentType: 'text/plain' }),
    ...settings,
    ...{ url: server.url, allowPrivateNetwork: true },
  });
  const notifier = httpTemplateNotifier.create(options, contextOf('sms').context);
  const [destination = ''] = notifier.destinations;
  const attempt = await notifier.send(deliveryOf({ page, destination }));
  await notifier.close?.();
  await server.close();
  const [request] = server.requests;
  return {
    attempt,
    body: request?.body ?? '',
    headers: request?.headers ?? {},
    destinations: notifier.destinations,
  };
}

describe('the examples for SMS and phone', () => {
  const text = readFileSync(join(packageRoot(), 'docs/sms-and-phone.md'), 'utf8');
  const examples = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => {
    const [{ name: _name, kind: _kind, ...settings }] = parse(yaml) as [Record<string, unknown>];
    return settings;
  });

  it('are what the providers take', async () => {
    expect(examples).toHaveLength(3);
    const [twilio, ovh, call] = examples as [Settings, Settings, Settings];
    const sms = await sendThrough(twilio, { ...vinciPage, headline: 'VINCI & Co: “x” – 50 % + more' });
    expect(Object.fromEntries(new URLSearchParams(sms.body))).toEqual({
      From: '+33199000000',
      To: '+33199000001',
      Body: `VINCI & Co: "x" - 50 % + more\n${vinciPage.link}`,
    });
    expect(sms.headers.authorization).toBe(
      `Basic ${Buffer.from('AC00000000000000000000000000000000:${TWILIO_AUTH_TOKEN}').toString('base64')}`,
    );
    expect(sms.destinations).toEqual(['+33199000001', '+33199000002']);

    const job = await sendThrough(ovh, { ...fakePage, headline: 'VINCI: a "quoted" fake' });
    const { receivers, message } = JSON.parse(job.body);
    expect(receivers).toEqual(['+33199000001']);
    expect(message).toMatch(/^VINCI: a "quoted" fake\nProbably fake \(from vinci\[\.\]group/);
    expect(job.attempt).toMatchObject({ ok: false, retriable: false, reason: 'refused' });
    const good = { status: 200, body: '{"invalidReceivers":[],"ids":[1]}' };
    expect((await sendThrough(ovh, fakePage, good)).attempt).toEqual({ ok: true });

    const phone = await sendThrough(call, { ...vinciPage, headline: 'VINCI <Hangup/> & more' });
    expect(new URLSearchParams(phone.body).get('Twiml')).toBe(
      '<Response><Say loop="2">This is Vigie. critical. VINCI &lt;Hangup/&gt; &amp; more</Say></Response>',
    );
  });
});

describe('the template notifier', () => {
  it('says brand, what, how bad and since when within the segments, with the link where it fits', async () => {
    const said = async (settings: Settings, page?: Page) => (await sendThrough(settings, page)).body;
    expect(await said({})).toBe(
      '[replay 22 Nov 2016] VINCI: 212 mentions in 10 min, 14 expected, since 16:05 - fake-looking domain vinci.group\nhttp://127.0.0.1:8460/#/incidents/inc-vinci-1605',
    );
    const alone = `VINCI: ${'word '.repeat(27)}end`;
    expect(
      await said(
        { maxSegments: 1 },
        { ...vinciPage, headline: alone, link: `https://e.com/${'x'.repeat(90)}` },
      ),
    ).toBe(alone);
    expect(await said({ maxSegments: 1 }, { ...vinciPage, headline: 'Élysée 🏭 '.repeat(30) })).toMatch(
      /^(Élysée 🏭 ?)+…?/,
    );
  });

  it.each(['application/json', 'application/x-www-form-urlencoded', 'application/xml', 'text/xml'] as const)(
    'lets no value out of its place in %s',
    async (contentType) => {
      const headline = '"}&To=+1</Say>{{ 7 | times: 7 }}{% assign x = 1 %}\\';
      const body = contentType === 'application/json' ? '["{{ headline }}"]' : '{{ headline }}';
      const sent = await sendThrough({ contentType, body }, { ...vinciPage, headline });
      const read = {
        'application/json': () => JSON.parse(sent.body)[0],
        'application/x-www-form-urlencoded': () => decodeURIComponent(sent.body),
        'application/xml': () => sent.body.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code)),
        'text/xml': () => sent.body.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code)),
      }[contentType];
      expect(read()).toBe(headline);
      expect(sent.body).not.toMatch(contentType === 'application/json' ? /[^\\]"[}&]/ : /["<>]|&To/);
      expect(sent.headers['content-type']).toBe(`${contentType}; charset=utf-8`);
    },
  );

  it.each([
    [{ body: '{{ "a" | raw }}' }, 'undefined filter: raw'],
    [{ body: '{% include "/etc/passwd" %}' }, 'tag "include" not found'],
    [{ body: '{{ heading }}' }, 'unknown variable "heading"'],
    [{ body: '{% if link %}' }, 'not closed'],
    [{ text: '{{ headline' }, 'not closed'],
    [{ body: '{"text": {{ text }} }', contentType: 'application/json' }, 'makes no JSON'],
    [{ user: 'vigie' }, 'user and password go together'],
    [{ to: [] }, 'to'],
    [{ to: ['+33\r\nX: y'] }, 'expected a number'],
    [{ headers: { 'a b': 'c' } }, 'headers.a b'],
    [{ maxSegments: 11 }, '10'],
  ])('refuses %j', (given, message) => {
    const settings = { url: 'https://sms.example.com/', to: ['+1'], body: 'x', contentType: 'text/plain' };
    const parsed = httpTemplateNotifier.options.safeParse({ ...settings, ...given });
    const told = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    expect(told?.join()).toContain(message);
  });

  it('sends the usual text where its own template breaks on a page, and gives up only where the body does', async () => {
    const endless = '{% for a in (1..90000) %}{% for b in (1..90000) %}{{ a }}{% endfor %}{% endfor %}';
    expect((await sendThrough({ text: endless })).body).toContain('VINCI: 212 mentions');
    expect((await sendThrough({ body: endless, contentType: 'text/plain' })).attempt).toMatchObject({
      ok: false,
      retriable: false,
    });
  });
});
