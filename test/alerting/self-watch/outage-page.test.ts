import { webhookNotifier } from '#alerting/notifiers/webhook';
import { renderEmailBody } from '#alerting/render/email-body';
import { renderSlackMessage, renderSlackText } from '#alerting/render/slack-blocks';
import { renderTerminalText } from '#alerting/render/terminal-text';
import { composeOutagePage } from '#alerting/self-watch/compose-outage-page';
import type { Telling } from '#alerting/self-watch/decide-telling';
import { dependenciesOf } from '#alerting/self-watch/dependency';
import { contextOf, openHttpDouble } from '../../contract/notifier-contract';
import { deliveryOf } from '../pages';
import { judgeAsSlack } from '../slack-rules';
import { PLACES, START, servers } from './watched-servers';

const { dependencies } = servers({});
const MINUTE = 60_000;
const ERROR =
  'Elasticsearch at http://search:9200: reading state failed, is the server up? connect ECONNREFUSED';
const incident = 'outage-2026-03-01T12:00:30.000Z';

function pageOf(telling: Telling, since = START, failures = 1) {
  const answers = telling.kind === 'outage-over';
  return composeOutagePage({
    telling,
    incident,
    dependencies,
    health: new Map([
      [
        'bus',
        { answers, since, asks: 8, failures, error: 'Connection error: connect ECONNREFUSED kafka:9092' },
      ],
      ['state', { answers, since, asks: 8, failures, error: ERROR }],
      ['store', { answers, since, asks: 8, failures, error: ERROR }],
    ]),
    outages: new Map(
      telling.dependencies.map((dependency) => [
        dependency,
        { dependency, incident, since: START, toldAt: START + 30_000 },
      ]),
    ),
    timezone: 'Europe/Paris',
  });
}

const outage = pageOf({ kind: 'outage', dependencies: ['state', 'store'] });
const over = pageOf(
  { kind: 'outage-over', dependencies: ['state', 'store'], incident, number: 2 },
  START + 4 * MINUTE,
  2,
);

describe('a page to operators', () => {
  it('on a terminal', () => {
    expect(renderTerminalText(outage, false)).toMatchSnapshot();
    expect(renderTerminalText(over, false)).toMatchSnapshot();
    expect(renderTerminalText(pageOf({ kind: 'outage', dependencies: ['bus'] }), false)).toMatchSnapshot();
  });

  it('in Slack, where it calls people once', () => {
    expect(renderSlackMessage(outage, '<!here>')).toMatchSnapshot();
    expect(renderSlackMessage(over, '<!here>')).toMatchSnapshot();
    for (const message of [renderSlackMessage(outage), renderSlackMessage(over), renderSlackText(outage)])
      expect(judgeAsSlack(JSON.stringify(message))).toEqual({ status: 200, text: 'ok' });
  });

  it('as an e-mail', () => {
    expect(renderEmailBody(outage)).toMatchSnapshot();
    expect(renderEmailBody(over).subject).toBe('Vigie: Elasticsearch answers again after 4 minutes');
  });

  it('as JSON to a webhook', async () => {
    const double = await openHttpDouble(() => ({ status: 200 }));
    const options = webhookNotifier.options.parse({ url: double.url, allowPrivateNetwork: true });
    const notifier = webhookNotifier.create(options, contextOf('hook').context);
    await notifier.send(deliveryOf({ page: outage }));
    expect(JSON.parse(double.requests[0]?.body ?? '')).toMatchSnapshot();
    await notifier.close?.();
    await double.close();
  });

  it.each([
    [
      'embedded',
      { kind: 'embedded', at: '/srv/vigie/data/bus.db' },
      'the bus in bus.db does not answer since 13:00',
    ],
    ['kafka', PLACES.bus, 'Kafka does not answer since 13:00'],
  ] as const)('names a bus of kind %s', (_, bus, expected) => {
    const { headline } = composeOutagePage({
      telling: { kind: 'outage', dependencies: ['bus'] },
      incident,
      dependencies: dependenciesOf({
        bus: { lag: async () => [] },
        state: { read: async () => [] },
        store: { get: async () => undefined },
        places: { bus, state: bus.kind === 'embedded' ? bus : PLACES.state, store: PLACES.store },
      }),
      health: new Map([['bus', { answers: false, since: START, asks: 8, failures: 1 }]]),
      outages: new Map(),
      timezone: 'Europe/Paris',
    });
    expect(headline).toContain(expected);
  });
});
