import type { Command as Program } from 'commander';
import { type Command, Incident } from '#alerting/incident';
import type { Course } from '#alerting/post-mortem/draw-chart';
import { toSentPage } from '#alerting/post-mortem/entry';
import { readCourse } from '#alerting/post-mortem/read-course';
import { type TimeLine, writeTimeLine } from '#alerting/post-mortem/write-time-line';
import type { Config } from '#config/config';
import { readDeliveries } from '#dashboards/console/read-state';
import { TOPICS } from '#ingest/bus/bus';
import { requireBrand, requireConfig } from './configuration';
import type { Terminal } from './terminal';

/** What a command may do with incidents: read all that are stored, and ask something of one. */
export type IncidentAccess = {
  readonly config: Config;
  readonly incidents: readonly Incident[];
  /** What happened, with what is still kept of its pages. */
  readonly timeLine: (incident: Incident) => Promise<TimeLine>;
  /** The mentions around it, from the store. */
  readonly course: (incident: Incident) => Promise<Course>;
  /** Resolves when the bus has it; the running vigie applies it. */
  readonly publish: (command: Command) => Promise<void>;
};

/** Opens bus and state for as long as `use` takes. Throws when `--brand` names no brand. */
export async function withIncidents<Result>(
  program: Program,
  terminal: Terminal,
  use: (access: IncidentAccess) => Promise<Result>,
): Promise<Result> {
  const { openBusAndState, openStore } = await import('../adapters');
  const config = await requireConfig(program, terminal, { withoutSecrets: true });
  requireBrand(config, program.optsWithGlobals<{ brand?: string }>().brand);
  const { bus, state, close } = await openBusAndState(config, terminal.log('warn'));
  try {
    const incidents = (await state.read('incidents')).map(({ value }) => Incident.parse(value));
    return await use({
      config,
      incidents,
      timeLine: async (incident) => {
        const brand = config.brands.find(({ id }) => id === incident.brand)?.name ?? incident.brand;
        const sent = (await readDeliveries(state, incident)).map(toSentPage);
        return writeTimeLine({ incident, brand, sent, timezone: config.settings.timezone });
      },
      course: async (incident) => {
        const store = await openStore(config, terminal.log('warn'));
        try {
          return await readCourse(store, incident);
        } finally {
          await store.close();
        }
      },
      publish: (command) =>
        bus.publish(TOPICS.commands, [{ key: command.brand, value: JSON.stringify(command) }]),
    });
  } finally {
    await close();
  }
}
