import { z } from 'zod';
import { defineNotifier } from '../notifier';
import { renderTerminalText } from '../render/terminal-text';

const options = z.strictObject({
  colour: z
    .enum(['auto', 'never'])
    .default('auto')
    .describe('auto: colour when a terminal reads and NO_COLOR is not set; never: plain text'),
});

/** Writes pages to the terminal that Vigie runs in. */
export const consoleNotifier = defineNotifier({
  kind: 'console',
  summary: 'Writes each page as a readable block to the terminal.',
  options,
  example: 'kind: console\n',
  create: ({ colour }, { write }) => {
    const painted = colour === 'auto' && process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '';
    return {
      destinations: ['terminal'],
      paceMs: 0,
      send: async ({ page }) => {
        write(renderTerminalText(page, painted));
        return { ok: true };
      },
      check: async () => {},
    };
  },
});
