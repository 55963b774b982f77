import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { formatPath, type Problem } from './problem';
import { yamlMistakes } from './yaml-mistakes';

type Path = readonly PropertyKey[];

/** A YAML text with the positions of everything in it. */
export type YamlFile = {
  /** As problems name it. */
  readonly file: string;
  readonly document: Document;
  /** Syntax errors, duplicate keys. */
  readonly problems: readonly Problem[];
  /** The plain value. Throws on an alias bomb. */
  readonly value: () => unknown;
  /** The node at the path, aliases followed. */
  readonly node: (path: Path) => Node | undefined;
  /** A problem at the value of the path, at its key, or `offset` characters into a value that is written plainly. */
  readonly problem: (path: Path, message: string, at?: Place) => Problem;
};

export type Place = {
  readonly at?: 'key' | 'value';
  readonly offset?: number;
  readonly severity?: Problem['severity'];
};

type Found = { readonly key?: Node; readonly value?: Node };

/** Reads a text as YAML 1.2; never throws: what is wrong stands in `problems`. */
export function readYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problem: YamlFile['problem'] = (
    path,
    message,
    { at = 'value', offset = 0, severity = 'error' } = {},
  ) => {
    const node = nodeToShow(document, path, at);
    const start = node?.range?.[0] ?? 0;
    const position = place(start + (node ? textOffset(node, text, offset) : 0));
    return { file, ...position, path: formatPath(path), message, severity };
  };
  return {
    file,
    document,
    problems: yamlMistakes(
      text,
      [...document.errors, ...document.warnings],
      (offset) => place(offset).line,
    ).map(({ offset, message }) => ({
      file,
      ...place(offset),
      path: '',
      message,
      severity: 'error' as const,
    })),
    value: () => document.toJS({ maxAliasCount: 100 }),
    node: (path) => lookUp(document, path).at(-1)?.value,
    problem,
  };
}

function nodeToShow(document: Document, path: Path, at: 'key' | 'value'): Node | undefined {
  const trail = lookUp(document, path);
  const last = trail.at(-1);
  if (!last) return undefined;
  // What is missing is shown at the thing that it is missing from.
  if (trail.length <= path.length) return last.value ?? last.key;
  return at === 'key' ? (last.key ?? last.value) : (last.value ?? last.key);
}

/** One entry for the document and one for each part of the path that is there. */
function lookUp(document: Document, path: Path): Found[] {
  const trail: Found[] = [{ value: follow(document, document.contents) }];
  for (const part of path) {
    const found = child(document, trail.at(-1)?.value, part);
    if (!found) break;
    trail.push(found);
  }
  return trail;
}

function child(document: Document, container: Node | undefined, part: PropertyKey): Found | undefined {
  if (isMap(container)) {
    // Of a key that stands twice the last one counts.
    const pair = container.items.findLast(({ key }) => isScalar(key) && String(key.value) === String(part));
    if (!pair) return undefined;
    return { key: pair.key as Node, value: follow(document, pair.value as Node | null) };
  }
  if (!isSeq(container) || typeof part !== 'number' || part >= container.items.length) return undefined;
  return { value: follow(document, container.items[part] as Node | null) };
}

function follow(document: Document, node: Node | null): Node | undefined {
  return isAlias(node) ? node.resolve(document) : (node ?? undefined);
}

/** Characters of a folded text, or of one with escapes, cannot be counted in the file: then its start is shown. */
function textOffset(node: Node, text: string, offset: number): number {
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return 0;
  const [start, end] = node.range;
  const written = text.slice(start, end);
  if (written === node.value) return offset;
  if (node.type === 'BLOCK_LITERAL') return blockOffset(written, node.value, offset);
  const quoted = written.slice(1, -1) === node.value && /^['"]/.test(written);
  return quoted && offset > 0 ? offset + 1 : 0;
}

/** Each line of a literal block (`|`) stands as it is, behind the block's indentation. */
function blockOffset(written: string, value: string, offset: number): number {
  const [header = '', ...lines] = written.split('\n');
  const indent = /^ */.exec(lines.find((line) => line.trim() !== '') ?? '')?.[0].length ?? 0;
  const before = value.slice(0, offset).split('\n');
  const column = before.pop()?.length ?? 0;
  const above = lines.slice(0, before.length).reduce((sum, line) => sum + line.length + 1, 0);
  return header.length + 1 + above + indent + column;
}
