import type { Escape } from './compile-template';

export const CONTENT_TYPES = [
  'application/json',
  'application/x-www-form-urlencoded',
  'application/xml',
  'text/xml',
  'text/plain',
] as const;

/** For each content type that a body can have, what makes a value safe within it. */
export const ESCAPES: Readonly<Record<(typeof CONTENT_TYPES)[number], Escape>> = {
  'application/json': (text) => JSON.stringify(text).slice(1, -1),
  'application/x-www-form-urlencoded': (text) => encodeURIComponent(wellFormed(text)),
  'application/xml': escapeXml,
  'text/xml': escapeXml,
  'text/plain': wellFormed,
};

function escapeXml(text: string): string {
  return wellFormed(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A filter that counts in halves of a character may have left one. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '');
}
