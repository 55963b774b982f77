import { Parser } from 'htmlparser2';
import type { IncidentEvent } from '#alerting/incident';
import { type Course, drawChart, marksOf } from '#alerting/post-mortem/draw-chart';
import type { SentPage } from '#alerting/post-mortem/entry';
import { renderTimeLineMarkdown } from '#alerting/post-mortem/render-markdown';
import { renderTimeLinePage, TIME_LINE_POLICY } from '#alerting/post-mortem/render-page';
import { renderTimeLineText } from '#alerting/post-mortem/render-text';
import { writeTimeLine } from '#alerting/post-mortem/write-time-line';
import { hostileTexts } from './hostile-texts';
import { alertOf, incidentOf, releaseAlert, releaseOf } from './pages';

const at = (time: string) => `2016-11-22T${time}Z`;
const sentTo = (id: string, given: Partial<SentPage> = {}): SentPage => ({
  ...{ id, notifier: 'mail', destination: 'press', state: 'queued', attempts: 2 },
  headline: 'VINCI: 50 mentions in 10 min',
  ...given,
});

/** Somebody is paged at 16:07, acknowledges, notes, and resolves. */
function handledEvents(): IncidentEvent[] {
  const firing = alertOf({ at: at('15:07:00') });
  const told = { notifier: 'slack', destination: '#crisis' };
  return [
    { kind: 'opened', id: '1', at: at('15:07:01'), alert: firing },
    {
      kind: 'paged',
      id: '2',
      at: at('15:07:01'),
      page: 1,
      reason: 'first notification',
      deliveries: ['a', 'b', 'c', 'd'],
    },
    { kind: 'delivered', id: '3', at: at('15:07:01.400'), delivery: 'a', ...told },
    {
      kind: 'delivery-failed',
      id: '4',
      at: at('15:07:11'),
      delivery: 'b',
      notifier: 'mail',
      destination: 'night',
      error: '550 no',
    },
    {
      kind: 'alert-updated',
      id: '5',
      at: at('15:08:00'),
      alert: { ...firing, seen: 300, summary: '300 mentions' },
    },
    {
      kind: 'alert-updated',
      id: '6',
      at: at('15:09:00'),
      alert: { ...firing, seen: 430, summary: '430 mentions' },
    },
    { kind: 'acknowledged', id: '7', at: at('15:10:00'), by: 'ada', why: 'on it' },
    { kind: 'commented', id: '8', at: at('15:12:00'), by: 'ada', text: 'The lawyers know.' },
    { kind: 'snoozed', id: '9', at: at('15:13:00'), by: 'ada', until: at('16:00:00') },
    { kind: 'reopened', id: '10', at: at('15:20:00'), by: 'bob' },
    { kind: 'alert-resolved', id: '11', at: at('16:30:00'), alert: { ...firing, status: 'resolved' } },
    { kind: 'resolved', id: '12', at: at('16:31:00'), by: 'bob', why: 'over' },
    { kind: 'rated', id: '13', at: at('16:40:00'), by: 'bob', page: 1, useful: false, note: 'late' },
  ];
}

const lineOf = (
  events: readonly IncidentEvent[],
  openedAt = at('15:07:01'),
  state: 'open' | 'resolved' = 'resolved',
) =>
  writeTimeLine({
    incident: incidentOf(events, { openedAt, state }),
    brand: 'VINCI',
    sent: [sentTo('a'), sentTo('b'), sentTo('c', { lastError: 'no answer in time' })],
    timezone: 'Europe/Paris',
  });

const course: Course = {
  from: Date.parse(at('14:30:00')),
  to: Date.parse(at('17:00:00')),
  bucketMs: 60_000,
  buckets: [
    { at: Date.parse(at('15:05:00')), count: 40, negative: 10 },
    { at: Date.parse(at('15:06:00')), count: 80, negative: 70 },
  ],
};

describe('the time line of an incident', () => {
  it('tells minute by minute what happened, who was told, who acknowledged, and how it ended', () => {
    expect(renderTimeLineText(lineOf(handledEvents()))).toMatchSnapshot();
  });

  it('as Markdown', () => expect(renderTimeLineMarkdown(lineOf(handledEvents()))).toMatchSnapshot());

  it('places what was done in a replay at the mention that it followed', () => {
    const shifted = handledEvents().map((event) => ({ ...event, at: event.at.replace('2016', '2026') }));
    const line = lineOf(shifted, '2026-11-22T15:07:01Z');
    expect(line.replay).toBe(true);
    const page = line.entries.find(({ kind }) => kind === 'page');
    expect(page?.at).toBe(Date.parse(at('15:07:00')));
    expect(page?.details[0]).toBe('Delivered by slack to #crisis within a second');
  });

  it('tells the turns of a verdict, and of growth only what doubled', () => {
    const release = releaseAlert();
    const refuted = releaseAlert({ ...releaseOf(), verdict: 'refuted' }, { at: at('15:49:00') });
    const line = lineOf([
      { kind: 'opened', id: '1', at: at('15:06:00'), alert: release },
      { kind: 'alert-updated', id: '2', at: at('15:07:00'), alert: { ...release, seen: 3 } },
      { kind: 'alert-updated', id: '3', at: at('15:08:00'), alert: { ...release, seen: 4 } },
      { kind: 'alert-updated', id: '4', at: at('15:49:00'), alert: refuted },
    ]);
    const told = line.entries.map(({ text }) => text);
    expect(told.filter((text) => text.startsWith('Grown'))).toHaveLength(1);
    expect(told.filter((text) => text.startsWith('Verdict'))).toEqual([
      'Verdict on the press release: probably fake',
      'Verdict on the press release: fake, and denied by the brand (before: probably fake)',
    ]);
    expect(told).toContain('Passed on by Bloomberg');
  });
});

describe('the chart of a time line', () => {
  it('draws each minute, and numbers what turned the day, near ones as one', () => {
    const marks = marksOf(course, lineOf(handledEvents()).entries);
    expect(marks.map(({ number, turns }) => [number, turns.map(({ words }) => words)])).toEqual([
      [1, ['first mention', 'found', 'page 1']],
      [2, ['acknowledged']],
      [3, ['resolved']],
    ]);
    const svg = drawChart(course, marks, 'Europe/Paris');
    expect(svg).toContain('aria-label="120 mentions over time"');
    expect(svg.match(/<circle/g)).toHaveLength(3);
    expect(svg).toContain('>16:00</text>');
    const quiet = drawChart({ ...course, buckets: [] }, [], 'UTC');
    expect(quiet).not.toMatch(/NaN|Infinity/);
  });
});

describe('a hostile text in a time line', () => {
  it.each(hostileTexts.map((text) => [JSON.stringify(text.slice(0, 60)), text]))(
    'stays text: %s',
    (_name, text) => {
      const alert = releaseAlert(
        {
          lead: { ...releaseOf().lead, title: text, from: text },
          relays: [{ by: text, at: at('15:06:00'), times: 1 }],
        },
        { summary: text, rule: text, explanation: [text] },
      );
      const line = writeTimeLine({
        incident: incidentOf(
          [
            {
              kind: 'opened',
              id: '1',
              at: at('15:06:00'),
              alert: {
                ...alert,
                release: {
                  ...releaseOf(),
                  texts: [{ ...releaseOf().lead, title: text, from: text }],
                  relays: [{ by: text, at: at('15:06:00'), times: 1 }],
                },
              },
            },
            { kind: 'paged', id: '2', at: at('15:06:00'), page: 1, reason: text, deliveries: ['a'] },
            { kind: 'commented', id: '3', at: at('15:07:00'), by: text, text },
          ],
          { title: text },
        ),
        brand: 'VINCI',
        sent: [sentTo('a', { headline: text, destination: text, lastError: text })],
        timezone: 'Europe/Paris',
      });
      const tags = new Set<string>();
      const attributes = new Set<string>();
      const html = renderTimeLinePage(line, course);
      const parser = new Parser({
        onopentag: (name, given) => {
          tags.add(name);
          for (const attribute of Object.keys(given)) attributes.add(attribute);
        },
      });
      parser.end(html);
      expect(
        [...tags].filter((tag) => /^(script|img|iframe|a|link|base|object|embed|form)$/.test(tag)),
      ).toEqual([]);
      expect([...attributes].filter((name) => /^(on.*|href|src|style)$/.test(name))).toEqual([]);
      expect(html.length).toBeLessThan(80_000);
      const markdown = renderTimeLineMarkdown(line);
      expect(markdown).not.toMatch(/(?<!\\)[<>[\]!](?!\n)/);
      expect(markdown).not.toMatch(/@[\p{L}\p{N}]/u);
      expect(markdown).not.toMatch(/https?:\/\//);
      for (const plain of [markdown.replaceAll('\u2060', ''), renderTimeLineText(line)])
        expect(plain).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|[\p{Cf}\p{Cs}]/u);
    },
  );

  it('finds a page that lets nothing run even if it did', () => {
    expect(TIME_LINE_POLICY).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'; base-uri 'none'/,
    );
  });
});
