import { Parser } from 'htmlparser2';
import { resolveAddress } from '../feed/clean-html';

/** What an element does to the words in it. */
type Sight = { readonly isHidden: boolean; readonly isTiny: boolean };

const PLAIN_SIGHT: Sight = { isHidden: false, isTiny: false };
const ZERO = /^[+-]?0*\.?0*(px|pt|em|rem|%)?$/;
/** No letter nests so deep; looking for the element that an end tag ends costs as much as there are open ones. */
const MAX_DEPTH = 256;
/** Mail programs run no scripts and so show this. */
const SHOWN_AS: Readonly<Record<string, string>> = { noscript: 'div' };

/**
 * The part of an HTML mail that a reader sees, without attributes, and where its links lead. Words hidden by the
 * style of their element are left out: preheaders, and what is meant for filters only. Style sheets are not read.
 */
export function visibleHtml(html: string): { readonly html: string; readonly links: readonly string[] } {
  const open: Sight[] = [];
  const links: string[] = [];
  let base = 'about:blank';
  let out = '';
  const sight = () => open.at(-1) ?? PLAIN_SIGHT;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (open.length >= MAX_DEPTH) parser.pause();
        open.push(sightOf(attributes, sight()));
        if (name === 'base' && attributes.href) base = attributes.href;
        if (sight().isHidden) return;
        out += `<${SHOWN_AS[name] ?? name}>`;
        const link = resolveAddress(linkOf(name, attributes), base);
        if (link !== undefined) links.push(link);
      },
      onclosetag: (name) => {
        const { isHidden } = open.pop() ?? PLAIN_SIGHT;
        if (!isHidden) out += `</${SHOWN_AS[name] ?? name}>`;
      },
      ontext: (text) => {
        const { isHidden, isTiny } = sight();
        if (!isHidden && !isTiny) out += text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
      },
    },
    { decodeEntities: true, recognizeSelfClosing: false },
  );
  parser.end(html);
  if (open.length <= MAX_DEPTH) return { html: out, links };
  const rest = withoutTags(html.slice(parser.endIndex + 1));
  return { html: `${out}${rest.html}`, links: [...links, ...rest.links] };
}

/** Words and links of HTML whose structure is not worth reading. */
function withoutTags(html: string): { readonly html: string; readonly links: readonly string[] } {
  const targets = [...html.matchAll(/\bhref\s*=\s*["']?([^"'\s>]+)/gi)].map(([, target = '']) => target);
  return {
    html: html.replace(/<[^<>]*>?/g, '\n'),
    links: targets.flatMap((target) => resolveAddress(target, 'about:blank') ?? []),
  };
}

function linkOf(name: string, { href, action, formaction }: Readonly<Record<string, string>>): string {
  if (name === 'a' || name === 'area') return href ?? '';
  return (name === 'form' ? action : formaction) ?? '';
}

function sightOf(attributes: Readonly<Record<string, string>>, around: Sight): Sight {
  if (around.isHidden) return around;
  const isHidden = 'hidden' in attributes;
  if (attributes.style === undefined) return isHidden ? { ...around, isHidden } : around;
  const style = declarationsOf(attributes.style);
  const fontSize = style.get('font-size');
  return {
    isHidden: isHidden || isHiding(style),
    // Layouts set a font of no size around blocks that set their own again.
    isTiny: fontSize === undefined ? around.isTiny : ZERO.test(fontSize),
  };
}

function isHiding(style: ReadonlyMap<string, string>): boolean {
  const isZero = (property: string) => ZERO.test(style.get(property) ?? '1');
  return (
    style.get('display') === 'none' ||
    ['hidden', 'collapse'].includes(style.get('visibility') ?? '') ||
    isZero('opacity') ||
    (style.get('overflow') === 'hidden' && (isZero('max-height') || isZero('height')))
  );
}

/** The later of two declarations holds, as in a browser. */
function declarationsOf(style: string): ReadonlyMap<string, string> {
  return new Map(
    style.split(';').map((declaration) => {
      const colon = declaration.indexOf(':');
      const value = declaration.slice(colon + 1).replace(/!\s*important/i, '');
      return [declaration.slice(0, Math.max(colon, 0)).trim().toLowerCase(), value.trim().toLowerCase()];
    }),
  );
}
