import type { AddCommand } from './index';
import { readInput } from './read-input';

/** `vigie detect spike`: the spike detector over counts from elsewhere, without brands or rules. */
export const addDetect: AddCommand = (program, terminal) => {
  program
    .command('detect')
    .description('run a detector over counts from a file')
    .command('spike')
    .description('tell in which five minutes the mentions rose beyond what is usual')
    .requiredOption(
      '--counts <file>',
      'CSV with the columns timestamp and value, a row for each five minutes; - for standard input',
    )
    .addHelpText(
      'after',
      '\nPrints timestamp,value,score,alert; the reasons go to standard error.\n\nExample:\n  vigie detect spike --counts mentions.csv > spikes.csv',
    )
    .action(async ({ counts }: { counts: string }) => {
      const { readCounts } = await import('#alerting/spike/read-counts');
      const { detectSurprises } = await import('#alerting/spike/detect-surprises');
      const bytes = await readInput(counts, 'a CSV file, or - for standard input', terminal);
      const rows = readCounts(bytes.toString('utf8'), counts === '-' ? 'standard input' : counts);
      terminal.line('timestamp,value,score,alert');
      let alerts = 0;
      for (const { row, score, alert, reason } of detectSurprises(rows)) {
        terminal.line(`${row.timestamp},${row.value},${score.toFixed(6)},${alert ? 1 : 0}`);
        if (!reason) continue;
        alerts++;
        terminal.errorLine(`${row.timestamp}: ${reason}`);
      }
      terminal.errorLine(`${rows.length} row(s), ${alerts} alert(s)`);
    });
};
