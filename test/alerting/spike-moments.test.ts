import type { Alert } from '#alerting/alert';
import { explainState } from '#alerting/backtest/explain-state';
import { createCalendar, type DatedMoment } from '#alerting/calendar';
import { DeclaredMoment } from '#alerting/declared-moment';
import { detectors } from '#alerting/detectors/index';
import { SpikeOptions } from '#alerting/detectors/spike';
import { createEvaluation } from '#alerting/evaluate-rules';
import { conditionHolds } from '#alerting/explanation';
import type { StateRecord } from '#ingest/state/state';
import { brandMention } from './brand-mention';
import { rule } from './rule';

const MINUTE = 60_000;
const START = Date.parse('2016-02-05T06:00:00.000Z');
const iso = (at: number) => new Date(at).toISOString();

/** Declared for minutes after the start. */
function moment(from: number, to: number, given: Partial<DatedMoment> = {}): DatedMoment {
  const span = {
    from: iso(START + from * MINUTE).replace('.000', ''),
    to: iso(START + to * MINUTE).replace('.000', ''),
  };
  const written = { name: 'results day', brands: ['acme'], expect: 3, ...span, ...given };
  return { ...DeclaredMoment.parse(written), timezone: 'UTC' };
}

type Story = {
  readonly perMinute: readonly number[];
  readonly moments?: readonly DatedMoment[];
  readonly options?: Record<string, unknown>;
  readonly restart?: boolean;
};

function spikeRule(options: Record<string, unknown> = {}) {
  const parsed = SpikeOptions.parse({ spike_height: 3, threshold_cur: 20, threshold_ref: 20, ...options });
  return rule({ name: 'storm', type: 'spike', options: parsed, realert: '2m' });
}

function evaluationOf({ moments = [], options = {} }: Pick<Story, 'moments' | 'options'>) {
  return createEvaluation([spikeRule(options)], detectors, createCalendar(moments));
}

/** Alerts of a spike rule over a brand with so many mentions in each minute, and what it knows at the end. */
function play({ perMinute, restart = false, ...given }: Story) {
  const evaluation = evaluationOf(given);
  const stored = new Map<string, StateRecord>();
  let { state } = evaluation.restore([]);
  const alerts: Alert[] = [];
  perMinute.forEach((count, minute) => {
    for (let index = 0; index < count; index++) {
      const at = iso(START + minute * MINUTE + Math.floor((index * MINUTE) / count));
      const mention = brandMention({ id: `m${minute}-${index}~acme`, publishedAt: at, collectedAt: at });
      alerts.push(...evaluation.observe(state, mention, Date.parse(at)).alerts);
    }
    alerts.push(...evaluation.tick(state, START + (minute + 1) * MINUTE));
    if (!restart) return;
    for (const put of evaluation.takeChanges(state).puts)
      stored.set(`${put.namespace} ${put.key}`, JSON.parse(JSON.stringify(put)));
    state = evaluation.restore([...stored.values()]).state;
  });
  return { alerts, state };
}

const tell = (story: Story) => play(story).alerts;

/** What the rule says of itself after the last minute of the story. */
function explained(story: Story) {
  const at = START + story.perMinute.length * MINUTE - 1;
  const asked = { rule: spikeRule(story.options), detectors, brands: ['acme'], at };
  return explainState(play(story).state, { ...asked, calendar: createCalendar(story.moments ?? []) })[0];
}

/** When it first fired, in minutes after the start. */
function firstAt(story: Story): number | undefined {
  const first = tell(story).find(({ status }) => status === 'firing');
  return first && Math.floor((Date.parse(first.startedAt) - START) / MINUTE);
}

function expectAbout(told: number | undefined, minute: number | undefined): void {
  // How fast it fires is told elsewhere.
  const about = told !== undefined && minute !== undefined && told >= minute && told < minute + 5;
  expect(about ? minute : told).toBe(minute);
}

const minutes = (count: number, perMinute: number) => Array.from({ length: count }, () => perMinute);
const usual = minutes(80, 5);
const storm = minutes(10, 60);
/** Three times as many for so long, then as usual again. */
const threefold = (count: number) => [...usual, ...minutes(count, 18), ...minutes(75, 5)];
/** Nearly nobody for an hour and a half, then nearly three times the usual. */
const quiet = [...usual, ...minutes(90, 1), ...minutes(30, 14)];

describe('a spike rule', () => {
  it.each<[string, Story, number | undefined]>([
    ['pages for what nobody declared', { perMinute: threefold(20) }, 80],
    ['is calm where it was declared', { perMinute: threefold(20), moments: [moment(80, 100)] }, undefined],
    [
      'is calm through hours of it, and after',
      { perMinute: threefold(90), moments: [moment(80, 170)] },
      undefined,
    ],
    [
      'is calm when nobody came, then and after',
      { perMinute: [...usual, ...minutes(200, 5)], moments: [moment(80, 170)] },
      undefined,
    ],
    [
      'pages for what another brand declared',
      { perMinute: threefold(20), moments: [moment(80, 110, { brands: ['other'] })] },
      80,
    ],
    ['pages for more than was declared', { perMinute: [...usual, ...storm], moments: [moment(80, 110)] }, 80],
    [
      'pages for a storm late in the moment',
      { perMinute: [...usual, ...minutes(90, 15), ...minutes(3, 150)], moments: [moment(80, 320)] },
      170,
    ],
    [
      'pages for a storm after the moment',
      { perMinute: [...threefold(20), ...storm], moments: [moment(80, 100)] },
      175,
    ],
    [
      'pages for a storm in a campaign that nobody talks of',
      { perMinute: [...usual, ...minutes(70, 5), ...storm], moments: [moment(80, 320)] },
      150,
    ],
    ['pages when a quiet ends that nobody declared', { perMinute: quiet }, 170],
    [
      'is calm when a declared quiet ends',
      { perMinute: quiet, moments: [moment(80, 170, { expect: 0.2 })] },
      undefined,
    ],
    ['pages for three times what it expects on a quiet day', { perMinute: minutes(20, 10) }, 5],
    [
      'pages for more than three times what it expects on a quiet day that is none',
      { perMinute: minutes(20, 30), moments: [moment(0, 60, { expect: 4 })] },
      7,
    ],
    [
      'raises also what it expects on a quiet day',
      { perMinute: minutes(20, 10), moments: [moment(0, 60, { expect: 4 })] },
      undefined,
    ],
  ])('%s', (_, story, minute) => {
    expectAbout(firstAt(story), minute);
  });

  it.each<[string, Story, boolean]>([
    ['misses those who do not come', { perMinute: [...usual, ...minutes(15, 0)] }, true],
    [
      'misses nobody in a declared quiet',
      { perMinute: [...usual, ...minutes(60, 1)], moments: [moment(80, 170, { expect: 0.2 })] },
      false,
    ],
    [
      'misses nobody when a campaign passes unnoticed',
      { perMinute: [...usual, ...minutes(120, 5)], moments: [moment(80, 170, { expect: 10 })] },
      false,
    ],
    [
      'misses nobody after a campaign',
      {
        perMinute: [...usual, ...minutes(60, 20), ...minutes(75, 5)],
        moments: [moment(80, 140, { expect: 4 })],
      },
      false,
    ],
    [
      'misses those who stay when no campaign was declared',
      { perMinute: [...usual, ...minutes(60, 20), ...minutes(75, 5)] },
      true,
    ],
  ])('of type down %s', (_, story, fires) => {
    const down = { ...story, options: { spike_type: 'down' } };
    expect(firstAt(down) !== undefined).toBe(fires);
  });

  it.each<[string, number, DatedMoment[], number | undefined]>([
    ['pages for six times what the hour usually brings', 6, [], 1_560],
    ['is calm where it was declared', 6, [moment(1_560, 1_620)], undefined],
    ['pages for more than was declared', 14, [moment(1_560, 1_620)], 1_560],
  ])('with a season %s', (_, perMinute, moments, minute) => {
    const options = { baseline: 'seasonal', threshold_ref: 5 };
    const story = { perMinute: [...minutes(1_560, 1), ...minutes(30, perMinute)], moments, options };
    expectAbout(firstAt(story), minute);
  });

  it('does not take a declared moment for the season', () => {
    const day = (perMinute: number) => [...minutes(240, 1), ...minutes(60, perMinute), ...minutes(1_140, 1)];
    const story = {
      perMinute: [...day(1), ...day(6), ...minutes(240, 1), ...minutes(20, 6)],
      options: { baseline: 'seasonal', threshold_ref: 5 },
      moments: [moment(1_680, 1_740, { expect: 6 })],
    };
    expectAbout(firstAt(story), 3_120);
  });

  it.each<[string, DatedMoment[], boolean]>([
    ['pages for a storm that comes late', [], true],
    ['pages nobody for one that was declared for then', [moment(80, 100, { expect: 5 })], false],
  ])('%s', (_, moments, fires) => {
    const evaluation = evaluationOf({ moments });
    const { state } = evaluation.restore([]);
    const alerts: Alert[] = [];
    const take = (id: string, at: number, collectedAt: number) => {
      const mention = brandMention({ id, publishedAt: iso(at), collectedAt: iso(collectedAt) });
      alerts.push(...evaluation.observe(state, mention, collectedAt).alerts);
    };
    for (let index = 0; index < 550; index++)
      take(`a${index}`, START + index * 12_000, START + index * 12_000);
    const now = START + 110 * MINUTE;
    for (let index = 0; index < 200; index++) take(`b${index}`, START + 85 * MINUTE + index * 2_000, now);
    alerts.push(...evaluation.tick(state, now + 10 * MINUTE));
    expect(alerts.length > 0).toBe(fires);
  });

  it('names the moment in its reasons', () => {
    const [first] = tell({ perMinute: [...usual, ...storm], moments: [moment(80, 110)] });
    expect(first?.explanation[0]).toMatch(
      /^\S+ times as many as expected: 3 times the usual, for results day$/,
    );
    const long = tell({
      perMinute: [...usual, ...minutes(80, 5), ...storm],
      moments: [moment(80, 320, { expect: 2 })],
    });
    expect(long[0]?.explanation[0]).toMatch(
      /^\S+ times as many as expected: what came of results day so far$/,
    );
    const holiday = {
      moments: [moment(80, 170, { expect: 0.5, name: 'a holiday' })],
      options: { spike_type: 'down' },
    };
    expect(tell({ perMinute: [...usual, ...minutes(20, 0)], ...holiday })[0]?.explanation[0]).toBe(
      'the 25 to be expected: 0.5 times the usual, for a holiday',
    );
    const eve = { moments: [moment(80, 170, { expect: 0.5, name: 'a holiday' })] };
    expect(tell({ perMinute: [...usual, ...storm], ...eve })[0]?.explanation[0]).toMatch(
      / as usual, by the average /,
    );
    const ended = { moments: [moment(80, 170, { expect: 0.2, name: 'a holiday' })] };
    expect(tell({ perMinute: [...quiet, ...storm], ...ended })[0]?.explanation[0]).toMatch(
      /^\S+ times as many as expected: as usual again, after a holiday$/,
    );
  });

  it('finds the same in a moment wherever it is restarted', () => {
    const perMinute = [...usual, ...storm, ...minutes(20, 15)];
    const story = { perMinute, moments: [moment(80, 140)] };
    expect(tell({ ...story, restart: true })).toEqual(tell(story));
    expect(tell(story).length).toBeGreaterThan(1);
  });
});

describe('an explanation of a spike rule', () => {
  const perMinute = [...usual, ...minutes(10, 18)];

  it.each<[string, Story, Record<string, unknown>]>([
    [
      'expects what was declared, and says for what',
      { perMinute, moments: [moment(80, 100)] },
      { because: '3 times the usual, for results day', outcome: { kind: 'quiet' } },
    ],
    [
      'says so too while it fires for more than that',
      { perMinute: [...usual, ...storm], moments: [moment(80, 110)] },
      { because: '3 times the usual, for results day', outcome: { kind: 'firing' } },
    ],
  ])('%s', (_, story, says) => {
    const told = explained(story);
    expect(told).toMatchObject(says);
    expect(told?.expected).toBeGreaterThan(140);
    expect(told && conditionHolds(told)).toBe(told?.outcome.kind === 'firing');
  });

  it('says nothing of moments where none was declared', () => {
    const told = explained({ perMinute });
    expect(told).not.toHaveProperty('because');
    expect(told?.expected).toBeLessThan(60);
  });
});
