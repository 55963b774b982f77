import type { Page } from '../page';
import { describePage, isEnd, type PageFacts, type SampleFacts } from './page-facts';

const COLOURS = { info: 36, warning: 33, error: 31, critical: 31 } as const;
const WIDTH = 100;

type Line = { readonly text: string; readonly style?: 'bold' | 'dim'; readonly isWhole?: boolean };

/** A page as a block of lines of at most 100 columns for a terminal; with `colour`, in ANSI bold and the severity's colour. */
export function renderTerminalText(page: Page, colour: boolean): string {
  const paint = (code: number | string, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const bar = paint(isEnd(page) ? 32 : COLOURS[page.severity], '▌');
  const lines = linesOf(describePage(page)).flatMap(({ text, style, isWhole }) =>
    // An address that is broken cannot be followed.
    (isWhole ? [text] : wrapText(text, WIDTH - 2)).map((part) => {
      if (style === undefined) return part;
      return paint(style === 'bold' ? 1 : 2, part);
    }),
  );
  return `\n${lines.map((line) => `${bar} ${line}`.trimEnd()).join('\n')}\n\n`;
}

function linesOf(facts: PageFacts): Line[] {
  const list = (label: string, items: readonly string[]): Line[] =>
    items.length > 0 ? [{ text: `${label.padEnd(8)} ${items.join(', ')}` }] : [];
  const empty: Line = { text: '' };
  return [
    { text: facts.headline, style: 'bold' },
    { text: facts.why },
    ...(facts.lead.length > 0 ? [empty] : []),
    ...facts.lead.map((text) => ({ text })),
    ...(facts.closing.length > 0 ? [empty] : []),
    ...facts.closing.map((text) => ({ text })),
    ...[...facts.release, ...facts.emergency].flatMap(({ label, lines }): Line[] => [
      empty,
      { text: label, style: 'bold' },
      ...lines.map((text) => ({ text: `  ${text}` })),
    ]),
    ...facts.outages.flatMap((lines) => [empty, ...lines.map((text) => ({ text }))]),
    ...facts.findings.flatMap(({ summary, rule, gates }): Line[] => [
      empty,
      { text: summary },
      ...(gates === '' ? [] : [{ text: `  why: ${gates}`, style: 'dim' } as const]),
      { text: `  rule: ${rule}`, style: 'dim' },
    ]),
    ...(facts.outlets.length + facts.authors.length > 0 ? [empty] : []),
    ...list('Outlets', facts.outlets),
    ...list('Authors', facts.authors),
    ...facts.samples.flatMap((sample) => [empty, ...sampleLines(sample)]),
    ...(facts.link ? [empty, { text: `Open the incident: ${facts.link}`, isWhole: true }] : []),
    ...(facts.rateLink ? [{ text: `Was it useful to be paged? ${facts.rateLink}`, isWhole: true }] : []),
  ];
}

function sampleLines(sample: SampleFacts): Line[] {
  const address = sample.link ?? (sample.deadLink && `${sample.deadLink} (do not open)`);
  return [
    { text: `“${sample.text}”` },
    { text: `  ${sample.by}` },
    ...sample.warnings.map((warning) => ({ text: `  ! ${warning}` })),
    ...(address ? [{ text: `  ${address}`, isWhole: true }] : []),
  ];
}

/** Breaks between words; what follows is set in as far as the first line, labels (`  why: `) included. */
export function wrapText(text: string, width: number): string[] {
  const indent = ' '.repeat(/^( *(?:why:|rule:|!|Outlets |Authors )? *)/.exec(text)?.[1]?.length ?? 0);
  const lines: string[] = [];
  let rest = text;
  while ([...rest].length > width) {
    const head = [...rest].slice(0, width + 1).join('');
    const space = head.lastIndexOf(' ');
    const at = space > indent.length ? space : [...rest].slice(0, width).join('').length;
    lines.push(rest.slice(0, at).trimEnd());
    rest = `${indent}${rest.slice(at).trimStart()}`;
  }
  return [...lines, rest];
}
