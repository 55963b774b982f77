import { Parser } from 'htmlparser2';
import { decodeHtml, escapeAttribute } from './xml-text';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Elements that may stay. Others lose their tags and keep their words. */
const ELEMENTS = words(
  'a abbr acronym address area article aside audio b big blockquote br button canvas caption center cite code col colgroup dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label legend li main map mark menu meter nav ol optgroup option output p picture pre progress q rp rt ruby s samp section select small source span strike strong sub summary sup table tbody td textarea tfoot th thead time tr track tt u ul var video wbr',
);
/** Elements that go with all that is in them. */
const DROPPED = words('script style applet object embed iframe template noscript head title svg math');
const VOID = words('area br col hr img input source track wbr');
const ATTRIBUTES = words(
  'abbr align alt axis border cellpadding cellspacing charset cite class clear color cols colspan compact datetime dir face frame headers height href hreflang hspace id ismap label lang longdesc media nohref noshade nowrap poster rel rev role rowspan rules scope shape size span src start summary tabindex target title type usemap valign value vspace width xml:lang',
);
const ADDRESSES = words('cite href longdesc poster src');
const SAFE_SCHEME = /^(https?|ftp|mailto|tel|news|irc|xmpp|magnet|urn|tag|cid):/i;

/**
 * HTML with nothing in it that runs: known elements and attributes only, safe addresses only, made absolute.
 * Everything left is well-formed; references stay as they are written.
 */
export function cleanHtml(html: string, base: string): string {
  let out = '';
  let dropping = '';
  let depth = 0;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (dropping === '' && DROPPED.has(name)) dropping = name;
        if (name === dropping) depth++;
        if (dropping !== '' || !ELEMENTS.has(name)) return;
        out += `<${name}${cleanAttributes(attributes, base)}${VOID.has(name) ? ' />' : '>'}`;
      },
      onclosetag: (name) => {
        if (dropping !== '') {
          if (name === dropping && --depth === 0) dropping = '';
        } else if (ELEMENTS.has(name) && !VOID.has(name)) out += `</${name}>`;
      },
      ontext: (text) => {
        if (dropping === '') out += escapeWritten(text);
      },
    },
    { decodeEntities: false, recognizeSelfClosing: false },
  );
  parser.end(html);
  return out.trim();
}

/** An address made absolute, if it is one that may be followed. */
export function resolveAddress(address: string, base: string): string | undefined {
  const trimmed = stripControls(address);
  if (SAFE_SCHEME.test(trimmed)) return trimmed;
  if (/^[a-z][a-z\d+.-]*:/i.test(trimmed) || trimmed === '') return undefined;
  return URL.canParse(trimmed, base) ? new URL(trimmed, base).href : undefined;
}

function cleanAttributes(attributes: Readonly<Record<string, string>>, base: string): string {
  let out = '';
  for (const [name, value] of Object.entries(attributes)) {
    if (!ATTRIBUTES.has(name)) continue;
    const kept = ADDRESSES.has(name) ? resolveWritten(value, base) : value;
    // Values are as written, references included: only what could end the attribute is escaped.
    if (kept !== undefined) out += ` ${name}="${escapeWritten(kept).replace(/"/g, '&quot;')}"`;
  }
  return out;
}

/** As `resolveAddress` for a value as written in HTML, where `&` may be written `&amp;` and schemes be disguised. */
function resolveWritten(value: string, base: string): string | undefined {
  const plain = decodeHtml(value);
  const resolved = resolveAddress(plain, base);
  return resolved === undefined ? undefined : escapeAttribute(resolved);
}

/** Escapes what is no reference already. */
function escapeWritten(text: string): string {
  return text
    .replace(/&(?!#\d+;|#[xX][\da-fA-F]+;|\w+;)/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

function stripControls(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]+/g, '').trim();
}
