import type { Page } from '../page';
import { describePage, type SampleFacts } from './page-facts';

const COLOURS = { info: 36, warning: 33, error: 31, critical: 31 } as const;

/** A page as a block of lines for a terminal; with `colour`, in ANSI bold and the severity's colour. */
export function renderTerminalText(page: Page, colour: boolean): string {
  const facts = describePage(page);
  const paint = (code: number | string, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const bar = paint(page.kind === 'resolved' ? 32 : COLOURS[page.severity], '▌');
  const list = (label: string, items: readonly string[]) =>
    items.length > 0 ? [`${label.padEnd(8)} ${items.join(', ')}`] : [];
  const lines = [
    paint(1, facts.headline),
    facts.why,
    ...facts.findings.flatMap(({ summary, rule, gates }) => [
      '',
      summary,
      ...(gates === '' ? [] : [paint(2, `  why: ${gates}`)]),
      paint(2, `  rule: ${rule}`),
    ]),
    ...(facts.outlets.length + facts.authors.length > 0 ? [''] : []),
    ...list('Outlets', facts.outlets),
    ...list('Authors', facts.authors),
    ...facts.samples.flatMap((sample) => ['', ...sampleLines(sample)]),
    ...(facts.link ? ['', `Handle it: ${facts.link}`] : []),
  ];
  return `\n${lines.map((line) => `${bar} ${line}`.trimEnd()).join('\n')}\n\n`;
}

function sampleLines(sample: SampleFacts): string[] {
  const address = sample.link ?? (sample.deadLink && `${sample.deadLink} (do not open)`);
  return [
    `“${sample.text}”`,
    `  ${sample.by}`,
    ...sample.warnings.map((warning) => `  ! ${warning}`),
    ...(address ? [`  ${address}`] : []),
  ];
}
