import { htmlToText, oneLine, tidyText } from '../plain-text';
import { cleanHtml } from './clean-html';
import { escapeAttribute, escapeXml, repairControls } from './xml-text';
import { type Element, textOf } from './xml-tree';

/** What an element says, and whether that is HTML. `value` is sanitised if it is. */
export type TextConstruct = { readonly value: string; readonly html: boolean };

/** Atom 1.0 and 0.3 say what is markup; RSS and its kin leave it to be guessed. */
export type Dialect = 'rss' | 'atom03' | 'atom10';

const VOID = /^(area|br|col|hr|img|input|source|track|wbr|link|meta|base)$/;
const MARKUP_SIGN = /<\/\w+>|&#?\w+;|<(br|hr|img)\b[^<>]{0,500}>/i;
const KNOWN_TAG =
  /^(a|abbr|acronym|address|b|big|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|figure|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|ol|p|pre|q|s|script|small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|var|wbr)$/i;

/**
 * Reads an Atom text construct, or an RSS element that holds text. `usual` is the type of such an element when it
 * names none; feeds that are not Atom often write HTML where text belongs, which is then recognised.
 */
export function readTextConstruct(
  element: Element,
  { usual, dialect }: { readonly usual: 'text' | 'html'; readonly dialect: Dialect },
): TextConstruct {
  const type = typeOf(element, usual);
  if (element.children.some((child) => typeof child !== 'string'))
    return asHtml(serialise(dialect === 'atom10' ? unwrapped(element) : element), element.base);
  const text = textOf(element).trim();
  if (isBase64(element, type)) return readBase64(text, type, element.base);
  if (type === 'html') return asHtml(text, element.base);
  if (type.endsWith('xml')) return asHtml(escapeXml(text), element.base);
  return dialect === 'rss' && looksLikeHtml(text) ? asHtml(text, element.base) : { value: text, html: false };
}

/** The construct as words on lines. */
export function plainText({ value, html }: TextConstruct): string {
  return html ? htmlToText(value) : tidyText(value);
}

/** The construct as words on one line. */
export function plainLine(construct: TextConstruct): string {
  return oneLine(plainText(construct));
}

function typeOf({ attributes }: Element, usual: 'text' | 'html'): string {
  const type = (attributes.type ?? '').trim().toLowerCase().replace(/;.*$/, '');
  if (type === '') return usual;
  if (type === 'text' || type === 'text/plain') return 'text';
  if (type === 'html' || type === 'text/html') return 'html';
  return type === 'xhtml' ? 'application/xhtml+xml' : type;
}

function isBase64({ attributes }: Element, type: string): boolean {
  if (attributes.mode?.toLowerCase() === 'base64') return true;
  return type.includes('/') && !/^text\/|xml$/.test(type);
}

function readBase64(text: string, type: string, base: string): TextConstruct {
  const decoded = repairControls(Buffer.from(text, 'base64').toString('utf8')).trim();
  return type === 'text' ? { value: decoded, html: false } : asHtml(decoded, base);
}

function asHtml(markup: string, base: string): TextConstruct {
  return { value: cleanHtml(markup, base), html: true };
}

function looksLikeHtml(text: string): boolean {
  if (!MARKUP_SIGN.test(text)) return false;
  return [...text.matchAll(/<\/?(\w{1,20})/g)].every(([, tag = '']) => KNOWN_TAG.test(tag));
}

/** The `div` that Atom 1.0 asks for around XHTML is not part of the text. */
function unwrapped(element: Element): Element {
  const parts = element.children.filter((child) => typeof child !== 'string' || child.trim() !== '');
  const [only] = parts;
  const wrapped =
    parts.length === 1 &&
    typeof only === 'object' &&
    only.name === 'div' &&
    /xhtml/.test(element.attributes.type ?? '');
  return wrapped ? only : element;
}

function serialise(element: Element): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return escapeXml(child);
      const attributes = Object.entries(child.attributes)
        .filter(([name]) => !name.startsWith('xmlns'))
        .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
        .join('');
      const tag = `<${child.name}${attributes}`;
      return VOID.test(child.name) ? `${tag} />` : `${tag}>${serialise(child)}</${child.name}>`;
    })
    .join('')
    .trim();
}
