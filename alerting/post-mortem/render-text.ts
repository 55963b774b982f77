import { wrapText } from '../render/terminal-text';
import { byMinute, REPLAY_NOTE } from './minutes';
import type { TimeLine } from './write-time-line';

const WIDTH = 100;
const INDENT = 8;

/** The time line for a terminal, in at most 100 columns. */
export function renderTimeLineText(line: TimeLine): string {
  const label = Math.max(...line.facts.map(([name]) => name.length)) + 2;
  const minutes = byMinute(line.entries, line.timezone);
  const out = [line.heading, line.id, ''];
  for (const [name, value] of line.facts) out.push(...hang(name.padEnd(label), value));
  if (line.replay) out.push('', ...wrapText(REPLAY_NOTE, WIDTH));
  minutes.forEach(({ day, time, entries }, index) => {
    if (minutes[index - 1]?.day !== day) out.push('', `${day} (${line.timezone})`);
    entries.forEach(({ text, details }, at) => {
      out.push(...hang((at === 0 ? time : '').padEnd(INDENT), text));
      for (const detail of details) out.push(...hang(' '.repeat(INDENT + 2), detail));
    });
  });
  return out.join('\n');
}

function hang(start: string, text: string): string[] {
  return wrapText(text, WIDTH - start.length).map(
    (part, index) => `${index === 0 ? start : ' '.repeat(start.length)}${part}`,
  );
}
