import { Parser } from 'htmlparser2';

const DROPPED: ReadonlySet<string> = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'iframe',
  'object',
  'svg',
  'head',
]);
const BLOCKS: ReadonlySet<string> = new Set(
  'address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul td th'.split(
    ' ',
  ),
);

/**
 * The words of a piece of HTML: block elements end a line, scripts and styles are gone, references are resolved.
 * Linear in its input, whatever that is.
 */
export function htmlToText(html: string): string {
  let text = '';
  let dropping = '';
  let depth = 0;
  const parser = new Parser(
    {
      onopentagname: (name) => {
        if (dropping === '' && DROPPED.has(name)) dropping = name;
        if (name === dropping) depth++;
        if (dropping === '' && BLOCKS.has(name)) text += '\n';
      },
      onclosetag: (name) => {
        if (name === dropping && --depth === 0) dropping = '';
        else if (dropping === '' && BLOCKS.has(name)) text += '\n';
      },
      ontext: (part) => {
        if (dropping === '') text += part;
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return tidyText(text);
}

/** Runs of blanks become one, lines lose theirs, and empty lines go. */
export function tidyText(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
}

/** The same on one line, for titles and names. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
