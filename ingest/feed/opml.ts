import { Parser } from 'htmlparser2';
import { decodeXmlText, escapeAttribute } from './xml-text';

/** A feed in a list of feeds. */
export type Outline = { readonly title: string; readonly xmlUrl: string; readonly category?: string };

const MAX_PROBLEMS = 50;

/**
 * Reads a list of feeds, outlines within outlines included; the enclosing outline's title is the category. Outlines
 * that name no usable address are told in `problems`. Throws for text that is no OPML.
 */
export function parseOpml(text: string): {
  readonly outlines: readonly Outline[];
  readonly problems: readonly string[];
} {
  const outlines: Outline[] = [];
  const problems: string[] = [];
  const open: string[] = [];
  let isOpml = false;
  const parser = new Parser(
    {
      onopentag: (tag, raw) => {
        const name = tag.toLowerCase();
        if (name === 'opml') isOpml = true;
        if (name !== 'outline' || !isOpml) return;
        const { title, address } = readOutline(raw);
        const category = open.filter((label) => label !== '').join(' / ');
        open.push(title);
        if (address === undefined) return;
        if (isWebAddress(address))
          outlines.push({ title: title || address, xmlUrl: address, ...(category ? { category } : {}) });
        else if (problems.length < MAX_PROBLEMS)
          problems.push(`outline "${title}": "${address}" is not an http or https address`);
      },
      onclosetag: (tag) => {
        if (tag.toLowerCase() === 'outline') open.pop();
      },
    },
    { xmlMode: true, decodeEntities: false, recognizeSelfClosing: true },
  );
  parser.end(text);
  if (!isOpml) throw new Error('this is not OPML: it has no <opml> element; export the list again as OPML');
  if (outlines.length === 0 && problems.length === 0) problems.push('the list names no feed (no xmlUrl)');
  return { outlines, problems };
}

/** Writes a list of feeds, one outline each, grouped by category. */
export function writeOpml(outlines: readonly Outline[], title = 'Vigie sources'): string {
  const lines = [...groupByCategory(outlines)].flatMap(([category, members]) => {
    const indent = category === undefined ? '    ' : '      ';
    const feeds = members.map((outline) => `${indent}${writeOutline(outline)}`);
    if (category === undefined) return feeds;
    const label = escapeAttribute(category);
    return [`    <outline text="${label}" title="${label}">`, ...feeds, '    </outline>'];
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<opml version="2.0">',
    `  <head><title>${escapeAttribute(title)}</title></head>`,
    '  <body>',
    ...lines,
    '  </body>',
    '</opml>',
    '',
  ].join('\n');
}

function groupByCategory(outlines: readonly Outline[]): Map<string | undefined, Outline[]> {
  const groups = new Map<string | undefined, Outline[]>();
  for (const outline of outlines)
    groups.set(outline.category, [...(groups.get(outline.category) ?? []), outline]);
  return groups;
}

function writeOutline({ title, xmlUrl }: Outline): string {
  const label = escapeAttribute(title);
  return `<outline type="rss" text="${label}" title="${label}" xmlUrl="${escapeAttribute(xmlUrl)}"/>`;
}

function readOutline(raw: Readonly<Record<string, string>>): { title: string; address?: string } {
  const attributes = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name.toLowerCase(), decodeXmlText(value, new Map()).trim()]),
  );
  const address = attributes.xmlurl || (attributes.type === 'rss' ? attributes.url : undefined);
  return { title: attributes.title || attributes.text || '', ...(address ? { address } : {}) };
}

function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address) && URL.canParse(address);
}
