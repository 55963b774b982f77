import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { IncidentSummary, Series } from '../api';
import { brandId, incidents, now, overview, pinned, series, shownWindow, stillCounting } from './model';
import { clockTime, count, dayAndTime, shortDay, span } from './time';

const heightFor = (width: number) => (width < 500 ? 160 : 220);

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The last bucket is told twice, so that its step has an end. */
function toData({ buckets, to }: Series): uPlot.AlignedData {
  const last = buckets.at(-1);
  const steps = last ? [...buckets, { ...last, at: to }] : buckets;
  return [
    steps.map(({ at }) => at / 1_000),
    steps.map((bucket) => bucket.count),
    steps.map(({ negative }) => negative),
  ];
}

function bucketPaths(): uPlot.Series.PathBuilder | undefined {
  return uPlot.paths.stepped?.({ align: 1 });
}

function axisTimes(_: uPlot, splits: number[], _axis: number, _space: number, step: number): string[] {
  let lastDay = '';
  return splits.map((seconds) => {
    const at = seconds * 1_000;
    const day = shortDay(at);
    const text = step >= 86_400 ? day : day === lastDay ? clockTime(at) : `${clockTime(at)}\n${day}`;
    lastDay = day;
    return text;
  });
}

/** A dashed line with a triangle and the time where each incident's first alert began. */
function drawMarks(plot: uPlot, marks: readonly IncidentSummary[]): void {
  const { ctx, bbox } = plot;
  const { min, max } = plot.scales.x ?? {};
  if (min == null || max == null) return;
  const size = 5 * devicePixelRatio;
  let free = bbox.left;
  ctx.save();
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'top';
  const inTime = [...marks].sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  for (const { startedAt, severity } of inTime) {
    const seconds = Date.parse(startedAt) / 1_000;
    if (seconds < min || seconds > max) continue;
    const x = Math.round(plot.valToPos(seconds, 'x', true));
    ctx.strokeStyle = ctx.fillStyle = colour(`--${severity}`);
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x - size, bbox.top);
    ctx.lineTo(x + size, bbox.top);
    ctx.lineTo(x, bbox.top + size * 1.6);
    ctx.fill();
    const text = `incident ${clockTime(startedAt)}`;
    if (x - ctx.measureText(text).width - 3 * size > free) ctx.fillText(text, x - 2 * size, bbox.top);
    free = x;
  }
  ctx.restore();
}

/** Veils the bucket that is still being counted: its fall is none. */
function drawUnfinished(plot: uPlot, shown: Series | undefined): void {
  const last = shown?.buckets.at(-1);
  if (!shown || !last || !stillCounting.peek() || last.at + shown.bucketMs < shown.to) return;
  const { ctx, bbox } = plot;
  const left = plot.valToPos(last.at / 1_000, 'x', true);
  ctx.save();
  ctx.globalAlpha = 0.65;
  ctx.fillStyle = colour('--paper');
  ctx.fillRect(left + 1, bbox.top, bbox.left + bbox.width - left, bbox.height);
  ctx.restore();
}

function chartOptions(width: number, pointed: Signal<number | undefined>): uPlot.Options {
  const axis = { stroke: colour('--muted'), font: '11px system-ui, sans-serif', ticks: { show: false } };
  const line = (label: string, name: string, alpha: string): uPlot.Series => ({
    label,
    stroke: colour(name),
    fill: colour(name) + alpha,
    width: 1.25,
    paths: bucketPaths(),
    points: { show: false },
  });
  return {
    width,
    height: heightFor(width),
    padding: [10, 18, 0, 0],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), overview.value?.timezone ?? 'UTC'),
    scales: { x: { time: true }, y: { range: (_, __, max) => [0, Math.max(4, (max ?? 0) * 1.08)] } },
    axes: [
      { ...axis, values: axisTimes, grid: { show: false }, space: 64, size: 40 },
      {
        ...axis,
        grid: { stroke: colour('--line'), width: 1 },
        size: 38,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 5e4, 1e5, 1e6],
      },
    ],
    series: [{}, line('Mentions', '--mentions', '2e'), line('Negative', '--negative', '66')],
    legend: { show: false },
    cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 6 } },
    hooks: {
      draw: [(plot) => drawUnfinished(plot, series.peek()), (plot) => drawMarks(plot, incidents.peek())],
      setCursor: [
        ({ cursor }) => {
          pointed.value = cursor.left != null && cursor.left >= 0 ? (cursor.idx ?? undefined) : undefined;
        },
      ],
      setSelect: [
        (plot) => {
          const { left, width: selected } = plot.select;
          if (selected < 8) return;
          const at = (pixel: number) => Math.round(plot.posToVal(pixel, 'x')) * 1_000;
          pinned.value = { from: at(left), to: at(left + selected) };
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** Mentions and negative mentions over the shown window. Dragging over a stretch shows that stretch. */
export function Chart() {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const pointed = useSignal<number | undefined>(undefined);
  const shown = series.value;
  const marks = incidents.value;
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const build = () => {
      plot.current?.destroy();
      plot.current = new uPlot(chartOptions(element.clientWidth, pointed), [[], [], []], element);
      const known = series.peek();
      if (known) show(plot.current, known);
    };
    build();
    const resized = new ResizeObserver(() => {
      const width = element.clientWidth;
      plot.current?.setSize({ width, height: heightFor(width) });
    });
    resized.observe(element);
    const theme = matchMedia('(prefers-color-scheme: dark)');
    theme.addEventListener('change', build);
    return () => {
      theme.removeEventListener('change', build);
      resized.disconnect();
      plot.current?.destroy();
    };
  }, [brandId.value, overview.value?.timezone]);
  useEffect(() => {
    if (plot.current && shown) show(plot.current, shown);
  }, [shown, marks]);
  return (
    <figure class="chart" aria-label={describeSeries(shown)}>
      <div ref={holder} data-buckets={shown?.buckets.length ?? 0} data-mentions={totals(shown).mentions} />
      <Reading shown={shown} pointed={pointed.value} />
    </figure>
  );
}

/** What stands under the pointer, or how to read the chart. */
function Reading({ shown, pointed }: { shown: Series | undefined; pointed: number | undefined }) {
  if (!shown) return <figcaption>…</figcaption>;
  const bucket = pointed === undefined ? undefined : (shown.buckets[pointed] ?? shown.buckets.at(-1));
  if (bucket)
    return (
      <figcaption>
        {dayAndTime(bucket.at, now.value)} – {clockTime(bucket.at + shown.bucketMs)}:{' '}
        <b>{count(bucket.count)}</b> mentions, <b>{count(bucket.negative)}</b> negative
      </figcaption>
    );
  return (
    <figcaption>
      Mentions in {span(shown.bucketMs)} each{stillCounting.value ? '; pale: still counting' : ''}.
      <span class="wide-only"> Drag over a stretch to look closer.</span>
    </figcaption>
  );
}

function show(plot: uPlot, shown: Series): void {
  plot.batch(() => {
    plot.setData(toData(shown), false);
    plot.setScale('x', { min: shown.from / 1_000, max: shown.to / 1_000 });
  });
}

export function totals(shown: Series | undefined) {
  const buckets = shown?.buckets ?? [];
  return {
    mentions: buckets.reduce((sum, bucket) => sum + bucket.count, 0),
    negative: buckets.reduce((sum, { negative }) => sum + negative, 0),
  };
}

function describeSeries(shown: Series | undefined): string {
  if (!shown) return 'Chart of mentions over time';
  const { mentions, negative } = totals(shown);
  const { from, to } = shownWindow.value;
  return `${mentions} mentions, ${negative} of them negative, from ${dayAndTime(from, now.value)} to ${dayAndTime(to, now.value)}`;
}
