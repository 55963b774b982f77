import pino from 'pino';
import { detectors } from '#alerting/detectors/index';
import type { Incident } from '#alerting/incident';
import type { Notifier } from '#alerting/notifier';
import { emailNotifier } from '#alerting/notifiers/email';
import { slackNotifier } from '#alerting/notifiers/slack';
import type { Page } from '#alerting/page';
import { Route } from '#alerting/policy';
import { startWatching } from '#alerting/watch';
import { Brand } from '#enrich/brand';
import type { BrandMention } from '#enrich/brand-mention';
import { openEmbeddedStore } from '#enrich/store/embedded';
import { TOPICS } from '#ingest/bus/bus';
import { systemClock } from '#ingest/clock';
import { openEmbeddedBusAndState } from '#ingest/open-embedded';
import { contextOf, openHttpDouble } from '../contract/notifier-contract';
import { until } from '../contract/until';
import { temporaryFolder } from '../temporary-folder';
import { claim, denial, FAKE, FALSE_DENIAL, FLASH, REJUDGES } from './press-release-mentions';
import { rule } from './rule';
import { judgeAsSlack } from './slack-rules';
import { openSmtpDouble } from './smtp-double';

const log = pino({ level: 'silent' });
const folder = temporaryFolder();
const brand = Brand.parse({
  id: 'vinci',
  name: 'VINCI',
  names: ['Vinci'],
  officialDomains: ['vinci.com'],
  emergencySheet: { people: [{ name: 'Duty desk', phone: '+33 1 99 00 00 01' }] },
});
const rules = [
  rule({
    name: 'vinci-look-alike',
    filter: ['risk="look-alike-domain"'],
    options: { num_events: 1 },
    severity: 'critical',
  }),
  rule({
    name: 'vinci-press-release',
    type: 'press_release',
    timeframe: '24h',
    severity: 'critical',
    options: { verdict: 'suspect' },
  }),
];

type Post = { text: string; thread_ts?: string; reply_broadcast?: boolean; blocks: unknown[] };

/** Slack's Web API as far as a bot that posts needs it. */
async function openSlackDouble() {
  let serial = 0;
  return openHttpDouble((body) => {
    const judged = judgeAsSlack(body);
    const answer =
      judged.status === 200
        ? { ok: true, channel: 'C0123456789', ts: `1479827101.00000${++serial}` }
        : { ok: false, error: judged.text };
    return { status: 200, body: JSON.stringify(answer) };
  });
}

/** What watches VINCI, with a bot in Slack and a mailbox; starts again on the same bus and state. */
async function openDesk() {
  const slack = await openSlackDouble();
  const smtp = await openSmtpDouble(() => undefined);
  const dataFolder = folder();
  const store = await openEmbeddedStore({ dataFolder, clock: systemClock });
  const opened = await openEmbeddedBusAndState({ dataFolder, clock: systemClock, log });
  const bot = slackNotifier.create(
    slackNotifier.options.parse({ token: 'xoxb-hunter2', channel: '#crisis', apiUrl: slack.url }),
    contextOf('slack').context,
  );
  const mail = emailNotifier.create(
    emailNotifier.options.parse({
      host: '127.0.0.1',
      port: smtp.port,
      tls: 'none',
      from: 'vigie@example.com',
      to: ['press@example.com'],
    }),
    contextOf('mail').context,
  );
  const pages: Page[] = [];
  const watch = () =>
    startWatching({
      ...opened,
      store,
      rules,
      detectors,
      brands: [brand],
      route: Route.parse({ receiver: 'crisis' }),
      receivers: [{ name: 'crisis', notifiers: ['slack', 'mail'] }],
      notifiers: new Map<string, Notifier>([
        ['slack', { ...bot, paceMs: 0 }],
        ['mail', mail],
      ]),
      timezone: 'Europe/Paris',
      consoleUrl: 'http://127.0.0.1:8780',
      clock: systemClock,
      random: () => 0.5,
      log,
      tickMs: 20,
      observe: (seen) => {
        if (seen.kind === 'paged') pages.push(seen.page);
      },
    });
  let watching = await watch();
  const incidents = async () => (await opened.state.read('incidents')).map(({ value }) => value as Incident);
  return {
    pages,
    incidents,
    posts: () => slack.requests.map(({ body }) => JSON.parse(body) as Post),
    headers: () => slack.requests.map(({ headers }) => headers.authorization),
    mails: () =>
      smtp.mails.map(({ raw }) => (raw.split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]+/g, ' ').split('\r\n')),
    /** Resolves when the mention has left its trace, and so many pages have arrived. */
    receive: async (mention: BrandMention, pagesSoFar: number) => {
      await store.save([mention]);
      await opened.bus.publish(TOPICS.brandMentions, [
        { key: mention.brand, value: JSON.stringify(mention) },
      ]);
      await until(async () => {
        const [incident] = await incidents();
        const delivered = incident?.events.filter(({ kind }) => kind === 'delivered').length ?? 0;
        const isSeen = incident?.alerts.some(({ at }) => at >= mention.publishedAt) ?? false;
        return isSeen && delivered === 2 * pagesSoFar;
      });
    },
    restart: async () => {
      await watching.stop();
      watching = await watch();
    },
    close: async () => {
      await watching.stop();
      await mail.close?.();
      await opened.bus.close();
      await opened.state.close();
      await store.close();
      await slack.close();
      await smtp.close();
    },
  };
}

describe('the afternoon of 22 November 2016', () => {
  it('is one incident and one thread, told as it happened', async () => {
    const desk = await openDesk();
    await desk.receive(FAKE, 1);
    await desk.receive(FLASH, 1);
    await desk.receive(FALSE_DENIAL, 2);
    // What holds the thread together is in the incident.
    await desk.restart();
    await desk.receive(denial({ rejudges: REJUDGES }), 3);
    await desk.receive(claim(), 4);
    const incidents = await desk.incidents();
    await desk.close();

    expect(incidents).toHaveLength(1);
    expect(desk.pages.map(({ number, reason, headline }) => `${number} ${reason}: ${headline}`)).toEqual([
      '1 first notification: [replay 22 Nov 2016] VINCI: probably a fake press release from vinci.group — since 16:05, and 1 more finding',
      '2 another fake: [replay 22 Nov 2016] VINCI: another fake, a denial from vinci-group.com, at 16:27 — the first at 16:05',
      '3 verdict changed: [replay 22 Nov 2016] VINCI: fake release refuted at 16:49 on vinci.com, 44 min after',
      '4 another fake: [replay 22 Nov 2016] VINCI: another fake, from vincigroup.com, at 17:35 — the first was refuted at 16:49',
    ]);
    const [first, ...replies] = desk.posts();
    const [ts] = ['1479827101.000001'];
    expect(first).not.toHaveProperty('thread_ts');
    expect(replies.map(({ thread_ts, reply_broadcast }) => [thread_ts, reply_broadcast])).toEqual([
      [ts, true],
      [ts, true],
      [ts, true],
    ]);
    expect(new Set(desk.headers())).toEqual(new Set(['Bearer xoxb-hunter2']));
    const mails = desk.mails();
    const header = (name: string) =>
      mails.map((lines) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2));
    const [firstId] = header('Message-ID');
    expect(header('In-Reply-To').slice(1)).toEqual([firstId, firstId, firstId]);
    expect(
      header('References')
        .slice(1)
        .every((ids) => ids?.endsWith(` ${firstId}`)),
    ).toBe(true);
    expect(incidents[0]?.events.flatMap((event) => ('receipt' in event ? [event.notifier] : [])).length).toBe(
      8,
    );
  });
});
