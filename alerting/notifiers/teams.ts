// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how an operator names a secret in YAML
import { z } from 'zod';
import { Secret } from '#config/fields/secret';
import { checkReachable, judgeStatus, postPage } from '../http-attempt';
import { type Attempt, defineNotifier } from '../notifier';
import { renderTeamsMessage } from '../render/teams-card';
import { isWebAddress } from '../web-address';

const options = z.strictObject({
  workflowUrl: Secret.refine(
    isWebAddress,
    'expected the address of a workflow, such as https://prod-00.westeurope.logic.azure.com/…',
  ).describe(
    'address of the workflow "Send webhook alerts to a channel" of a Teams channel. Who has it can post there, so write ${TEAMS_WORKFLOW_URL} or ${file:…}',
  ),
});

const TIMEOUT_MS = 9_000;
// More than four a second are throttled.
const PACE_MS = 250;

/** Posts pages as Adaptive Cards through a workflow of Microsoft Teams. */
export const teamsNotifier = defineNotifier({
  kind: 'teams',
  summary: 'Posts each page as an Adaptive Card to a Microsoft Teams channel, through a workflow.',
  options,
  example: 'kind: teams\nworkflowUrl: ${TEAMS_WORKFLOW_URL}\n',
  create: ({ workflowUrl }, context) => {
    const url = workflowUrl.reveal();
    const destination = `workflow at ${new URL(url).host}`;
    return {
      destinations: [destination],
      paceMs: PACE_MS,
      send: async ({ page }): Promise<Attempt> => {
        const answer = await postPage({
          fetch: context.fetch,
          url,
          headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'vigie' },
          body: JSON.stringify(renderTeamsMessage(page)),
          timeoutMs: TIMEOUT_MS,
          now: () => context.clock.now(),
        });
        // What a workflow writes into its answer may repeat the address, so only the status is told.
        return answer.answered ? judgeStatus('the Teams workflow', answer) : answer.attempt;
      },
      check: (signal) => checkReachable({ ...context, url, what: destination, signal }),
    };
  },
});
