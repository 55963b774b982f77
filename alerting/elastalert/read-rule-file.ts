import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
} from 'yaml';
import type { Note } from './note';

export type Path = readonly (string | number)[];

/** A rule as ElastAlert's file has it. */
export type WrittenRule = {
  readonly file: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Where the option at the path stands, or what it would stand in. */
  readonly place: (path: Path) => { readonly line: number; readonly column: number };
};

/** What a file holds. ElastAlert has one rule a file; several YAML documents are read as several rules. */
export type RuleFile = { readonly rules: readonly WrittenRule[]; readonly mistakes: readonly Note[] };

/** Far more than anchors that people write by hand. */
const MOST_ALIASES = 100;

/** Reads ElastAlert's YAML as ElastAlert does: version 1.1, with `<<` merges. Never throws. */
export function readRuleFile(file: string, text: string): RuleFile {
  const lines = new LineCounter();
  const placed = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const mistake = (offset: number, message: string): RuleFile => ({
    rules: [],
    mistakes: [{ file, ...placed(offset), option: '', message }],
  });
  const documents = parseAllDocuments(text.replace(/^\ufeff/, ''), {
    version: '1.1',
    lineCounter: lines,
    prettyErrors: false,
  });
  if (documents.length === 0 || 'empty' in documents) return mistake(0, 'the file is empty');
  const files = documents.map((document) => {
    const [error] = document.errors;
    if (error) return mistake(error.pos[0], `this is not YAML: ${inWords(error)}`);
    return readDocument(file, document as Document, placed, mistake);
  });
  return { rules: files.flatMap(({ rules }) => rules), mistakes: files.flatMap(({ mistakes }) => mistakes) };
}

function readDocument(
  file: string,
  document: Document,
  placed: (offset: number) => { line: number; column: number },
  mistake: (offset: number, message: string) => RuleFile,
): RuleFile {
  const start = document.contents?.range?.[0] ?? 0;
  const stray = strayAlias(document);
  if (stray) {
    const why = `"*${stray.source}" refers to an anchor that is not there; a text that begins with * needs quotes`;
    return mistake(stray.range?.[0] ?? start, `this is not YAML: ${why}`);
  }
  const value = plainValue(document);
  if (!value.ok) return mistake(start, `this YAML cannot be unfolded: ${value.message}`);
  if (!isMapping(value.value)) {
    const what = Array.isArray(value.value) ? 'a list' : value.value === null ? 'nothing' : 'a single value';
    return mistake(start, `holds ${what}: a rule of ElastAlert is "name: …", "type: …" and so on`);
  }
  const place = (path: Path) => placed(offsetOf(document, path));
  const mistakes = document.warnings.map(({ pos, message }) => ({
    file,
    ...placed(pos[0]),
    option: '',
    message: `YAML: ${message}; the value is read as plain text`,
  }));
  return { rules: [{ file, value: value.value, place }], mistakes };
}

type Plain =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

function plainValue(document: Document): Plain {
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: MOST_ALIASES }) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether it is `key: value` pairs. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function inWords({ code, message }: { readonly code: string; readonly message: string }): string {
  if (code === 'TAB_AS_INDENT') return `${message}: use spaces`;
  return message;
}

/** An alias without its anchor; usually a text such as `*recall*` that lacks its quotes. */
function strayAlias(document: Document): Alias | undefined {
  let stray: Alias | undefined;
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document)) return undefined;
      stray = alias;
      return visit.BREAK;
    },
  });
  return stray;
}

/** The offset of the deepest part of the path that is there; keys that a merge brings are shown at their rule. */
function offsetOf(document: Document, path: Path): number {
  let node: Node | null | undefined = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const part of path) {
    const container: Node | null | undefined = isAlias(node) ? node.resolve(document) : node;
    if (isMap(container)) {
      const pair = container.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(container) && typeof part === 'number' && container.items[part]) {
      node = container.items[part] as Node;
      offset = node.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
