import { comparePages } from '#alerting/backtest/compare-pages';
import type { PastPage } from '#alerting/backtest/past-incidents';
import { MINUTE, START } from './course';

const page = (
  minute: number,
  brand = 'acme',
  reason: PastPage['reason'] = 'first notification',
): PastPage => ({
  at: START + minute * MINUTE,
  brand,
  incident: 'inc-1',
  rules: ['storm'],
  reason,
  severity: 'critical',
  title: 'many mentions',
});
const minutes = (pages: readonly PastPage[]) => pages.map(({ at }) => (at - START) / MINUTE);
type Case = [string, number[], number[], { onlyA: number[]; onlyB: number[]; both: number[][] }];

describe('the pages of two versions of the rules', () => {
  it.each<Case>([
    [
      'are the same',
      [10, 100],
      [10, 100],
      {
        onlyA: [],
        onlyB: [],
        both: [
          [10, 10],
          [100, 100],
        ],
      },
    ],
    ['differ by minutes', [10], [35], { onlyA: [], onlyB: [], both: [[10, 35]] }],
    ['are two when further apart than half an hour', [10], [41], { onlyA: [10], onlyB: [41], both: [] }],
    ['are in one alone', [], [10], { onlyA: [], onlyB: [10], both: [] }],
    ['pair the nearest', [30], [5, 29], { onlyA: [], onlyB: [5], both: [[30, 29]] }],
    [
      'pair the nearest the other way round',
      [5, 29, 200],
      [30],
      { onlyA: [5, 200], onlyB: [], both: [[29, 30]] },
    ],
  ])('%s', (_, a, b, expected) => {
    const { onlyA, onlyB, both } = comparePages(
      a.map((minute) => page(minute)),
      b.map((minute) => page(minute)),
    );
    const pairs = both.map((pair) => minutes([pair.a, pair.b]));
    expect({ onlyA: minutes(onlyA), onlyB: minutes(onlyB), both: pairs }).toEqual(expected);
  });

  it('pair what says the same before what is nearer', () => {
    const version = (first: number, worse: number) => [page(first), page(worse, 'acme', 'twice as bad')];
    const { onlyA, onlyB, both } = comparePages(version(7, 9), version(6, 7.5));
    expect([onlyA, onlyB]).toEqual([[], []]);
    expect(both.map(({ a, b }) => minutes([a, b]))).toEqual([
      [7, 6],
      [9, 7.5],
    ]);
  });

  it('are never one page about two brands', () => {
    const { onlyA, onlyB } = comparePages([page(10)], [page(10, 'zenith')]);
    expect([onlyA, onlyB].map((pages) => pages.map(({ brand }) => brand))).toEqual([['acme'], ['zenith']]);
  });
});
