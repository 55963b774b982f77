import { pino } from 'pino';
import { createDeliverer } from '#alerting/deliver';
import type { Delivery, Notifier } from '#alerting/notifier';
import { emailNotifier } from '#alerting/notifiers/email';
import { slackNotifier } from '#alerting/notifiers/slack';
import { webhookNotifier } from '#alerting/notifiers/webhook';
import { planDeliveries } from '#alerting/plan-deliveries';
import { systemClock } from '#ingest/clock';
import { vinciPage } from '../alerting/pages';
import { judgeAsSlack } from '../alerting/slack-rules';
import { openSmtpDouble } from '../alerting/smtp-double';
import { contextOf, openHttpDouble } from '../contract/notifier-contract';

it('a failing channel holds up no other, and each is retried as it asks', async () => {
  const limited = [{ status: 429, headers: { 'retry-after': '2' } }];
  const slackDouble = await openHttpDouble((body) => {
    const { status, text } = judgeAsSlack(body);
    return limited.shift() ?? { status, body: text };
  });
  let failures = 2;
  const failing = await openHttpDouble(() => ({ status: failures-- > 0 ? 500 : 200 }));
  const healthy = await openHttpDouble(() => ({ status: 200 }));
  const greylisted = new Set<string>();
  const mail = await openSmtpDouble((address) => {
    if (address.startsWith('gone')) return { code: 550, text: 'no such mailbox' };
    if (!address.startsWith('grey') || greylisted.has(address)) return undefined;
    greylisted.add(address);
    return { code: 451, text: 'come back later' };
  });

  const { context } = contextOf('test');
  const webhook = (url: string) =>
    webhookNotifier.create(webhookNotifier.options.parse({ url, allowPrivateNetwork: true }), context);
  const notifiers = new Map<string, Notifier>([
    [
      'slack',
      slackNotifier.create(slackNotifier.options.parse({ webhookUrl: `${slackDouble.url}/hook` }), context),
    ],
    [
      'mail',
      emailNotifier.create(
        emailNotifier.options.parse({
          host: '127.0.0.1',
          port: mail.port,
          tls: 'none',
          from: 'vigie@example.com',
          to: ['press@example.com', 'gone@example.com', 'grey@example.com'],
        }),
        context,
      ),
    ],
    ['failing', webhook(failing.url)],
    ['healthy', webhook(healthy.url)],
  ]);
  const outcomes: string[] = [];
  const latest = new Map<string, Delivery>();
  const deliverer = createDeliverer({
    notifiers,
    clock: systemClock,
    random: () => 0,
    log: pino({ level: 'silent' }),
    record: async (delivery, event) => {
      latest.set(`${delivery.notifier}>${delivery.destination.replace(/127.*/, 'double')}`, delivery);
      outcomes.push(`${delivery.notifier} ${event?.kind ?? 'retry'}`);
    },
  });
  deliverer.enqueue(
    planDeliveries({
      page: vinciPage,
      receiver: 'comms',
      receivers: [{ name: 'comms', notifiers: [...notifiers.keys()] }],
      notifiers,
      now: Date.now(),
    }),
  );
  await deliverer.idle();

  expect(
    Object.fromEntries([...latest].map(([key, { state, attempts }]) => [key, `${state} after ${attempts}`])),
  ).toEqual({
    'slack>incoming webhook at double': 'delivered after 2',
    'mail>press@example.com': 'delivered after 1',
    'mail>gone@example.com': 'failed after 1',
    'mail>grey@example.com': 'delivered after 2',
    'failing>double': 'delivered after 3',
    'healthy>double': 'delivered after 1',
  });
  expect(outcomes.indexOf('healthy delivered')).toBeLessThan(outcomes.indexOf('slack delivered'));
  expect(latest.get('mail>gone@example.com')?.lastError).toContain('no such mailbox');

  const gap = (requests: readonly { at: number }[]) => (requests[1]?.at ?? 0) - (requests[0]?.at ?? 0);
  expect(gap(slackDouble.requests)).toBeGreaterThanOrEqual(1_990);
  expect(gap(failing.requests)).toBeGreaterThanOrEqual(990);
  expect(new Set(failing.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(mail.mails.map(({ to }) => to).sort()).toEqual(['grey@example.com', 'press@example.com']);
  expect(mail.attempts.filter((address) => address.startsWith('gone'))).toHaveLength(1);

  await Promise.all([...notifiers.values()].map((notifier) => notifier.close?.()));
  await Promise.all([slackDouble, failing, healthy, mail].map(({ close }) => close()));
}, 20_000);
