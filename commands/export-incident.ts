import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import type { Incident } from '#alerting/incident';
import { renderTimeLineMarkdown } from '#alerting/post-mortem/render-markdown';
import { renderTimeLinePage } from '#alerting/post-mortem/render-page';
import { findIncident } from './find-incident';
import type { Terminal } from './terminal';
import { type IncidentAccess, withIncidents } from './with-incidents';

type ExportOptions = { readonly format: 'markdown' | 'html'; readonly out?: string };

/** `vigie incidents export`: the time line of one, to be filed or printed. */
export function addExport(parent: Command, terminal: Terminal): void {
  parent
    .command('export <id>')
    .description('the time line of one incident as Markdown, or as a page to print with its chart')
    .addOption(
      new Option('--format <name>', 'what to write').choices(['markdown', 'html']).default('markdown'),
    )
    .option('--out <file>', 'where to; without it, to the terminal')
    .addHelpText('after', '\nExample:\n  vigie incidents export inc-3f2a --format html --out crisis.html')
    .action(async (id: string, { format, out }: ExportOptions, self: Command) => {
      await withIncidents(self, terminal, async (access) => {
        const incident = findIncident(access.incidents, id);
        const text = await render(incident, format, access);
        if (out === undefined) return terminal.write(text);
        await writeFile(out, text);
        terminal.errorLine(`wrote ${out}`);
      });
    });
}

async function render(
  incident: Incident,
  format: ExportOptions['format'],
  { timeLine, course }: IncidentAccess,
): Promise<string> {
  const line = await timeLine(incident);
  if (format === 'markdown') return renderTimeLineMarkdown(line);
  return renderTimeLinePage(line, await course(incident));
}
