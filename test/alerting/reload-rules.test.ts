import type { Alert } from '#alerting/alert';
import { compareRules, isEmptyDifference } from '#alerting/compare-rules';
import { detectors } from '#alerting/detectors/index';
import { createEvaluation } from '#alerting/evaluate-rules';
import type { Rule } from '#alerting/rule';
import { brandMention } from './brand-mention';
import { rule } from './rule';

const START = Date.parse('2026-03-01T12:00:00.000Z');
const iso = (at: number) => new Date(at).toISOString();
const mention = (second: number, id = `m${second}`) => {
  const at = iso(START + second * 1_000);
  return brandMention({ id: `${id}~acme`, publishedAt: at, collectedAt: at });
};

const storm = rule({ name: 'storm' });
const tone = rule({ name: 'tone', options: { num_events: 8 } });
const moved: Rule = { ...storm, origin: { file: 'rules/other.yaml', line: 40 } };

describe('the difference of two sets of rules', () => {
  const none = { added: [], removed: [], restarted: [], adjusted: [] };

  it.each<[string, Rule[], Partial<ReturnType<typeof compareRules>>]>([
    ['the same', [storm, tone], {}],
    ['another order', [tone, storm], {}],
    ['a rule in another file', [moved, tone], {}],
    ['a rule that is gone', [tone], { removed: ['storm'] }],
    ['a new rule', [storm, tone, rule({ name: 'new' })], { added: ['new'] }],
    ['another name', [rule({ name: 'gale' }), tone], { added: ['gale'], removed: ['storm'] }],
    [
      'another threshold',
      [rule({ name: 'storm', options: { num_events: 6 } }), tone],
      { restarted: ['storm'] },
    ],
    ['another timeframe', [rule({ name: 'storm', timeframe: '5m' }), tone], { restarted: ['storm'] }],
    ['another filter', [rule({ name: 'storm', filter: ['brand="acme"'] }), tone], { restarted: ['storm'] }],
    ['another key', [rule({ name: 'storm', query_key: ['language'] }), tone], { restarted: ['storm'] }],
    ['another lateness', [rule({ name: 'storm', allowed_lateness: '5m' }), tone], { restarted: ['storm'] }],
    [
      'another type',
      [rule({ name: 'storm', type: 'press_release', options: { verdict: 'suspect' } }), tone],
      { restarted: ['storm'] },
    ],
    ['another severity', [rule({ name: 'storm', severity: 'critical' }), tone], { adjusted: ['storm'] }],
    ['another realert', [rule({ name: 'storm', realert: '2h' }), tone], { adjusted: ['storm'] }],
    ['another summary', [rule({ name: 'storm', summary: 'Storm.' }), tone], { adjusted: ['storm'] }],
    ['another dedup key', [rule({ name: 'storm', dedup_key: ['rule'] }), tone], { adjusted: ['storm'] }],
    ['another factor', [rule({ name: 'storm', worsen_factor: 3 }), tone], { adjusted: ['storm'] }],
  ])('%s', (_, after, expected) => {
    const difference = compareRules([storm, tone], after);
    expect(difference).toEqual({ ...none, ...expected });
    expect(isEmptyDifference(difference)).toBe(Object.keys(expected).length === 0);
  });
});

/** Six mentions under the rule `storm` (it fires at five), then other rules, then as many mentions as wanted. */
function reload(after: readonly Rule[], more = 0, rules: readonly Rule[] = [storm]) {
  const before = createEvaluation(rules, detectors);
  const { state } = before.restore([]);
  const observe = (evaluation: typeof before, seconds: number[]): Alert[] =>
    seconds.flatMap((second) => evaluation.observe(state, mention(second), START + second * 1_000).alerts);
  const opened = observe(before, [0, 1, 2, 3, 4, 5]);
  before.takeChanges(state);
  const next = createEvaluation(after, detectors);
  const ended = next.takeUp(state);
  const told = observe(
    next,
    Array.from({ length: more }, (_, index) => 6 + index),
  );
  const words = ({ rule: name, status, seen }: Alert) => `${name} ${status} ${seen}`;
  return { state, next, opened, ended, endedWords: ended.map(words), told: told.map(words) };
}

describe('a reload', () => {
  it.each<[string, Rule[], number, string[], string[]]>([
    ['the same rules: goes on and tells nothing again', [storm], 3, [], []],
    ['the same rules: goes on to twice as bad', [storm], 4, [], ['storm firing 10']],
    ['moved: goes on', [moved], 4, [], ['storm firing 10']],
    [
      'only its severity: keeps its counts',
      [rule({ name: 'storm', severity: 'critical' })],
      4,
      [],
      ['storm firing 10'],
    ],
    [
      'another beside it: goes on, and the new one counts from now',
      [storm, tone],
      8,
      [],
      ['storm firing 10', 'tone firing 8'],
    ],
    [
      'another threshold: ends and starts afresh',
      [rule({ name: 'storm', options: { num_events: 7 } })],
      6,
      ['storm resolved 5'],
      [],
    ],
    [
      'another threshold: fires by what comes now alone',
      [rule({ name: 'storm', options: { num_events: 7 } })],
      7,
      ['storm resolved 5'],
      ['storm firing 7'],
    ],
    ['gone: ends', [], 9, ['storm resolved 5'], []],
  ])('%s', (_, after, more, ended, told) => {
    const done = reload(after, more);
    expect(done.endedWords).toEqual(ended);
    expect(done.told).toEqual(told);
  });

  it('of one rule leaves the counts of another, whichever comes first', () => {
    const edited = rule({ name: 'tone', options: { num_events: 9 } });
    for (const before of [
      [storm, tone],
      [tone, storm],
    ]) {
      const { endedWords, told } = reload([storm, edited], 8, before);
      expect([endedWords, told]).toEqual([[], ['storm firing 10']]);
    }
  });

  it('says why it ended an alert, as the start of a process would', () => {
    const { ended, opened, next } = reload([]);
    expect(ended[0]).toMatchObject({
      id: opened[0]?.id,
      endedBecause: 'the rule was changed or removed',
      explanation: expect.arrayContaining(['the rule was changed or removed']),
    });
    const before = createEvaluation([storm], detectors);
    const { state } = before.restore([]);
    for (let second = 0; second < 6; second++) before.observe(state, mention(second), START);
    const stored = before.takeChanges(state).puts.map((put) => JSON.parse(JSON.stringify(put)));
    expect(next.restore(stored).alerts).toEqual(ended);
  });

  it('stores what it changed and nothing else', () => {
    const kept = reload([storm]);
    expect(kept.next.takeChanges(kept.state)).toMatchObject({ deletes: [] });
    const gone = reload([]);
    expect(gone.next.takeChanges(gone.state).deletes).toEqual([
      { namespace: 'detectors', key: expect.stringContaining('storm') },
    ]);
    expect(gone.state.firing.size).toBe(0);
  });

  it('counts a mention once that came before it and comes again', () => {
    const { state, next } = reload([rule({ name: 'storm', options: { num_events: 7 } })]);
    expect(next.observe(state, mention(3), START).observed).toBe('duplicate');
  });
});
