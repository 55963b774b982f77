import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Logger } from 'pino';
import type { ConfiguredNotifier } from '#alerting/create-notifiers';
import type { Command, Incident } from '#alerting/incident';
import { applyCommand } from '#alerting/incidents';
import { SecretText } from '#config/fields/secret';
import { type Bus, TOPICS } from '#ingest/bus/bus';
import type { Clock } from '#ingest/clock';
import type { State } from '#ingest/state/state';
import { readIncident } from '../read-state';
import { answerClick, answeredMessage, refusedClick } from './answer-click';
import { type Click, readClick } from './click';
import { isFromSlack } from './is-from-slack';

export type SlackRouteOptions = {
  /** The channels as configured: those of Slack hold the signing secrets of the apps whose buttons are answered. */
  readonly notifiers: readonly ConfiguredNotifier[];
  readonly bus: Bus;
  readonly state: State;
  readonly clock: Clock;
  readonly log: Logger;
  readonly fetch: typeof fetch;
};

/** Slack sends the whole message along. */
const MAX_BODY_BYTES = 256 * 1024;
const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/**
 * Where Slack tells of clicks on the buttons of pages. Only what an app of ours has signed lately is read; what it asks
 * for goes on the bus as from the console. Answers at once, as Slack waits three seconds only.
 */
export function createSlackRoute(options: SlackRouteOptions): Hono {
  const { clock, log } = options;
  const secrets = secretsOf(options.notifiers);
  const app = new Hono();
  if (secrets.length === 0) return app;
  const small = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (context) => context.json({ error: `body: at most ${MAX_BODY_BYTES} bytes` }, 413),
  });
  app.post('/actions', small, async (context) => {
    if (!FORM.test(context.req.header('content-type') ?? ''))
      return context.json({ error: 'expected content-type: application/x-www-form-urlencoded' }, 415);
    const body = Buffer.from(await context.req.arrayBuffer());
    const timestamp = context.req.header('x-slack-request-timestamp');
    const signature = context.req.header('x-slack-signature');
    if (!isFromSlack({ timestamp, signature, body }, secrets, clock.now()))
      return context.json({ error: 'not signed by Slack within five minutes: check signingSecret' }, 401);
    const click = readClick(body.toString());
    if (!click) return context.json({ error: 'no click on a button of a page' }, 400);
    const incident = await readIncident(options.state, click.incident);
    if (!incident || click.page > incident.pages)
      return context.json({ error: 'no such page of an incident' }, 404);
    const message = await take(click, incident, options);
    // Not awaited: Slack waits for our answer, and might be slow itself.
    answerClick(click, message, options.fetch).catch((error: unknown) =>
      log.warn({ err: error, incident: incident.id }, 'Slack was not told what became of a click'),
    );
    return context.body(null, 200);
  });
  return app;
}

function secretsOf(notifiers: readonly ConfiguredNotifier[]): readonly SecretText[] {
  return notifiers.flatMap(({ definition, options: { signingSecret } }) =>
    definition.kind === 'slack' && signingSecret instanceof SecretText ? [signingSecret] : [],
  );
}

/** Puts what was asked on the bus, where the incident allows it; gives what is to be said of it. */
async function take(
  click: Click,
  incident: Incident,
  { bus, clock, log }: SlackRouteOptions,
): Promise<object> {
  const { id, by } = click;
  const at = new Date(clock.now()).toISOString();
  const command: Command = { id, at, by, brand: incident.brand, incident: incident.id, do: click.do };
  const outcome = applyCommand(incident, command);
  if (!outcome.ok) return refusedClick(`Nothing was changed: ${outcome.reason}.`);
  await bus.publish(TOPICS.commands, [{ key: incident.brand, value: JSON.stringify(command) }]);
  log.info({ incident: incident.id, action: click.do.kind, by }, 'command taken');
  return answeredMessage(click);
}
