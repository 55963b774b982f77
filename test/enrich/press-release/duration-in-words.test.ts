import { durationInWords } from '#enrich/press-release/duration-in-words';

const MINUTE = 60_000;

it.each([
  [0, '0 minutes'],
  [MINUTE, '1 minute'],
  [44.4 * MINUTE, '44 minutes'],
  [89 * MINUTE, '89 minutes'],
  [90 * MINUTE, '2 hours'],
  [47 * 60 * MINUTE, '47 hours'],
  [48 * 60 * MINUTE, '2 days'],
])('%d ms are %s', (ms, words) => {
  expect(durationInWords(ms)).toBe(words);
});
