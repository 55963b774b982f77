import type { ChannelAnswer } from './notifier-contract';

const RETRIABLE = [408, 425, 429, 500, 502, 503, 504, 529];
const PERMANENT = [301, 302, 307, 400, 401, 403, 404, 405, 410, 413, 422, 451];
export const taken = [200, 201, 202, 204].map((status) => [{ status }, { ok: true }] as const);
export const retriable = RETRIABLE.map((status) => [{ status }, { ok: false, retriable: true }] as const);
export const permanent = PERMANENT.map((status) => [{ status }, { ok: false, retriable: false }] as const);
export const waits = [
  [
    { status: 429, headers: { 'retry-after': '17' } },
    { reason: 'rate-limited', retryAfterMs: 17_000 },
  ],
  [
    { status: 503, headers: { 'retry-after': '90' } },
    { reason: 'server-error', retryAfterMs: 90_000 },
  ],
] as const;

/** An answer that the test changes as it goes. */
export function switchable(first: ChannelAnswer) {
  let next = first;
  return {
    answer: () => next,
    answerWith: (answer: ChannelAnswer) => {
      next = answer;
    },
  };
}
