import { Parser } from 'htmlparser2';
import { decodeXmlText, type Entities, readEntities, repairControls } from './xml-text';

/** An element of a feed, its name and namespace brought to one spelling. */
export type Element = {
  /** Lower-case local name. */
  readonly name: string;
  /** `''` for RSS, RDF, Atom and CDF; `dc`, `content`, `media`, `itunes`, `xhtml`, `sy`, … for others. */
  readonly space: string;
  /** By lower-case name as written. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Element | string)[];
  /** What relative addresses inside are relative to. */
  readonly base: string;
  readonly language?: string;
};

export type Tree = {
  readonly root: Element;
  readonly entries: readonly Element[];
  /** Parts in which an unclosed section swallowed what follows: the text after the entry they began in. */
  readonly swallowed: number;
};

type Open = { readonly element: Element; readonly spaces: Readonly<Record<string, string>> };

/** Deeper markup is read as if it stood at this depth; no feed needs more. */
const MAX_DEPTH = 150;
const ENTRY = /^(item|entry)$/;
const SPACES: readonly (readonly [pattern: RegExp, space: string])[] = [
  [
    /^http:\/\/(www\.)?w3\.org\/2005\/atom|purl\.org\/(atom|echo|pie|rss\/1\.0\/?$)|rss\/1\.0\/modules\/rss091/,
    '',
  ],
  [
    /backend\.userland\.com\/rss|blogs\.law\.harvard\.edu\/tech\/rss|my\.netscape\.com|\/necho|\/newformat/,
    '',
  ],
  [/w3\.org\/1999\/02\/22-rdf/, 'rdf'],
  [/w3\.org\/1999\/xhtml/, 'xhtml'],
  [/purl\.org\/dc\//, 'dc'],
  [/modules\/content/, 'content'],
  [/modules\/syndication/, 'sy'],
  [/search\.yahoo\.com\/mrss/, 'media'],
  [/dtds\/podcast-1/, 'itunes'],
  [/w3\.org\/xml\/1998\/namespace/, 'xml'],
];
const USUAL_PREFIXES: Readonly<Record<string, string>> = {
  atom: '',
  atom10: '',
  atom03: '',
  rss: '',
  dcterms: 'dc',
};

/** Builds the tree of whatever markup it is given. Never throws; an entry inside an unclosed one ends that one. */
export function readXmlTree(text: string, base: string): Tree {
  const { markup, entities } = cutDoctype(text);
  const root: Element = { name: '', space: '', attributes: {}, children: [], base };
  const stack: Open[] = [{ element: root, spaces: {} }];
  const names: string[] = [];
  const entries: Element[] = [];
  let entryDepth = 0;
  let swallowed = 0;
  let cdata: string | undefined;
  const top = () => stack[Math.min(stack.length, MAX_DEPTH) - 1] as Open;
  const close = (depth: number) => {
    stack.length = Math.max(1, depth);
    names.length = stack.length - 1;
    if (stack.length <= entryDepth) entryDepth = 0;
  };
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        const opened = openElement(name, attributes, top(), entities);
        if (Object.values(attributes).some(closesEntryFirst)) swallowed++;
        const isEntry = ENTRY.test(opened.element.name) && opened.element.space === '';
        if (isEntry && entryDepth > 0) close(entryDepth);
        top().element.children.push(opened.element);
        stack.push(opened);
        names.push(name);
        if (isEntry) {
          entryDepth = stack.length - 1;
          entries.push(opened.element);
        }
      },
      onclosetag: (name) => {
        const index = names.lastIndexOf(name);
        if (index >= 0) close(index + 1);
      },
      ontext: (part) => {
        if (cdata === undefined) top().element.children.push(decodeXmlText(part, entities));
        else cdata += part;
      },
      oncdatastart: () => {
        cdata = '';
      },
      oncdataend: () => {
        if (closesEntryFirst(cdata ?? '')) swallowed++;
        top().element.children.push(repairControls(cdata ?? ''));
        cdata = undefined;
      },
      oncomment: (comment) => {
        if (closesEntryFirst(comment)) swallowed++;
      },
    },
    { xmlMode: true, decodeEntities: false, recognizeSelfClosing: true },
  );
  parser.end(markup);
  return { root, entries, swallowed };
}

/** The element's own text, its children's included. */
export function textOf(element: Element | undefined): string {
  if (!element) return '';
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** Direct children of one name (and namespace). */
export function childrenOf(parent: Element, name: string, space = ''): readonly Element[] {
  return parent.children.filter(
    (child): child is Element => typeof child !== 'string' && child.name === name && child.space === space,
  );
}

function openElement(
  tag: string,
  raw: Readonly<Record<string, string>>,
  parent: Open,
  entities: Entities,
): Open {
  const attributes: Record<string, string> = {};
  let spaces = parent.spaces;
  for (const [key, value] of Object.entries(raw)) {
    const name = key.toLowerCase();
    attributes[name] = decodeXmlText(value, entities);
    if (name === 'xmlns' || name.startsWith('xmlns:'))
      spaces = { ...spaces, [name.slice(6)]: attributes[name].toLowerCase() };
  }
  const [local = '', prefix = ''] = tag.toLowerCase().split(':').reverse();
  const language = attributes['xml:lang'] ?? parent.element.language;
  return {
    spaces,
    element: {
      name: local,
      space: spaceOf(prefix, spaces[prefix]),
      attributes,
      children: [],
      base: baseOf(attributes['xml:base'], parent.element.base),
      ...(language ? { language } : {}),
    },
  };
}

function spaceOf(prefix: string, uri: string | undefined): string {
  const known = uri === undefined ? undefined : SPACES.find(([pattern]) => pattern.test(uri));
  return known ? known[1] : (USUAL_PREFIXES[prefix] ?? prefix);
}

function baseOf(own: string | undefined, inherited: string): string {
  if (!own || !URL.canParse(own.trim(), inherited)) return inherited;
  const url = new URL(own.trim(), inherited);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : inherited;
}

/** An entry that ends inside a section before another begins there: the section was never closed. */
function closesEntryFirst(section: string): boolean {
  const end = section.search(/<\/(\w+:)?(item|entry)\s*>/i);
  if (end < 0) return false;
  const start = section.search(/<(\w+:)?(item|entry)[\s>]/i);
  return start < 0 || end < start;
}

function cutDoctype(text: string): { markup: string; entities: Entities } {
  const start = endOfProlog(text);
  const head = text.slice(start, start + 64 * 1024);
  const plain = /^<!DOCTYPE\b/i.test(head) ? head.search(/[[>]/) : -1;
  if (plain < 0) return { markup: text, entities: new Map() };
  const end = head[plain] === '>' ? plain + 1 : endOfSubset(head);
  return {
    markup: text.slice(0, start) + text.slice(start + end),
    entities: readEntities(head.slice(0, end)),
  };
}

/** Where the declaration, the comments and the processing instructions before the document type end. */
function endOfProlog(text: string): number {
  let at = 0;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at++;
    const closing = text.startsWith('<!--', at) ? '-->' : text.startsWith('<?', at) ? '?>' : undefined;
    const end = closing === undefined ? -1 : text.indexOf(closing, at);
    if (closing === undefined || end < 0) return at;
    at = end + closing.length;
  }
}

function endOfSubset(head: string): number {
  const match = /\]\s{0,16}>/.exec(head);
  return match ? match.index + match[0].length : head.indexOf('>') + 1;
}
