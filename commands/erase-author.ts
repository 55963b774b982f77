import type { Command } from 'commander';
import { durationInWords } from '#enrich/duration-in-words';
import { openStore } from '../adapters';
import { requireConfig } from './configuration';
import type { AddCommand } from './index';

/** `vigie erase-author`: what a person asks for who does not want to be kept. */
export const addEraseAuthor: AddCommand = (program, terminal) => {
  program
    .command('erase-author')
    .argument('<author>', 'id, handle (with or without @) or name, in full')
    .description('delete every stored mention by an author')
    .option('--source <name>', 'only what came from this source')
    .addHelpText('after', '\nExample:\n  vigie erase-author @ann_on_the_moon --source bluesky')
    .action(async (author: string, { source }: { source?: string }, command: Command) => {
      const config = await requireConfig(command, terminal);
      const store = await openStore(config, terminal.log('warn'));
      try {
        const names = [...new Set([author, author.replace(/^@/, '')])].filter((name) => name !== '');
        let erased = 0;
        for (const name of names) erased += await store.eraseAuthor({ author: name, source });
        const where = source === undefined ? '' : ` from ${source}`;
        terminal.line(
          erased === 0
            ? `the store holds no mention by "${author}"${where}`
            : `erased ${erased} ${erased === 1 ? 'mention' : 'mentions'} by "${author}"${where} from the store`,
        );
        terminal.errorLine(
          `Texts stay in the bus until its retention ends (${durationInWords(config.settings.bus.retention)}), and pages that quoted them for 30 days.`,
        );
      } finally {
        await store.close();
      }
    });
};
