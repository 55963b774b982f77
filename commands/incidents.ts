import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { Argument, type Command as Program } from 'commander';
import { Command, type Incident } from '#alerting/incident';
import { applyCommand } from '#alerting/incidents';
import { rateablePages } from '#alerting/noise/ratings';
import { renderTimeLineText } from '#alerting/post-mortem/render-text';
import { formatDuration, parseDuration } from '#config/fields/duration';
import { addExport } from './export-incident';
import { findIncident } from './find-incident';
import type { AddCommand } from './index';
import { countOption } from './option-values';
import { refuseUnknownSubcommand } from './refuse-unknown-subcommand';
import { formatTable } from './table';
import type { Terminal } from './terminal';
import { withIncidents } from './with-incidents';

function act(
  parent: Program,
  terminal: Terminal,
  kind: 'acknowledge' | 'snooze' | 'resolve' | 'reopen',
): void {
  const command = parent
    .command(`${kind} <id>`)
    .description(`${kind} an incident; the running vigie applies it`)
    .option('--by <name>', 'who does it', userInfo().username)
    .option('--why <text>', 'reason, kept in the time line')
    .addHelpText(
      'after',
      `\nExample:\n  vigie incidents ${kind} inc-3f2a --by marie${kind === 'snooze' ? ' --for 2h' : ''}`,
    );
  if (kind === 'snooze') command.option('--for <duration>', 'how long', '1h');
  command.action(async (id: string, options: { by: string; why?: string; for?: string }, self: Program) => {
    const forMs = parseDuration(options.for ?? '1h');
    if (!forMs) throw new Error(`--for "${options.for}": expected a duration such as 30m or 2h`);
    await withIncidents(self, terminal, async ({ incidents, publish }) => {
      const incident = findIncident(incidents, id);
      const what =
        kind === 'snooze'
          ? { kind, until: new Date(Date.now() + forMs).toISOString(), why: options.why }
          : { kind, why: options.why };
      await publish(commandOn(incident, options.by, what));
      terminal.line(
        `${kind} of ${incident.id} is on its way${kind === 'snooze' ? ` (for ${formatDuration(forMs)})` : ''}`,
      );
    });
  });
}

type RateOptions = { readonly by: string; readonly page?: number; readonly note?: string };

/** Whether a page was worth sending: `vigie rules report` makes of it what a rule's threshold should be. */
function addRate(parent: Program, terminal: Terminal): void {
  parent
    .command('rate <id>')
    .addArgument(
      new Argument('<verdict>', 'whether the page was worth sending').choices(['useful', 'not-useful']),
    )
    .description('say whether a page of an incident was useful; your last word counts')
    .option('--by <name>', 'who says it', userInfo().username)
    .option('--page <n>', 'which page, when not the last', countOption)
    .option('--note <text>', 'why, kept in the time line')
    .addHelpText(
      'after',
      '\nExample:\n  vigie incidents rate inc-3f2a not-useful --note "the match, not a crisis"',
    )
    .action(async (id: string, verdict: string, { by, page, note }: RateOptions, self: Program) => {
      await withIncidents(self, terminal, async ({ incidents, publish }) => {
        const incident = findIncident(incidents, id);
        // The page that there is now, not one that is sent before the command arrives.
        const rated = page ?? rateablePages(incident.events).at(-1)?.page;
        const wanted = { kind: 'rate', useful: verdict === 'useful', page: rated, note } as const;
        const command = commandOn(incident, by, wanted);
        const outcome = applyCommand(incident, command);
        if (!outcome.ok) throw new Error(`${incident.id}: ${outcome.reason}`);
        await publish(command);
        terminal.line(`"${verdict.replace('-', ' ')}" on page ${rated} of ${incident.id} is on its way`);
      });
    });
}

function commandOn({ id, brand }: Incident, by: string, wanted: Command['do']): Command {
  return Command.parse({
    id: randomUUID(),
    at: new Date().toISOString(),
    by,
    brand,
    incident: id,
    do: wanted,
  });
}

/** `vigie incidents`: the list, one whole, and what a person can do to one. */
export const addIncidents: AddCommand = (program, terminal) => {
  const parent = program
    .command('incidents')
    .alias('incident')
    .description(
      'list incidents, newest first; show or export one; acknowledge, snooze, resolve or reopen it; rate its pages',
    )
    .option('--brand <id>', 'only this brand')
    .option('--json', 'incidents as NDJSON')
    .addHelpText('after', '\nExample:\n  vigie incidents --brand vinci\n  vigie incidents show inc-3f2a')
    .allowExcessArguments()
    .action(async (options: { brand?: string; json?: boolean }, self: Program) => {
      refuseUnknownSubcommand(self);
      await withIncidents(self, terminal, async ({ incidents }) => {
        const wanted = incidents.filter(({ brand }) => !options.brand || brand === options.brand);
        wanted.sort((a, b) => b.openedAt.localeCompare(a.openedAt));
        if (options.json) {
          for (const incident of wanted) terminal.line(JSON.stringify(incident));
          return;
        }
        if (wanted.length === 0) return terminal.line('no incidents');
        const rows = wanted.map((incident) => [
          incident.id,
          incident.state,
          incident.severity,
          incident.startedAt,
          String(incident.pages),
          incident.title,
        ]);
        terminal.line(formatTable(['id', 'state', 'severity', 'since', 'pages', 'title'], rows));
      });
    });
  parent
    .command('show <id>')
    .description('the time line of one incident; the beginning of its id is enough')
    .addHelpText('after', '\nExample:\n  vigie incidents show inc-3f2a')
    .action(async (id: string, _options, self: Program) => {
      await withIncidents(self, terminal, async ({ incidents, timeLine }) =>
        terminal.line(renderTimeLineText(await timeLine(findIncident(incidents, id)))),
      );
    });
  addExport(parent, terminal);
  for (const kind of ['acknowledge', 'snooze', 'resolve', 'reopen'] as const) act(parent, terminal, kind);
  addRate(parent, terminal);
};
