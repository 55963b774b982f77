import { arrivalsOf } from '#alerting/rule-tests/arrivals';
import { acme, ruleTest } from './play';

const arrivals = (yaml: string) => arrivalsOf(ruleTest(yaml), acme, 0);
const seconds = (yaml: string) => arrivals(yaml).map(({ at }) => at / 1_000);
const count = (labels: readonly (string | undefined)[], wanted: string) =>
  labels.filter((label) => label === wanted).length;

describe('the input of a rule test', () => {
  it.each([
    ['a rate is spaced evenly', '{ for: 1m, mentions: 6/min }', [5, 15, 25, 35, 45, 55]],
    ['so is a number a minute', '{ for: 1m, per_minute: 3 }', [10, 30, 50]],
    ['a rate by the hour', '{ for: 1h, mentions: 2/h }', [900, 2_700]],
    ['a number is so many in all', '{ for: 10m, mentions: 2 }', [150, 450]],
    ['one stretch follows the other', '{ for: 1m, mentions: 1 }, { for: 2m, mentions: 1 }', [30, 120]],
    [
      'unless it says when it begins',
      '{ for: 1h, mentions: 1 }, { for: 1m, at: 5m, mentions: 1 }',
      [330, 1_800],
    ],
    [
      'what follows such a one begins at its end',
      '{ for: 1m, at: 5m, mentions: 1 }, { for: 1m, mentions: 1 }',
      [330, 390],
    ],
  ])('%s', (_, stretches, expected) => {
    expect(seconds(`input: [${stretches}]`)).toEqual(expected);
  });

  it('gives every label its share, also over a few mentions', () => {
    const mentions = arrivals(`input:
      - for: 20m
        mentions: 20
        sentiment: 45% negative, 40% neutral, 15% unscored
        channel: 90% social, 10% news
        language: 75% fr, 25% en`).map(({ mention }) => mention);
    const labels = mentions.map(({ sentiment }) => sentiment?.label ?? 'unscored');
    expect(['negative', 'neutral', 'unscored'].map((label) => count(labels, label))).toEqual([9, 8, 3]);
    expect(
      count(
        mentions.map(({ channel }) => channel),
        'news',
      ),
    ).toBe(2);
    expect(
      count(
        mentions.map(({ language }) => language),
        'en',
      ),
    ).toBe(5);
    expect(labels.slice(0, 5)).toContain('neutral');
  });

  it('lets a share come late and a share come twice, and keeps when they were published', () => {
    const all = arrivals('input: [{ for: 100m, mentions: 1/min, late: 20% up to 30m, duplicate: 5% }]');
    const first = [
      ...new Map([...all].reverse().map(({ at, mention }) => [mention.id, { at, mention }])).values(),
    ];
    const late = first.map(({ at, mention }) => at - Date.parse(mention.publishedAt)).filter((ms) => ms > 0);
    expect([all.length, first.length, late.length]).toEqual([105, 100, 20]);
    expect(Math.max(...late)).toBeLessThanOrEqual(1_800_000);
    expect(Math.max(...late)).toBeGreaterThan(1_500_000);
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).sort((a, b) => a - b));
  });

  it('comes by chance with a seed: the same again with the same, otherwise with another, as often in the long run', () => {
    const by = (seed: number) => seconds(`input: [{ for: 10h, mentions: 10/min, seed: ${seed} }]`);
    expect(by(1)).toEqual(by(1));
    expect(by(1)).not.toEqual(by(2));
    const perMinute = Array.from({ length: 600 }, () => 0);
    for (const at of by(3)) perMinute[Math.floor(at / 60)] = (perMinute[Math.floor(at / 60)] ?? 0) + 1;
    const mean = perMinute.reduce((sum, n) => sum + n, 0) / 600;
    const scatter = perMinute.reduce((sum, n) => sum + (n - mean) ** 2, 0) / 600 / mean;
    expect(mean).toBeGreaterThan(9.5);
    expect(mean).toBeLessThan(10.5);
    expect(scatter).toBeGreaterThan(0.8);
    expect(scatter).toBeLessThan(1.2);
  });

  it('makes authors and stories of patterns', () => {
    const made = arrivals('input: [{ for: 4m, mentions: 4, authors: 2, text: "No. {n}", story: wire }]');
    expect(made.map(({ mention: { author, text, story } }) => [author?.handle, text, story?.copies])).toEqual(
      [
        ['author-1', 'No. 1', 0],
        ['author-2', 'No. 2', 1],
        ['author-1', 'No. 3', 2],
        ['author-2', 'No. 4', 3],
      ],
    );
  });
});
