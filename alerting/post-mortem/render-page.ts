import { createHash } from 'node:crypto';
import { formatDate, formatTime } from '../render/local-time';
import { type Course, drawChart, type Mark, marksOf } from './draw-chart';
import { escapeMarkup } from './escape-markup';
import { byMinute, type Minute, REPLAY_NOTE } from './minutes';
import { TIME_LINE_STYLE } from './time-line-style';
import type { TimeLine } from './write-time-line';

/** The page runs nothing and loads nothing, wherever it is opened: for its `meta` and for who serves it. */
export const TIME_LINE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(TIME_LINE_STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** The time line as one self-contained page, for a screen and for paper. */
export function renderTimeLinePage(line: TimeLine, course: Course | undefined): string {
  const minutes = byMinute(line.entries, line.timezone);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeMarkup(TIME_LINE_POLICY)}">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${escapeMarkup(line.heading)}</title><style>${TIME_LINE_STYLE}</style></head>
<body><main>
<h1>${escapeMarkup(line.heading)}</h1>
<p class="soft">Incident ${escapeMarkup(line.id)}, times in ${escapeMarkup(line.timezone)}</p>
${line.replay ? `<p class="note">${escapeMarkup(REPLAY_NOTE)}</p>` : ''}
<dl>${line.facts.map(([name, value]) => `<div><dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(value)}</dd></div>`).join('')}</dl>
${course ? chart(course, marksOf(course, line.entries), line.timezone) : ''}
<h2>Minute by minute</h2>
${minutes.map((minute, index) => `${minutes[index - 1]?.day === minute.day ? '' : `<h3>${escapeMarkup(minute.day)}</h3>\n`}${section(minute)}`).join('\n')}
</main></body></html>
`;
}

function chart(course: Course, marks: readonly Mark[], timezone: string): string {
  const unit = course.bucketMs === 60_000 ? 'a minute' : `in ${course.bucketMs / 60_000} minutes each`;
  const day = formatDate(course.from, timezone);
  const legend = marks.map((mark) => `<li>${turnsOf(mark, timezone)}</li>`);
  return `<figure><figcaption>Mentions ${unit}, <span class="red">the negative ones in red</span>; ${escapeMarkup(day)}, from ${formatTime(course.from, timezone)}</figcaption>
<div class="chart">${drawChart(course, marks, timezone)}</div>
<ol>${legend.join('')}</ol></figure>`;
}

/** "16:47 denial from x, 16:49 denied on y, page 4": each time once. */
function turnsOf({ turns }: Mark, timezone: string): string {
  const words = turns.map((turn, index) => {
    const time = formatTime(turn.at, timezone);
    const before = turns[index - 1];
    const isSame = before !== undefined && formatTime(before.at, timezone) === time;
    return `${isSame ? '' : `<b>${time}</b> `}${escapeMarkup(turn.words)}`;
  });
  return words.join(', ');
}

function section({ time, entries }: Minute): string {
  const items = entries.map(({ kind, text, details }) => {
    const lines = details.map((detail) => `<li>${escapeMarkup(detail)}</li>`).join('');
    return `<div class="entry ${kind}"><p>${escapeMarkup(text)}</p>${lines === '' ? '' : `<ul>${lines}</ul>`}</div>`;
  });
  return `<section><h4>${escapeMarkup(time)}</h4><div>${items.join('')}</div></section>`;
}
