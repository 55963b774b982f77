import { Parser } from 'htmlparser2';

/** Entities that a document declares for itself, by name. */
export type Entities = ReadonlyMap<string, string>;

const XML_ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const REFERENCE = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z][\w.-]{0,40}));/g;
/** What feeds mean by U+0080–U+009F: the Windows-1252 characters at these bytes. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Resolves references in XML text: XML's, the document's own and HTML's. Unknown ones and bare `&` stay. */
export function decodeXmlText(text: string, entities: Entities): string {
  if (!text.includes('&')) return repairControls(text);
  const decoded = text.replace(
    REFERENCE,
    (reference, decimal?: string, hexadecimal?: string, name?: string) =>
      name === undefined
        ? fromCodePoint(decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal))
        : (XML_ENTITIES[name] ?? entities.get(name) ?? decodeHtml(reference)),
  );
  return repairControls(decoded);
}

/** The entities of an internal DTD. Values are taken as they stand, so that nested ones cannot grow. */
export function readEntities(doctype: string): Entities {
  const found = new Map<string, string>();
  for (const [, name = '', double, single] of doctype.matchAll(
    /<!ENTITY\s{1,9}([\w.-]{1,40})\s{1,9}(?:"([^"]{0,500})"|'([^']{0,500})')\s{0,9}>/g,
  ))
    if (found.size < 500) found.set(name, decodeXmlText(double ?? single ?? '', new Map()));
  return found;
}

/** Resolves every reference that HTML knows; the text holds no tags. */
export function decodeHtml(text: string): string {
  if (!text.includes('&')) return text;
  let decoded = '';
  const ontext = (part: string) => {
    decoded += part;
  };
  new Parser({ ontext }, { decodeEntities: true }).end(text.replace(/</g, '&lt;'));
  return decoded;
}

/** Text as it may stand in XML or HTML. */
export function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** A value as it may stand between double quotes. */
export function escapeAttribute(text: string): string {
  return escapeXml(text).replace(/"/g, '&quot;');
}

function fromCodePoint(code: number): string {
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return code === 0 || code > 0x10ffff || surrogate ? '\ufffd' : String.fromCodePoint(code);
}

/** Reads C1 controls as the Windows-1252 characters they stand for and drops what XML forbids. */
export function repairControls(text: string): string {
  return text
    .replace(/[\u0080-\u009f]/g, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80] ?? character)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}
