import { createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { consoleNotifier } from '#alerting/notifiers/console';
import { emailNotifier } from '#alerting/notifiers/email';
import { notifiers } from '#alerting/notifiers/index';
import { slackNotifier } from '#alerting/notifiers/slack';
import { webhookNotifier } from '#alerting/notifiers/webhook';
import { permanent, retriable, switchable, taken, waits } from '../../contract/http-answers';
import {
  type ChannelAnswer,
  contextOf,
  describeNotifier,
  openHttpDouble,
} from '../../contract/notifier-contract';
import { freePort } from '../../ingest/free-port';
import { deliveryOf, vinciPage } from '../pages';
import { judgeAsSlack } from '../slack-rules';
import { openSmtpDouble } from '../smtp-double';

it('lists every notifier of the folder, each in the file of its kind', () => {
  const files = readdirSync('alerting/notifiers')
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => name !== 'index');
  expect(notifiers.map(({ kind }) => kind)).toEqual(files.sort());
});

describeNotifier('console', async () => {
  let received = 0;
  return {
    definition: {
      ...consoleNotifier,
      create: (options, context) => {
        const write = (text: string) => {
          received += 1;
          context.write(text);
        };
        return consoleNotifier.create(consoleNotifier.options.parse(options), { ...context, write });
      },
    },
    options: {},
    secrets: [],
    answers: [],
    answerWith: () => {},
    received: () => received,
    close: async () => {},
  };
});

describeNotifier('slack', async () => {
  const { answer, answerWith } = switchable({ status: 200, body: 'ok' });
  const server = await openHttpDouble((body) => {
    const told = answer();
    return told.status === 200 ? { ...told, ...judgeBody(body) } : told;
  });
  const words = ['no_service', 'channel_is_archived', 'action_prohibited', 'user_not_found'];
  return {
    definition: slackNotifier,
    options: { webhookUrl: `${server.url}/services/T0SECRET/B0SECRET/hunter2hunter2` },
    secrets: ['T0SECRET', 'B0SECRET', 'hunter2'],
    answers: [
      ...retriable,
      ...permanent,
      ...waits,
      ...words.map(
        (body) =>
          [
            { status: 404, body },
            { reason: 'refused', message: `Slack answered 404 (${body})` },
          ] as const,
      ),
      [
        { status: 400, body: 'invalid_blocks' },
        { ok: false, retriable: false },
      ],
    ],
    answerWith,
    received: () => server.requests.length,
    close: server.close,
  };
});

describe('as a bot', () => {
  describeNotifier('slack', async () => {
    const { answer, answerWith } = switchable({ status: 200 });
    const server = await openHttpDouble((body) => {
      const told = answer();
      if (told.status !== 200) return told;
      const word = told.body === undefined || told.body === 'ok' ? judgeBody(body).body : told.body;
      return { ...told, body: apiAnswer(word === 'no_text' ? 'ok' : word) };
    });
    const row = (body: string, expected: object) => [{ status: 200, body }, expected] as const;
    const refused = { ok: false, retriable: false, reason: 'refused' };
    const later = { ok: false, retriable: true };
    return {
      definition: slackNotifier,
      options: { token: 'xoxb-hunter2', channel: '#crisis', apiUrl: server.url },
      secrets: ['hunter2'],
      answers: [
        row('ok', { ok: true, receipt: 'C0123456789/1479827101.000100' }),
        ...retriable,
        ...permanent,
        ...waits,
        ...['ratelimited', 'internal_error', 'message_limit_exceeded'].map((word) => row(word, later)),
        [{ status: 200, body: 'ratelimited', headers: { 'retry-after': '30' } }, { retryAfterMs: 30_000 }],
        row('channel_not_found', {
          ...refused,
          message: 'Slack answered channel_not_found: check channel, and invite the app to it',
        }),
        row('invalid_auth', {
          ...refused,
          message: 'Slack answered invalid_auth: give the bot token (xoxb-…) of an app',
        }),
        row('missing_scope', {
          ...refused,
          message: 'Slack answered missing_scope: the app needs the scope chat:write',
        }),
        row('invalid_blocks', { ...refused, message: 'Slack answered invalid_blocks' }),
        row('<html>sign in to the hotel</html>', { ...later, reason: 'server-error' }),
      ],
      answerWith,
      received: () => server.requests.length,
      close: server.close,
    };
  });
});

/** What the Web API answers: its word, or a proxy's page as it is. */
function apiAnswer(word = 'ok'): string {
  if (word.startsWith('<')) return word;
  return JSON.stringify(
    word === 'ok'
      ? { ok: true, channel: 'C0123456789', ts: '1479827101.000100' }
      : { ok: false, error: word },
  );
}

function judgeBody(body: string): ChannelAnswer {
  const { status, text } = judgeAsSlack(body);
  return { status, body: text };
}

describeNotifier('webhook', async () => {
  const { answer, answerWith } = switchable({ status: 200 });
  const server = await openHttpDouble(answer);
  const inAMinute = new Date(Date.now() + 61_000).toUTCString();
  return {
    definition: webhookNotifier,
    options: { url: `${server.url}/in?token=t0psecret`, secret: 'hunter2', allowPrivateNetwork: true },
    secrets: ['t0psecret', 'hunter2'],
    answers: [
      ...taken,
      ...retriable,
      ...permanent,
      ...waits,
      [{ status: 429, headers: { 'retry-after': inAMinute } }, { retryAfterMs: expect.any(Number) as never }],
      [
        { status: 500, body: 'x'.repeat(1_000_000) },
        { ok: false, retriable: true },
      ],
    ],
    answerWith,
    received: () => server.requests.length,
    close: server.close,
  };
});

describeNotifier('email', async () => {
  const { answer, answerWith } = switchable({ status: 250 });
  const server = await openSmtpDouble(() => {
    const { status, body } = answer();
    return status >= 400 ? { code: status, text: body ?? 'refused' } : undefined;
  }, 'hunter2');
  const row = (code: number) =>
    [
      { status: code, body: 'hunter2 said no' },
      { ok: false, retriable: code < 500 },
    ] as const;
  return {
    definition: emailNotifier,
    options: {
      host: '127.0.0.1',
      port: server.port,
      tls: 'none',
      user: 'vigie',
      password: 'hunter2',
      from: 'vigie@example.com',
      to: ['press@example.com'],
    },
    secrets: ['hunter2'],
    answers: [421, 450, 451, 452, 550, 551, 552, 553, 554].map(row),
    answerWith,
    received: () => server.mails.length,
    close: server.close,
  };
});

describe('the Slack notifier', () => {
  it('sends the words alone when Slack refuses the blocks', async () => {
    const server = await openHttpDouble((body) =>
      body.includes('"blocks"') ? { status: 400, body: 'invalid_blocks' } : { status: 200, body: 'ok' },
    );
    const slack = slackNotifier.create(
      slackNotifier.options.parse({ webhookUrl: server.url }),
      contextOf('s').context,
    );
    expect(await slack.send(deliveryOf())).toEqual({ ok: true });
    expect(JSON.parse(server.requests[1]?.body ?? '{}')).not.toHaveProperty('blocks');
    await server.close();
  });

  it('answers in the thread as a bot, and shows in the channel what is urgent', async () => {
    const server = await openHttpDouble(() => ({ status: 200, body: apiAnswer() }));
    const options = slackNotifier.options.parse({
      token: 'xoxb-hunter2',
      channel: 'C0123456789',
      apiUrl: `${server.url}/`,
    });
    const slack = slackNotifier.create(options, contextOf('s').context);
    const update = (reason: string) => ({ ...vinciPage, number: 2, kind: 'update' as const, reason });
    const reasons = ['twice as bad', 'severity raised', 'verdict changed', 'another fake'];
    const thread = 'C0123456789/1479827101.000100';
    await slack.send(deliveryOf());
    for (const reason of reasons) await slack.send(deliveryOf({ page: update(reason), thread }));
    await slack.check(AbortSignal.timeout(5_000));
    await server.close();
    const bodies = server.requests.map(({ body }) => JSON.parse(body));
    expect(bodies[0]).toMatchObject({ channel: 'C0123456789', text: expect.any(String) });
    expect(bodies.map(({ thread_ts, reply_broadcast }) => [thread_ts, reply_broadcast])).toEqual([
      [undefined, undefined],
      ['1479827101.000100', undefined],
      ['1479827101.000100', true],
      ['1479827101.000100', true],
      ['1479827101.000100', true],
      [undefined, undefined],
    ]);
    expect(slack.destinations).toEqual(['C0123456789']);
  });

  it.each([
    [{}, 'give either webhookUrl, or token and channel'],
    [{ token: 'x' }, 'token and channel go together'],
    [{ webhookUrl: 'https://hooks.slack.com/x', channel: '#crisis' }, 'token and channel go together'],
    [{ webhookUrl: 'https://hooks.slack.com/x', token: 'x', channel: '#crisis' }, 'give either webhookUrl'],
    [{ token: 'x', channel: 'crisis' }, 'or an id such as'],
  ])('refuses %j', (given, message) => {
    expect(slackNotifier.options.safeParse(given).error?.message).toContain(message);
  });

  it.each(['<!here> and more', '@here', '<!here', 'hello'])('takes %j for no mention', (mention) => {
    expect(
      slackNotifier.options.safeParse({ webhookUrl: 'https://hooks.slack.com/x', mention }).success,
    ).toBe(false);
  });
});

describe('the webhook notifier', () => {
  it('sends the page with its delivery id, signed', async () => {
    const server = await openHttpDouble(() => ({ status: 200 }));
    const options = webhookNotifier.options.parse({
      url: server.url,
      secret: 'hunter2',
      allowPrivateNetwork: true,
    });
    const webhook = webhookNotifier.create(options, contextOf('w').context);
    const delivery = deliveryOf();
    await webhook.send(delivery);
    await webhook.close?.();
    await server.close();
    const { headers, body } = server.requests[0] as (typeof server.requests)[number];
    expect(JSON.parse(body)).toEqual({ delivery: delivery.id, ...vinciPage });
    expect(headers['idempotency-key']).toBe(delivery.id);
    const mac = createHmac('sha256', 'hunter2')
      .update(`${headers['x-vigie-timestamp']}.${body}`)
      .digest('hex');
    expect(headers['x-vigie-signature']).toBe(`sha256=${mac}`);
  });

  it.each([
    'http://127.0.0.1:9/',
    'http://localhost:8009/',
    'http://[::1]:9/',
    'http://169.254.169.254/',
    'http://10.0.0.1/',
  ])('refuses the private address %s for good', async (url) => {
    const webhook = webhookNotifier.create(webhookNotifier.options.parse({ url }), contextOf('w').context);
    expect(await webhook.send(deliveryOf())).toMatchObject({
      ok: false,
      retriable: false,
      reason: 'refused',
      message: expect.stringContaining('private address'),
    });
    await webhook.close?.();
  });
});

describe('the e-mail notifier', () => {
  const settings = { host: '127.0.0.1', from: 'vigie@example.com', to: ['press@example.com'] };

  it('writes headers that thread by incident and are safe whatever the headline', async () => {
    const server = await openSmtpDouble(() => undefined);
    const options = emailNotifier.options.parse({ ...settings, port: server.port, tls: 'none' });
    const email = emailNotifier.create(options, contextOf('e').context);
    const headline = 'VINCI: x\r\nBcc: victim@example.com\r\n\r\n<h1>body</h1>';
    const delivery = deliveryOf({ destination: 'press@example.com', page: { ...vinciPage, headline } });
    const messageId = `<${delivery.id}@example.com>`;
    expect(await email.send(delivery)).toEqual({ ok: true, reference: messageId, receipt: messageId });
    await email.close?.();
    await server.close();
    const [mail] = server.mails;
    const headers = (mail?.raw.split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]+/g, ' ').split('\r\n');
    expect(server.mails.map(({ to }) => to)).toEqual(['press@example.com']);
    expect(headers.filter((line) => /^(bcc|cc):/i.test(line))).toEqual([]);
    expect(headers).toEqual(
      expect.arrayContaining([
        'From: Vigie <vigie@example.com>',
        'To: press@example.com',
        'Subject: VINCI: x Bcc: victim@example.com <h1>body</h1>',
        `Message-ID: <${delivery.id}@example.com>`,
        expect.stringMatching(/^References: <incident-[0-9a-f]{32}@example\.com>$/),
        'Auto-Submitted: auto-generated',
        expect.stringMatching(/^X-Priority: 1/),
      ]),
    );
  });

  it('answers the first page with the later ones', async () => {
    const server = await openSmtpDouble(() => undefined);
    const options = emailNotifier.options.parse({ ...settings, port: server.port, tls: 'none' });
    const email = emailNotifier.create(options, contextOf('e').context);
    const destination = 'press@example.com';
    const first = await email.send(deliveryOf({ destination }));
    const thread = first.ok ? first.receipt : undefined;
    await email.send(deliveryOf({ id: 'dlv-2', destination, ...(thread && { thread }) }));
    await email.close?.();
    await server.close();
    const [opening = '', reply = ''] = server.mails.map(({ raw }) => raw.replace(/\r\n[ \t]+/g, ' '));
    const [, root] = /\r\nReferences: (<incident-\S+>)\r\n/.exec(opening) ?? [];
    expect(opening).toContain(`\r\nIn-Reply-To: ${root}\r\n`);
    expect(reply).toContain(`\r\nIn-Reply-To: ${thread}\r\n`);
    expect(reply).toContain(`\r\nReferences: ${root} ${thread}\r\n`);
  });

  it('names the server that cannot be reached, and what to look at', async () => {
    const port = await freePort();
    const email = emailNotifier.create(
      emailNotifier.options.parse({ ...settings, port, tls: 'none' }),
      contextOf('desk').context,
    );
    await expect(email.check(AbortSignal.timeout(5_000))).rejects.toThrow(
      `notifier "desk": the mail server 127.0.0.1:${port} cannot be reached: nothing listens there; check host and port`,
    );
    await email.close?.();
  });

  it('sends nothing to a server without TLS unless told to', async () => {
    const server = await openSmtpDouble(() => undefined);
    const options = emailNotifier.options.parse({ ...settings, port: server.port });
    const email = emailNotifier.create(options, contextOf('e').context);
    expect(await email.send(deliveryOf({ destination: 'press@example.com' }))).toMatchObject({
      ok: false,
      retriable: true,
    });
    expect(server.mails).toEqual([]);
    await email.close?.();
    await server.close();
  });

  it.each([
    [{ host: 'smtp.example.com', tls: 'none' }, 'allowPlaintext: true'],
    [{ to: ['a@example.com\nBcc: b@example.com'] }, 'expected an address'],
    [{ from: 'x' }, 'expected an address'],
    [{ fromName: 'x\r\nBcc: y' }, 'control characters'],
    [{ user: 'vigie' }, 'user and password go together'],
  ])('refuses %j', (given, message) => {
    const parsed = emailNotifier.options.safeParse({ ...settings, ...given });
    expect(parsed.error?.message).toContain(message);
  });
});
