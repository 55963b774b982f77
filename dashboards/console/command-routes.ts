import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import { Command } from '#alerting/incident';
import { type Bus, TOPICS } from '#ingest/bus/bus';
import type { Clock } from '#ingest/clock';
import type { State } from '#ingest/state/state';
import { ActionBody, BadRequestError, readRequest } from './query';
import { readIncident } from './read-state';

export type CommandRoutesOptions = {
  readonly bus: Bus;
  readonly state: State;
  readonly clock: Clock;
  readonly log: Logger;
};

/**
 * What a person asks of an incident. It is put on the bus for the owner of the incident, which alone writes
 * it; 202 says that the bus has it, not that it has been done.
 */
export function createCommandRoutes({ bus, state, clock, log }: CommandRoutesOptions): Hono {
  const app = new Hono();
  app.post('/incidents/:id/:action{acknowledge|snooze|resolve|reopen|comment|rate}', async (context) => {
    const { id, action } = context.req.param();
    const body = readRequest(ActionBody, await readJson(context.req.raw), 'body');
    const incident = await readIncident(state, id);
    if (!incident) return context.json({ error: `no incident "${id}"` }, 404);
    const now = clock.now();
    const command: Command = {
      id: body.id ?? randomUUID(),
      at: new Date(now).toISOString(),
      by: body.by || 'console',
      brand: incident.brand,
      incident: incident.id,
      do: toDo(action, body, now),
    };
    await bus.publish(TOPICS.commands, [{ key: incident.brand, value: JSON.stringify(command) }]);
    log.info({ incident: id, action, by: command.by }, 'command taken');
    return context.json({ command: command.id }, 202);
  });
  return app;
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch (error) {
    throw new BadRequestError('body: expected JSON', { cause: error });
  }
}

const Action = Command.shape.do;

function toDo(action: string, body: ActionBody, now: number): Command['do'] {
  if (action === 'comment' && body.text === undefined)
    throw new BadRequestError('body: "text": expected the comment');
  if (action === 'rate' && body.useful === undefined)
    throw new BadRequestError('body: "useful": expected true or false');
  const { for: forMs = 3_600_000, text, useful, page } = body;
  const until = new Date(now + forMs).toISOString();
  const [why, note] = [body.why || undefined, body.note || undefined];
  return Action.parse({ kind: action, why, text, until, useful, page, note });
}
