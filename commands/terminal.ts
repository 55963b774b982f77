import { closeSync, openSync } from 'node:fs';
import { homedir } from 'node:os';
import { type LevelWithSilent, type Logger, pino } from 'pino';

/** What a command may do to the terminal that it was started in; tests hand in another. */
export type Terminal = {
  readonly write: (text: string) => void;
  readonly line: (text: string) => void;
  readonly errorLine: (text: string) => void;
  /** Rewrites one line of standard error; silent when that is no terminal. */
  readonly progress: (text: string) => void;
  readonly stdin: NodeJS.ReadableStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isInteractive: boolean;
  readonly log: (level: LevelWithSilent) => Logger;
  /** Aborted by the first SIGINT or SIGTERM; the second ends the process at once. */
  readonly interrupted: () => AbortSignal;
  /** Calls at each SIGHUP, which then ends the process no more; a terminal that is closed still does. */
  readonly onReloadAsked: (reload: () => void) => void;
};

const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'ERROR',
  60: 'FATAL',
};

/** One log record as a line for people: time, level, stage, message, then its fields. */
export function humanLogLine(record: string): string {
  const {
    level,
    time,
    msg,
    pid: _pid,
    hostname: _host,
    err,
    ...fields
  } = JSON.parse(record) as Record<string, unknown>;
  const at = new Date(Number(time)).toISOString().slice(11, 19);
  const rest = Object.entries(fields).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const cause = err && typeof err === 'object' && 'message' in err ? ` — ${String(err.message)}` : '';
  return `${at} ${LEVELS[Number(level)] ?? level} ${String(msg)}${rest.length > 0 ? `  (${rest.join(' ')})` : ''}${cause}\n`;
}

/** The real terminal: results on standard output; log, progress and errors on standard error. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  // A reader that has seen enough (`vigie search | head`) is no error.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const progress = (text: string) => {
    if (stderr.isTTY) stderr.write(`\r\u001b[K${text}`);
  };
  return {
    write: (text) => void stdout.write(text),
    line: (text) => void stdout.write(`${text}\n`),
    errorLine: (text) => void stderr.write(`${text}\n`),
    progress,
    stdin: process.stdin,
    env: process.env,
    isInteractive: Boolean(stderr.isTTY),
    log: (level) =>
      stderr.isTTY
        ? pino({ level }, { write: (record: string) => void stderr.write(humanLogLine(record)) })
        : pino({ level }, pino.destination({ dest: 2, sync: true })),
    interrupted: () => {
      const controller = new AbortController();
      const onSignal = () => {
        if (controller.signal.aborted) process.exit(130);
        controller.abort();
      };
      process.on('SIGINT', onSignal);
      process.on('SIGTERM', onSignal);
      return controller.signal;
    },
    onReloadAsked: (reload) => {
      const onSignal = () => {
        if (!stderr.isTTY || hasTerminal()) return reload();
        // The same signal says that the terminal is gone.
        process.off('SIGHUP', onSignal);
        process.kill(process.pid, 'SIGHUP');
      };
      process.on('SIGHUP', onSignal);
    },
  };
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}

/** A path for people: the home folder as `~`. */
export function shortPath(path: string): string {
  const home = homedir();
  return home !== '/' && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
