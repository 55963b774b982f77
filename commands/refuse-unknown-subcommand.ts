import type { Command } from 'commander';

/**
 * For a command that does something by itself and has subcommands too: what stands where a subcommand would is one
 * mistyped. Ends with an error that names those there are.
 */
export function refuseUnknownSubcommand(command: Command): void {
  const [wanted] = command.args;
  if (wanted === undefined) return;
  const there = command.commands.map((subcommand) => subcommand.name()).join(', ');
  command.error(`error: vigie ${command.name()} has no "${wanted}"; it has: ${there}`);
}
