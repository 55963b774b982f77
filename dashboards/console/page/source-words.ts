import type { SourceRow } from '../api';

type State = SourceRow['state'];

export const STATE_WORDS: Readonly<Record<State, string>> = {
  waiting: 'fine',
  running: 'running',
  'backing-off': 'in trouble, will try again',
  unreachable: 'cannot be reached, will try again',
  ended: 'ended',
  failed: 'stopped',
  'not-running': 'not running',
};

export const STATE_MARKS: Readonly<Record<State, string>> = {
  waiting: '●',
  running: '▶',
  'backing-off': '△',
  unreachable: '✕',
  ended: '■',
  failed: '✕',
  'not-running': '○',
};

/** Whether the source brings nothing although it should. */
export function isTroubled({ state }: SourceRow): boolean {
  return state !== 'waiting' && state !== 'running' && state !== 'ended';
}

/** The address as people know it: without scheme; of a file, its last folder and name. */
export function shortAddress(address: string): string {
  if (/^https?:\/\//.test(address)) return address.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
  return address.split('/').slice(-2).join('/');
}

/** The error without the address that stands beside it. */
export const plainError = (message: string): string => message.replace(/^https?:\/\/\S+: /, '');

/** One sentence on all of them. */
export function summarizeSources(sources: readonly SourceRow[]): string {
  if (sources.length === 0) return 'No source has reported yet.';
  const live = sources.filter(({ kind }) => kind !== 'replay');
  const unreachable = live.filter(({ state }) => state === 'unreachable').length;
  const troubled = sources.filter(isTroubled).length;
  const all = `${sources.length} sources`;
  if (unreachable > 1 && unreachable === live.length)
    return `${all}. None of the ${unreachable} live ones can be reached: has this machine a way to the internet?`;
  return troubled === 0 ? `${all}, all well.` : `${all}, ${troubled} in trouble.`;
}
