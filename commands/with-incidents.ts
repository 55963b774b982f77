import type { Command as Program } from 'commander';
import { type Command, Incident } from '#alerting/incident';
import type { Config } from '#config/config';
import { TOPICS } from '#ingest/bus/bus';
import { requireBrand, requireConfig } from './configuration';
import type { Terminal } from './terminal';

/** What a command may do with incidents: read all that are stored, and ask something of one. */
export type IncidentAccess = {
  readonly config: Config;
  readonly incidents: readonly Incident[];
  /** Resolves when the bus has it; the running vigie applies it. */
  readonly publish: (command: Command) => Promise<void>;
};

/** Opens bus and state for as long as `use` takes. Throws when `--brand` names no brand. */
export async function withIncidents<Result>(
  program: Program,
  terminal: Terminal,
  use: (access: IncidentAccess) => Promise<Result>,
): Promise<Result> {
  const { openBusAndState } = await import('../adapters');
  const config = await requireConfig(program, terminal, { withoutSecrets: true });
  requireBrand(config, program.optsWithGlobals<{ brand?: string }>().brand);
  const { bus, state, close } = await openBusAndState(config, terminal.log('warn'));
  try {
    const incidents = (await state.read('incidents')).map(({ value }) => Incident.parse(value));
    return await use({
      config,
      incidents,
      publish: (command) =>
        bus.publish(TOPICS.commands, [{ key: command.brand, value: JSON.stringify(command) }]),
    });
  } finally {
    await close();
  }
}
