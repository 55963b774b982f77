import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { FilePath } from '#config/fields/file-path';
import { Timezone } from '#config/fields/timezone';
import { type CollectorContext, type Cursor, defineCollector } from '../collector';
import { completeMention } from '../complete-mention';
import { Channel, type Mention } from '../mention';
import { readLines } from '../read-lines';
import { createTiming, Pace, Speed, type Timing } from '../replay-pace';

const MAX_BATCH = 500;
/** Mentions due within this time go out together: a bus write costs more than a tenth of a second of delay is worth. */
const TICK_MS = 100;

const Options = z.strictObject({
  file: FilePath.describe('recorded mentions, one JSON object a line; relative to the config folder'),
  speed: Speed.default(60).describe(
    'recorded seconds a second, or "max" for as fast as the bus takes them; holds where no pace does',
  ),
  pace: Pace.default([]).describe(
    'stretches of the recording with their own speed, in order, for example [{until: "16:00", speed: 1200}]',
  ),
  timezone: Timezone.default('UTC').describe(
    'IANA zone of the recording: of HH:MM in pace and of the position that people see',
  ),
  channel: Channel.default('web').describe('channel of recorded mentions that name none'),
});
type Options = z.output<typeof Options>;

const Position = z.object({ file: z.string(), line: z.number().int(), offset: z.number().int() });
type Position = z.infer<typeof Position>;
type Recorded = { readonly mention: Mention; readonly position: Position };

/** Plays recorded mentions with the times, ids and sources that they were recorded with. */
export const replay = defineCollector({
  kind: 'replay',
  summary: 'Plays a file of recorded mentions at any speed; times, ids and source names stay as recorded.',
  options: Options,
  example: [
    'name: vinci-2016',
    'kind: replay',
    'file: replays/vinci-2016.ndjson',
    'timezone: Europe/Paris',
    'pace:',
    '  - { until: "16:03", speed: 1800 }',
    'speed: 30',
  ].join('\n'),
  gapPolicy: 'replayable',
  // At full speed event time would otherwise jump to and fro, and windows count differently each time.
  inOrder: true,
  address: (options) => options.file,
  create: (options, context) => ({
    mode: 'stream',
    run: async ({ cursor, emit, progress, signal }) => {
      const timing = createTiming(options);
      const start = await openRecording(options.file, cursor, context);
      const read = readRecording(start.position, options, context, signal);
      const tell = (position: Position, mention: Mention) =>
        progress(describePosition(mention, position.offset / start.size, timing));
      const last = await play({ read, timing, context, emit, tell, signal });
      if (!signal.aborted && last) await emit([], last);
    },
  }),
});

async function openRecording(file: string, cursor: Cursor | undefined, context: CollectorContext) {
  const size = await stat(file).then(
    ({ size }) => size,
    (error) => {
      throw new Error(`replay: cannot read ${file}: check the option "file" of source ${context.source}`, {
        cause: error,
      });
    },
  );
  const beginning: Position = { file, line: 0, offset: 0 };
  const saved = Position.safeParse(cursor);
  if (!saved.success || saved.data.file !== file) return { size, position: beginning };
  if (saved.data.offset <= size) return { size, position: saved.data };
  context.log.warn(
    { file, offset: saved.data.offset, size },
    'the recording became shorter: playing it anew',
  );
  return { size, position: beginning };
}

/** Yields mentions; after the last line, yields the end of the file alone, so that bad last lines count once. */
async function* readRecording(
  from: Position,
  options: Options,
  context: CollectorContext,
  signal: AbortSignal,
): AsyncGenerator<Recorded | { readonly position: Position }> {
  let position = from;
  for await (const { text, end, tooLong, isWhole } of readLines(from.file, { from: from.offset, signal })) {
    const before = position;
    position = { file: from.file, line: position.line + 1, offset: end };
    if (!tooLong && text.trim() === '') continue;
    const completed = tooLong
      ? { ok: false as const, reason: 'line too long', detail: 'longer than 1 MiB' }
      : completeMention(text, {
          source: context.source,
          channel: options.channel,
          now: context.clock.now(),
        });
    if (completed.ok) yield { mention: completed.mention, position };
    else {
      context.dropped(completed.reason);
      const { reason, detail } = completed;
      context.log.warn({ file: from.file, line: position.line, reason, detail }, 'recorded line dropped');
      // The rest of it may still be written: the next start reads it again.
      if (!isWhole && reason === 'not JSON') position = before;
    }
  }
  yield { position };
}

type Play = {
  readonly read: AsyncIterable<Recorded | { readonly position: Position }>;
  readonly timing: Timing;
  readonly context: CollectorContext;
  readonly emit: (mentions: readonly Mention[], cursor: Cursor) => Promise<void>;
  readonly tell: (position: Position, mention: Mention) => void;
  readonly signal: AbortSignal;
};

/** Emits every mention when it is due; resolves to the position after the last line, if it got there. */
async function play({ read, timing, context, emit, tell, signal }: Play): Promise<Position | undefined> {
  const { clock } = context;
  let due = clock.now();
  let previous: number | undefined;
  let batch: Recorded[] = [];
  const flush = async () => {
    const last = batch.at(-1);
    if (!last) return;
    const mentions = batch.map(({ mention }) => mention);
    batch = [];
    await emit(mentions, last.position);
    tell(last.position, last.mention);
  };
  for await (const next of read) {
    if (signal.aborted) return undefined;
    if (!('mention' in next)) {
      await flush();
      return next.position;
    }
    const at = Date.parse(next.mention.collectedAt);
    due += waitMs(previous, at, timing);
    previous = Math.max(previous ?? at, at);
    if (due > clock.now()) {
      await flush();
      if (due > clock.now()) await clock.sleep(Math.max(TICK_MS, due - clock.now()), signal);
      if (signal.aborted) return undefined;
    }
    batch.push(next);
    if (batch.length >= MAX_BATCH) await flush();
  }
  return undefined;
}

function waitMs(previous: number | undefined, at: number, timing: Timing): number {
  if (previous === undefined || at <= previous) return 0;
  const speed = timing.speedAt(previous);
  return speed === 'max' ? 0 : (at - previous) / speed;
}

function describePosition(mention: Mention, share: number, timing: Timing): string {
  const at = Date.parse(mention.collectedAt);
  const speed = timing.speedAt(at);
  const percent = Math.min(100, Math.floor(share * 100));
  return `${timing.localTime(at)}, ${speed === 'max' ? 'max' : `${speed}×`}, ${percent} %`;
}
