import { byMinute, REPLAY_NOTE } from './minutes';
import type { TimeLine } from './write-time-line';

/** The time line in Markdown (CommonMark, tables as GitHub has them). */
export function renderTimeLineMarkdown(line: TimeLine): string {
  const minutes = byMinute(line.entries, line.timezone);
  const out = [
    `# ${escapeMarkdown(line.heading)}`,
    '',
    `Incident \`${line.id.replaceAll('`', '')}\`, times in ${escapeMarkdown(line.timezone)}.`,
    ...(line.replay ? ['', `*${REPLAY_NOTE}*`] : []),
    '',
    '| | |',
    '| --- | --- |',
    ...line.facts.map(([name, value]) => `| ${escapeMarkdown(name)} | ${escapeMarkdown(value)} |`),
  ];
  minutes.forEach(({ day, time, entries }, index) => {
    if (minutes[index - 1]?.day !== day) out.push('', `## ${escapeMarkdown(day)}`);
    out.push('', `**${time}**`, '');
    for (const { text, details } of entries) {
      out.push(`- ${escapeMarkdown(text)}`);
      for (const detail of details) out.push(`  - ${escapeMarkdown(detail)}`);
    }
  });
  return `${out.join('\n')}\n`;
}

/** What Markdown gives a meaning to stands for itself; a name after `@` calls nobody. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]<>|~#&!$]/g, '\\$&')
    .replace(/^([-+]|\d+[.)])(?=\s)/, '\\$1')
    .replace(/@(?=[\p{L}\p{N}])/gu, '@\u2060');
}
