import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { requireBrand, requireConfig } from './configuration';
import type { AddCommand } from './index';

/** `vigie enrich`: mentions on standard input, brand-mentions on standard output, in order. */
export const addEnrich: AddCommand = (program, terminal) => {
  program
    .command('enrich')
    .description('read mentions as NDJSON on standard input, print brand-mentions in the same order')
    .option('--brand <id>', 'take every mention as being about this brand')
    .addHelpText(
      'after',
      '\nExample:\n  echo \'{"text":"Vinci: un communiqué ?","url":"https://vinci.group/x"}\' | vigie enrich --brand vinci',
    )
    .action(async (options: { brand?: string }, command: Command) => {
      const { createEnrichment } = await import('#enrich/enrich-mention');
      const { completeMention } = await import('#ingest/complete-mention');
      const { enrichmentOf } = await import('#config/enrichment-of');
      const config = await requireConfig(command, terminal, { withoutSecrets: true });
      requireBrand(config, options.brand);
      const enrichment = await createEnrichment({
        ...enrichmentOf(config),
        forcedBrands: options.brand ? [options.brand] : [],
      });
      let line = 0;
      for await (const text of createInterface({
        input: terminal.stdin,
        crlfDelay: Number.POSITIVE_INFINITY,
      })) {
        line += 1;
        if (text.trim() === '') continue;
        const completed = completeMention(text, { source: 'stdin', now: Date.now() });
        if (completed.ok)
          for (const result of enrichment.enrich(completed.mention)) terminal.line(JSON.stringify(result));
        else {
          terminal.errorLine(`standard input, line ${line}: ${completed.reason}: ${completed.detail}`);
          process.exitCode = 1;
        }
      }
    });
};
