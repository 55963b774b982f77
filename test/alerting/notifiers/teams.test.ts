import { teamsNotifier } from '#alerting/notifiers/teams';
import { renderTeamsMessage } from '#alerting/render/teams-card';
import { permanent, retriable, switchable, taken, waits } from '../../contract/http-answers';
import { contextOf, describeNotifier, openHttpDouble } from '../../contract/notifier-contract';
import { hostileRelease } from '../hostile-pages';
import { vinciPage } from '../pages';
import { judgeAsTeams } from '../teams-rules';

describeNotifier('teams', async () => {
  const { answer, answerWith } = switchable({ status: 202 });
  const server = await openHttpDouble((body) =>
    answer().status === 202 && body !== '' ? judgeAsTeams(body) : answer(),
  );
  return {
    definition: teamsNotifier,
    options: { workflowUrl: `${server.url}/workflows/w0rkflow/triggers/manual?sig=hunter2` },
    secrets: ['w0rkflow', 'hunter2'],
    answers: [
      ...taken,
      ...retriable,
      ...permanent,
      ...waits,
      [
        { status: 401, body: 'the signature sig=hunter2 is not valid' },
        { retriable: false, message: 'the Teams workflow answered 401' },
      ],
    ],
    answerWith,
    received: () => server.requests.length,
    close: server.close,
  };
});

describe('the Teams notifier', () => {
  it('says the page in a card that is good news in green', () => {
    expect(renderTeamsMessage(vinciPage)).toMatchSnapshot();
    const [{ content }] = renderTeamsMessage({ ...vinciPage, kind: 'resolved' }).attachments;
    expect(content.body[0]?.inlines[0]?.color).toBe('Good');
  });

  it('keeps within 28 KB by leaving out what matters least', () => {
    const page = hostileRelease('"\u00e9'.repeat(2_000), 50);
    const body = JSON.stringify(renderTeamsMessage(page));
    expect(judgeAsTeams(body)).toEqual({ status: 202, body: '' });
    expect(body).toContain('Probably fake');
    expect(body.length).toBeGreaterThan(19_000);
  });

  it('takes at most four a second, and goes to no address but one of the web', () => {
    const options = (workflowUrl: string) => teamsNotifier.options.safeParse({ workflowUrl });
    const parsed = options('https://prod-00.westeurope.logic.azure.com/x?sig=hunter2');
    const teams = teamsNotifier.create(parsed.data as never, contextOf('t').context);
    expect([teams.paceMs, teams.destinations]).toEqual([
      250,
      ['workflow at prod-00.westeurope.logic.azure.com'],
    ]);
    expect(options('ftp://x/').error?.message).toContain('expected the address of a workflow');
  });
});
