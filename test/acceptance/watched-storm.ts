import { detectors } from '#alerting/detectors/index';
import { Incident } from '#alerting/incident';
import type { Attempt, Delivery, Notifier } from '#alerting/notifier';
import { Route } from '#alerting/policy';
import { startWatching } from '#alerting/watch';
import type { SecretText } from '#config/fields/secret';
import type { BrandMention } from '#enrich/brand-mention';
import { TOPICS } from '#ingest/bus/bus';
import { rule } from '../alerting/rule';
import { until } from '../contract/until';
import { BRAND, openStorm, stormMentions } from '../dashboards/console/storm';

export type WatchedStorm = Awaited<ReturnType<typeof startWatchedStorm>>;

const RULES = [
  rule({ name: 'storm', severity: 'critical' }),
  rule({ name: 'fake', filter: ['risk="look-alike-domain"'], options: { num_events: 1 } }),
];

function channel(destination: string, attempt: Attempt) {
  const sent: Delivery[] = [];
  const notifier: Notifier = {
    destinations: [destination],
    paceMs: 0,
    send: async (delivery) => {
      sent.push(delivery);
      return attempt;
    },
    check: async () => {},
  };
  return { sent, notifier };
}

/** The storm as the watch itself finds it: its incident, its pages, and a console behind a password. */
export async function startWatchedStorm(dataFolder: string, password: SecretText) {
  const { bus, state, store, log, clock, setReplay, startPage, close } = await openStorm(dataFolder);
  const running = await startPage({ password, rulesInForce: () => RULES });
  const slack = channel('#crise', { ok: true, reference: 'ts-1' });
  const mail = channel('night-desk@acme.example', {
    ok: false,
    retriable: false,
    reason: 'refused',
    message: '550 no such mailbox',
  });
  const watching = await startWatching({
    bus,
    state,
    store,
    brands: [BRAND],
    rules: RULES,
    detectors,
    notifiers: new Map([
      ['slack', slack.notifier],
      ['email', mail.notifier],
    ]),
    receivers: [{ name: 'crisis', notifiers: ['slack', 'email'] }],
    route: Route.parse({ receiver: 'crisis' }),
    timezone: 'Europe/Paris',
    consoleUrl: running.url,
    clock,
    random: () => 0.5,
    log,
    tickMs: 50,
  });
  const publish = async (mentions: readonly BrandMention[]) => {
    await store.save(mentions);
    await bus.publish(
      TOPICS.brandMentions,
      mentions.map((mention) => ({ key: mention.brand, value: JSON.stringify(mention) })),
    );
  };
  const readIncidents = async () => (await state.read('incidents')).map(({ value }) => Incident.parse(value));
  await publish(stormMentions());
  await until(() => slack.sent.length > 0 && mail.sent.length > 0);
  const [found] = await readIncidents();
  const incident = found?.id ?? '';
  return {
    url: running.url,
    store,
    setReplay,
    publish,
    incident,
    readIncident: async () => (await readIncidents()).find(({ id }) => id === incident),
    link: () => slack.sent[0]?.page.link ?? '',
    rateLink: () => slack.sent[0]?.page.rateLink ?? '',
    stopConsole: () => running.stop(),
    stop: async () => {
      await running.stop();
      await watching.stop();
      await close();
    },
  };
}
