import { readFile, writeFile } from 'node:fs/promises';
import type { ElastalertFile } from '#alerting/elastalert/import-elastalert';
import type { AddCommand } from '../index';

/** `vigie rules import-elastalert`: rules of ElastAlert as a rules file of Vigie, and what could not be carried over. */
export const addImportElastalert: AddCommand = (rules, terminal) => {
  rules
    .command('import-elastalert <files...>')
    .description(
      'turn rules of ElastAlert 2 into a rules file; what is not carried over is told on standard error',
    )
    .option('--out <file>', 'write the rules there instead of to standard output; it must not be there yet')
    .addHelpText(
      'after',
      '\nEnds with 1 when a file is no YAML, or holds no rule of a type that ElastAlert has.\n\nExample:\n  vigie rules import-elastalert elastalert/rules/*.yaml --out config/rules/imported.yaml',
    )
    .action(async (paths: readonly string[], { out }: { out?: string }) => {
      const { importElastalert } = await import('#alerting/elastalert/import-elastalert');
      const { formatNote } = await import('#alerting/elastalert/note');
      const { createRuleCheck } = await import('#config/check-rule');
      const { plugins } = await import('#config/plugins');
      const files = await Promise.all(paths.map(readRules));
      const imported = importElastalert(files, createRuleCheck(plugins));
      for (const note of imported.notes) terminal.errorLine(formatNote(note));
      if (imported.rules > 0) {
        if (out === undefined) terminal.write(imported.yaml);
        else await writeRules(out, imported.yaml);
      }
      const { rules: count, notes, unreadable } = imported;
      terminal.errorLine(
        `${count} rule(s) from ${files.length} file(s), ${notes.length} note(s)${out !== undefined && count > 0 ? `; look through ${out}, then run vigie check` : ''}`,
      );
      if (unreadable.length > 0 || count === 0) process.exitCode = 1;
    });
};

async function readRules(path: string): Promise<ElastalertFile> {
  try {
    return { file: path, text: await readFile(path, 'utf8') };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new Error(`cannot read ElastAlert's rules in ${path}: ${why}`, { cause });
  }
}

async function writeRules(path: string, yaml: string): Promise<void> {
  try {
    await writeFile(path, yaml, { flag: 'wx' });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'it is there already; name another file, or move it away' : message;
    throw new Error(`cannot write the rules to --out ${path}: ${why}`, { cause });
  }
}
