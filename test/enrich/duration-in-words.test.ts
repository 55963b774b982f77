import { durationInWords } from '#enrich/duration-in-words';

const MINUTE = 60_000;

it.each([
  [0, '0 seconds'],
  [MINUTE, '1 minute'],
  [44.4 * MINUTE, '44 minutes 24 seconds'],
  [90 * MINUTE, '1 hour 30 minutes'],
  [47 * 60 * MINUTE, '1 day 23 hours'],
  [48 * 60 * MINUTE, '2 days'],
])('%d ms are %s', (ms, words) => {
  expect(durationInWords(ms)).toBe(words);
});
