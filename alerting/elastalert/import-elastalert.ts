import { Document, isMap, isScalar, isSeq, visit } from 'yaml';
import { type CheckRule, type ImportedRule, importRule } from './import-rule';
import type { Note } from './note';
import { readRuleFile } from './read-rule-file';

/** A file of ElastAlert's rules, and what is in it. */
export type ElastalertFile = { readonly file: string; readonly text: string };

export type Imported = {
  /** A rules file of Vigie, empty when nothing could be imported. */
  readonly yaml: string;
  readonly rules: number;
  readonly notes: readonly Note[];
  /** Files that are no YAML or hold no rule of a type that ElastAlert has. */
  readonly unreadable: readonly string[];
};

/**
 * Turns rules of ElastAlert into a rules file of Vigie. Whatever is not carried over as it stands has a note with its
 * place. `check` refuses what `vigie check` would. Never throws; values of channel settings, which may be secrets,
 * appear nowhere.
 */
export function importElastalert(files: readonly ElastalertFile[], check: CheckRule): Imported {
  const taken = new Set<string>();
  const read = files.map(({ file, text }) => {
    const { rules, mistakes } = readRuleFile(file, text);
    const imported = rules.map((written) => importRule(written, taken, check));
    return {
      file,
      rules: imported.flatMap((one) => one.rules),
      notes: [...mistakes, ...imported.flatMap((one) => one.notes)],
      isReadable: imported.some(({ isKnown }) => isKnown),
    };
  });
  const rules = read.flatMap((file) => file.rules);
  return {
    yaml: rules.length > 0 ? writeRules(rules) : '',
    rules: rules.length,
    notes: read.flatMap(({ notes }) => notes),
    unreadable: read.filter(({ isReadable }) => !isReadable).map(({ file }) => file),
  };
}

const HEAD = ` yaml-language-server: $schema=./rules.schema.json
 Imported from ElastAlert. Every brand is counted by itself; add 'brand="…"' to a filter for one brand alone.`;

/** The text of a rules file, in the house's way of writing YAML. */
export function writeRules(rules: readonly ImportedRule[]): string {
  const document = new Document(
    { version: 1, rules: rules.map(({ rule }) => rule) },
    { aliasDuplicateObjects: false },
  );
  visit(document, {
    // `${` begins a variable in Vigie's configuration.
    Scalar: (position, scalar) => {
      if (position !== 'key' && typeof scalar.value === 'string')
        scalar.value = scalar.value.replaceAll('${', () => '$${');
    },
  });
  document.commentBefore = HEAD;
  const list = document.get('rules');
  if (isSeq(list))
    list.items.forEach((node, index) => {
      if (!isMap(node)) return;
      if (index > 0) node.spaceBefore = true;
      node.commentBefore = ` ${rules[index]?.from}`;
      for (const { value } of node.items) {
        if (!isSeq(value)) continue;
        value.flow = true;
        for (const item of value.items)
          if (isScalar(item) && /["=]/.test(String(item.value))) item.type = 'QUOTE_SINGLE';
      }
    });
  // A comment and its line may not come apart, nor a matcher be folded.
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, singleQuote: true });
}
