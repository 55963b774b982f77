import type { PageFacts } from './page-facts';
import { shorten } from './quoted-text';
import type { Section } from './release-facts';

/** A page as headings with lines, the most important first, for channels that know no more of layout than that. */
export function pageSections(facts: PageFacts): Section[] {
  const told: readonly (readonly [label: string, lines: readonly string[]])[] = [
    ['Why now', [facts.why, ...facts.lead]],
    ['How it ended', facts.closing],
    ...facts.release.map(({ label, lines }) => [label, lines] as const),
    ...facts.outages.map((lines) => ['What does not work', lines] as const),
    ['Found', facts.findings.map(({ summary }) => summary)],
    ...facts.emergency.map(({ label, lines }) => [label, lines] as const),
    ['Top outlets', facts.outlets],
    ['Top authors', facts.authors],
    ['What people write', facts.samples.flatMap(sampleLines)],
    ['Rules', facts.findings.map(({ rule, gates }) => (gates === '' ? rule : `${rule}: ${gates}`))],
  ];
  return told.filter(([, lines]) => lines.length > 0).map(([label, lines]) => ({ label, lines }));
}

function sampleLines({ text, by, warnings, deadLink }: PageFacts['samples'][number]): string[] {
  return [
    `“${text}” (${by})`,
    ...warnings.map((warning) => `⚠ ${warning}`),
    ...(deadLink ? [`${deadLink} (do not open)`] : []),
  ];
}

/**
 * What `build` makes of as many of the sections as fit into `maxBytes` of UTF-8 as JSON. The first that does not fit
 * is shortened, so that something of it stays, and those after it are left out; `build` with none must fit by itself.
 */
export function fitSections<Body>(
  sections: readonly Section[],
  maxBytes: number,
  build: (kept: readonly Section[]) => Body,
): Body {
  const fits = (kept: readonly Section[]) => Buffer.byteLength(JSON.stringify(build(kept))) <= maxBytes;
  const kept: Section[] = [];
  for (const section of sections) {
    if (fits([...kept, section])) {
      kept.push(section);
      continue;
    }
    const cut = [6_000, 2_000, 600, 200, 60]
      .map((room) => shortened(section, room))
      .find((less) => fits([...kept, less]));
    if (cut) kept.push(cut);
    break;
  }
  return build(kept);
}

function shortened({ label, lines }: Section, room: number): Section {
  return { label, lines: [shorten(lines.join(' · '), room)] };
}
