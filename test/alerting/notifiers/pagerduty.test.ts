import { pagerdutyNotifier } from '#alerting/notifiers/pagerduty';
import type { Page } from '#alerting/page';
import { renderPagerDutyEvent } from '#alerting/render/pagerduty-event';
import { permanent, retriable, switchable, waits } from '../../contract/http-answers';
import { contextOf, describeNotifier, openHttpDouble } from '../../contract/notifier-contract';
import { judgeAsPagerDuty } from '../pagerduty-rules';
import { deliveryOf, fakePage, vinciPage } from '../pages';

describeNotifier('pagerduty', async () => {
  const { answer, answerWith } = switchable({ status: 202 });
  const server = await openHttpDouble((body) => (answer().status < 300 ? judgeAsPagerDuty(body) : answer()));
  const refusal = { status: 'invalid event', message: 'Event object is invalid', errors: ['key hunter2?'] };
  return {
    definition: pagerdutyNotifier,
    options: { routingKey: 'hunter2', apiUrl: `${server.url}/` },
    secrets: ['hunter2'],
    answers: [
      [{ status: 202 }, { ok: true }],
      ...retriable,
      ...permanent,
      ...waits,
      [
        { status: 400, body: JSON.stringify(refusal) },
        {
          retriable: false,
          reason: 'refused',
          message: 'PagerDuty answered 400 (Event object is invalid: key [secret]?)',
        },
      ],
    ],
    answerWith,
    received: () => server.requests.length,
    close: server.close,
  };
});

describe('the PagerDuty notifier', () => {
  it('opens one alert an incident, adds to it, and resolves it by the same key', async () => {
    const server = await openHttpDouble(judgeAsPagerDuty);
    const options = pagerdutyNotifier.options.parse({ routingKey: 'k3y', apiUrl: server.url });
    const pagerduty = pagerdutyNotifier.create(options, contextOf('p').context);
    const pages: readonly Page[] = [
      vinciPage,
      { ...vinciPage, number: 2, kind: 'update', reason: 'twice as bad', severity: 'error' },
      { ...vinciPage, number: 3, kind: 'resolved', reason: 'resolved', closing: ['It lasted an hour.'] },
    ];
    for (const page of pages) expect(await pagerduty.send(deliveryOf({ page }))).toEqual({ ok: true });
    await server.close();
    const events = server.requests.map(({ body }) => JSON.parse(body));
    expect(
      events.map(({ event_action, dedup_key, payload }) => [event_action, dedup_key, payload.severity]),
    ).toEqual([
      ['trigger', 'inc-vinci-1605', 'critical'],
      ['trigger', 'inc-vinci-1605', 'error'],
      ['resolve', 'inc-vinci-1605', 'critical'],
    ]);
    expect(events[0]).toMatchObject({ routing_key: 'k3y', client_url: vinciPage.link });
  });

  it('says what the page says, with links to the console', () => {
    expect(renderPagerDutyEvent(vinciPage)).toMatchSnapshot();
    expect(renderPagerDutyEvent(fakePage).payload.custom_details).toMatchObject({
      Verdict: expect.stringMatching(/^Probably fake \(from vinci\[\.\]group/),
      Fakes: expect.any(String),
    });
  });

  it('makes a key that fits of an incident whose id is too long, always the same', () => {
    const key = (incident: string) => renderPagerDutyEvent({ ...vinciPage, incident }).dedup_key;
    expect(key('i'.repeat(255))).toBe('i'.repeat(255));
    expect(key('i'.repeat(256))).toMatch(/^[0-9a-f]{64}$/);
    expect(key('i'.repeat(256))).toBe(key('i'.repeat(256)));
    expect(key('i'.repeat(256))).not.toBe(key('i'.repeat(257)));
  });

  it('keeps apart the servers that do not answer', () => {
    const outage = (summary: string) => ({ dependencies: [], summary });
    const page: Page = { ...vinciPage, kind: 'outage', outages: [outage('Kafka'), outage('Elasticsearch')] };
    expect(renderPagerDutyEvent(page).payload.custom_details).toMatchObject({
      'What does not work': 'Kafka',
      'What does not work (2)': 'Elasticsearch',
    });
  });
});
