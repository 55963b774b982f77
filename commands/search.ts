import { type Command, Option } from 'commander';
import type { BrandMention } from '#enrich/brand-mention';
import { requireBrand, requireConfig } from './configuration';
import type { AddCommand } from './index';
import { countOption, durationOption } from './option-values';

type SearchOptions = {
  brand?: string;
  sentiment?: 'negative' | 'neutral' | 'positive';
  language?: string;
  since?: number;
  limit: number;
  json?: boolean;
};

function mentionLine(mention: BrandMention): string {
  const { publishedAt, brand, sentiment, outlet, author, title, text, url } = mention;
  const who = outlet ?? author?.handle ?? author?.name ?? mention.source;
  const said = (title ?? text).replace(/\s+/g, ' ').slice(0, 140);
  return `${publishedAt}  ${brand}  ${sentiment?.label ?? 'unscored'}  ${who}: ${said}${url ? `\n    ${url}` : ''}`;
}

/** `vigie search`: what the store holds, newest first. */
export const addSearch: AddCommand = (program, terminal) => {
  program
    .command('search')
    .argument('[query]', 'words that must all occur; "a phrase"; -word must not occur')
    .description('search the stored mentions')
    .showHelpAfterError('(a query that begins with a minus stands after --: vigie search -- -word)')
    .option('--brand <id>', 'only this brand')
    .addOption(
      new Option('--sentiment <label>', 'how it speaks of the brand').choices([
        'negative',
        'neutral',
        'positive',
      ]),
    )
    .option('--language <code>', 'for example fr')
    .option('--since <duration>', 'only what was published in the last 2h, 7d …', durationOption)
    .option('--limit <n>', 'how many', countOption, 20)
    .option('--json', 'mentions as NDJSON')
    .addHelpText(
      'after',
      '\nExample:\n  vigie search \'communiqué -"Roberta Vinci"\' --brand vinci --sentiment negative\n  vigie search --brand vinci -- -tennis',
    )
    .action(async (query: string | undefined, options: SearchOptions, command: Command) => {
      const config = await requireConfig(command, terminal, { withoutSecrets: true });
      requireBrand(config, options.brand);
      const { openStore } = await import('../adapters');
      const store = await openStore(config, terminal.log('warn'));
      try {
        const { since, json, ...filter } = options;
        const from = since === undefined ? undefined : Date.now() - since;
        const page = await store.search({ ...filter, text: query, from });
        for (const mention of page.mentions)
          terminal.line(json ? JSON.stringify(mention) : mentionLine(mention));
        terminal.errorLine(`${page.mentions.length} of ${page.total}`);
      } finally {
        await store.close();
      }
    });
};
