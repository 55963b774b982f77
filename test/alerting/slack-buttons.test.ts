import { slackNotifier } from '#alerting/notifiers/slack';
import type { Page } from '#alerting/page';
import { renderSlackMessage } from '#alerting/render/slack-blocks';
import { pageOfButton, slackButtons } from '#alerting/render/slack-buttons';
import { contextOf, openHttpDouble } from '../contract/notifier-contract';
import { deliveryOf, vinciPage } from './pages';
import { judgeAsSlack } from './slack-rules';

const shown = (page: Partial<Page>) =>
  slackButtons({ ...vinciPage, ...page })?.elements.map(({ text }) => text.text);

describe('the buttons below a page in Slack', () => {
  it.each<[string, Partial<Page>, string[] | undefined]>([
    ['the first page', {}, ['Acknowledge', 'Resolve', 'Useful page', 'Not useful']],
    ['a later one', { kind: 'update', number: 3 }, ['Acknowledge', 'Resolve', 'Useful page', 'Not useful']],
    ['the end', { kind: 'resolved' }, ['Useful page', 'Not useful']],
    ['a test page', { kind: 'test', number: 0 }, undefined],
    ['an outage of Vigie', { kind: 'outage', number: 1 }, undefined],
    ['the end of an outage', { kind: 'outage-over', number: 2 }, undefined],
  ])('of %s', (_, page, words) => {
    expect(shown(page)).toEqual(words);
  });

  it('say which page they stand on', () => {
    const [button] = slackButtons({ ...vinciPage, number: 3 })?.elements ?? [];
    expect(pageOfButton(button?.value ?? '')).toEqual({ incident: vinciPage.incident, page: 3 });
  });

  it('fit with the rest of a message into what Slack takes', () => {
    const message = renderSlackMessage(vinciPage, '<!here>', true);
    expect(message.blocks?.at(-1)?.type).toBe('actions');
    expect(judgeAsSlack(JSON.stringify(message))).toEqual({ status: 200, text: 'ok' });
  });

  it('are sent where somebody can answer them, and nowhere else', async () => {
    const server = await openHttpDouble((body) => {
      const { status, text } = judgeAsSlack(body);
      return { status, body: text };
    });
    for (const signingSecret of [undefined, 's3cret-of-the-app']) {
      const options = slackNotifier.options.parse({ webhookUrl: server.url, signingSecret });
      const slack = slackNotifier.create(options, contextOf('s').context);
      expect(await slack.send(deliveryOf())).toEqual({ ok: true });
    }
    const [without, withButtons] = server.requests.map(({ body }) => body);
    expect(without).not.toContain('vigie_acknowledge');
    expect(withButtons).toContain('vigie_acknowledge');
    expect(withButtons).not.toContain('s3cret');
    await server.close();
  });
});
