import { detectors } from '#alerting/detectors/index';
import { createEvaluation } from '#alerting/evaluate-rules';
import type { IncidentEvent } from '#alerting/incident';
import type { Rule } from '#alerting/rule';
import type { PastLine, RuleRow, RuleView } from '#dashboards/console/api';
import type { State } from '#ingest/state/state';
import { rule } from '../../alerting/rule';
import { until } from '../../contract/until';
import { temporaryFolder } from '../../temporary-folder';
import { ALERT, FLASH, mention, type Storm, startStorm, stormIncident, stormMentions } from './storm';

const negative = rule({
  name: 'storm',
  summary: 'Far more people than usual are angry.',
  type: 'spike',
  filter: ['brand="acme"', 'sentiment<=-0.4', 'text:"scandale"'],
  query_key: ['language'],
  severity: 'critical',
  options: {
    spike_height: 3,
    spike_type: 'up',
    threshold_cur: 20,
    threshold_ref: 5,
    reference_windows: 6,
    adapt_after: 86_400_000,
  },
});
const RULES: readonly Rule[] = [
  negative,
  rule({ name: 'voices', query_key: ['author'], options: { num_events: 2 } }),
  rule({ name: 'idle', filter: ['brand="other"'] }),
  rule({ name: 'crowd', options: { num_events: 500 } }),
];
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const DAY_MS = 86_400_000;

/** The quiet day, twenty readers, and the storm's first quarter of an hour. */
const COUNTED = [
  ...stormMentions().slice(0, 82),
  ...Array.from({ length: 20 }, (_, index) =>
    mention(FLASH, `Acme ${index}`, { author: { id: `reader-${index}` } }),
  ),
  ...stormMentions().slice(82, 182),
];

/** What an alert worker has stored after them. */
async function storeCounts(state: State, rules: readonly Rule[], owner = 'alerting/1'): Promise<void> {
  const evaluation = createEvaluation(rules, detectors);
  const counted = evaluation.restore([]).state;
  for (const one of COUNTED) evaluation.observe(counted, one, Date.parse(one.collectedAt));
  const owned = await state.acquire(owner);
  await owned.commit(evaluation.takeChanges(counted));
}

/** An incident of the rule `storm`, paged so long ago. */
function paged(id: string, pagedAgoMs: number, seen: number, useful?: boolean) {
  const base = { at: ago(pagedAgoMs), by: 'Anna' };
  const alert = {
    ...ALERT,
    id: `alert-${id}`,
    seen,
    summary: `storm of ${seen}`,
    status: 'resolved' as const,
  };
  const rated: IncidentEvent[] =
    useful === undefined ? [] : [{ ...base, id: `${id}-rated`, kind: 'rated', page: 1, useful, note: 'why' }];
  return stormIncident(id, {
    alerts: [alert],
    events: [
      { ...base, id: `${id}-opened`, kind: 'opened', alert },
      { ...base, id: `${id}-paged`, kind: 'paged', page: 1, reason: 'first notification', deliveries: [] },
      ...rated,
    ],
  });
}

describe('the rules in the console', () => {
  const folder = temporaryFolder();
  let storm: Storm;
  const get = async <Answer>(path: string): Promise<Answer> => {
    const answer = await fetch(`${storm.url}/api/${path}`);
    return (await answer.json()) as Answer;
  };
  beforeEach(async () => {
    storm = await startStorm(folder(), { rulesInForce: () => RULES });
  });
  afterEach(() => storm.stop());

  it('are listed with whether they fire and what people said of their pages of four weeks', async () => {
    await storm.save(paged('inc-1', DAY_MS, 60, true));
    await storm.save(paged('inc-2', 8 * DAY_MS, 30, false));
    await storm.save(paged('inc-3', 29 * DAY_MS, 25, false));
    const numbers = { pages: 0, pagesAWeek: 0, rated: 0, useful: 0, advice: 'no pages', firing: 0 };
    const calm = { type: 'frequency', severity: 'warning', origin: negative.origin, ...numbers };
    expect(await get<RuleRow[]>('rules')).toEqual([
      {
        name: 'storm',
        type: 'spike',
        summary: 'Far more people than usual are angry.',
        severity: 'critical',
        origin: { file: 'rules/acme.yaml', line: 3 },
        // The incident of the storm itself still fires; it was paged in 2016.
        firing: 1,
        pages: 2,
        pagesAWeek: 0.5,
        rated: 2,
        useful: 1,
        advice: 'threshold_cur 60 (now 20) would have kept the useful one and spared the other',
      },
      { name: 'voices', ...calm },
      { name: 'idle', ...calm },
      { name: 'crowd', ...calm },
    ]);
  });

  it('tell what they count, where each group stands and which pages they raised', async () => {
    await storeCounts(storm.state, RULES);
    await storm.save(paged('inc-1', DAY_MS, 60, true));
    await storm.save(paged('inc-2', 2 * DAY_MS, 30));
    const view = await get<RuleView>('rules/storm');
    expect(view).toMatchObject({
      name: 'storm',
      counts: 'Negative mentions of the last 10 minutes, for each brand and language',
      where: ['brand is acme', 'sentiment is at most -0.4', 'text contains scandale'],
      filter: negative.filter,
      moreGroups: 0,
      raised: [
        {
          incident: 'inc-1',
          page: 1,
          summary: 'storm of 60',
          ratings: [{ by: 'Anna', useful: true, note: 'why', at: expect.any(String) }],
        },
        { incident: 'inc-2', ratings: [] },
      ],
    });
    expect(view.settings.slice(0, 3).map(({ name, value }) => `${name} ${value}`)).toEqual([
      'spike_height 3',
      'spike_type up',
      'threshold_cur 20',
    ]);
    expect(view.settings.slice(-3)).toEqual([
      { name: 'adapt_after', value: '1 day', means: expect.stringContaining('taken as normal') },
      { name: 'realert', value: '30 minutes', means: expect.any(String) },
      { name: 'worsen_factor', value: '2', means: expect.any(String) },
    ]);
    expect(view.groups).toMatchObject([
      {
        group: { brand: 'acme', language: 'fr' },
        timeline: 'live',
        at: new Date(FLASH + 30_000 + 99 * 10_000).toISOString(),
        firing: {
          since: expect.any(String),
          worst: expect.objectContaining({ unit: 'negative mentions', expected: 5 }),
        },
      },
    ]);
    expect(view.groups[0]?.firing?.worst.seen).toBeGreaterThanOrEqual(20);
  });

  it('show of a quiet group what its detector sees at the event time that was evaluated last', async () => {
    await storeCounts(storm.state, RULES);
    const newest = FLASH + 30_000 + 99 * 10_000;
    expect((await get<RuleView>('rules/crowd')).groups).toEqual([
      {
        group: { brand: 'acme' },
        timeline: 'live',
        at: new Date(newest).toISOString(),
        now: {
          window: { from: newest - 600_000, to: newest },
          seen: 61,
          unit: 'mentions',
          gates: [{ name: 'num_events', seen: 61, needs: 'at least', limit: 500, open: false }],
        },
      },
    ]);
  });

  it('show the groups that fire first, and say how many there are more', async () => {
    await storeCounts(storm.state, RULES);
    const { groups, moreGroups } = await get<RuleView>('rules/voices');
    const firing = groups.map((group) => group.firing !== undefined);
    expect([groups.length, moreGroups]).toEqual([50, 9 + 31 + 20 + 1 - 50]);
    expect(new Set(firing).size).toBe(2);
    expect(firing).toEqual([...firing].sort((a, b) => Number(b) - Number(a)));
    expect((await get<RuleView>('rules/idle')).groups).toEqual([]);
  });

  it('show no group that was counted for another version of the rule, and none that cannot be read', async () => {
    await storeCounts(storm.state, [{ ...negative, timeframe: 300_000 }]);
    const broken = await storm.state.acquire('alerting/2');
    await broken.commit({ puts: [{ namespace: 'detectors', key: 'storm\u001flive\u001fx', value: {} }] });
    expect((await get<RuleView>('rules/storm')).groups).toEqual([]);
  });

  it('are read again when somebody has rated a page: that is told as a change of the incident', async () => {
    await storm.save(paged('inc-1', DAY_MS, 60));
    const enough = new AbortController();
    const stream = await fetch(`${storm.url}/api/events?brand=acme`, { signal: enough.signal });
    const decoder = new TextDecoder();
    let received = '';
    const reading = (async () => {
      for await (const chunk of stream.body ?? []) received += decoder.decode(chunk);
    })();
    await until(() => received.includes('"id":"inc-1"'));
    await storm.save(paged('inc-1', DAY_MS, 60, true));
    await until(() => (received.match(/"id":"inc-1"/g)?.length ?? 0) === 2);
    expect(await get('incidents/inc-1')).toMatchObject({
      pages: [{ page: 1, reason: 'first notification', ratings: [{ by: 'Anna', useful: true }] }],
    });
    enough.abort();
    await reading.catch(() => {});
  });
});

describe('what a rule would have done', () => {
  const folder = temporaryFolder();
  let storm: Storm;
  beforeEach(async () => {
    storm = await startStorm(folder(), { rulesInForce: () => RULES });
  });
  afterEach(() => storm.stop());

  const askPast = async (path: string) => {
    const answer = await fetch(`${storm.url}/api/rules/${path}`);
    const lines: PastLine[] = (await answer.text())
      .split('\n')
      .filter((line) => answer.ok && line !== '')
      .map((line) => JSON.parse(line));
    return { status: answer.status, lines };
  };

  it.each([7, 30, 90])('in the newest %i days that are stored is what the back-test says', async (days) => {
    const { status, lines } = await askPast(`storm/past?days=${days}`);
    expect(status).toBe(200);
    expect(lines.slice(0, -1).every(({ kind }) => kind === 'progress')).toBe(true);
    const last = lines.at(-1);
    if (last?.kind !== 'result') throw new Error(`no result: ${JSON.stringify(last)}`);
    const { past } = last;
    const newest = (await storm.store.extent({ brand: 'acme' })).newest as number;
    expect(Date.parse(past.to) - 1).toBe(newest);
    expect(Date.parse(past.to) - Date.parse(past.from)).toBe(days * DAY_MS);
    expect(past).toMatchObject({ alerts: 1, weeks: Math.ceil(days / 7), mentions: 322 });
    expect(past.pages).toBeGreaterThanOrEqual(1);
    expect(past.list).toHaveLength(past.pages);
    const first = past.list.at(-1);
    expect(first).toMatchObject({ brand: 'acme', reason: 'first notification', severity: 'critical' });
    expect(Date.parse(first?.at ?? '')).toBeGreaterThan(FLASH);
  });

  it('is nothing where it never fired', async () => {
    const { lines } = await askPast('crowd/past');
    expect(lines.at(-1)).toMatchObject({ kind: 'result', past: { alerts: 0, pages: 0, list: [] } });
  });

  it.each([
    ['none/past', 404],
    ['storm/past?days=31', 400],
    ['storm/past?day=30', 400],
  ])('is refused for %s with %i', async (path, status) => {
    expect((await askPast(path)).status).toBe(status);
  });

  it('is said of nothing before anything is stored', async () => {
    const { lines } = await askPast('idle/past');
    expect(lines.at(-1)).toMatchObject({ kind: 'result', past: { pages: 0 } });
    await storm.store.deleteStoredBefore(Date.now() + DAY_MS);
    expect((await askPast('storm/past')).lines).toEqual([{ kind: 'failed', error: 'nothing is stored yet' }]);
  });

  it('is tried for one at a time, and ends when nobody waits for it any more', async () => {
    const many = Array.from({ length: 30_000 }, (_, index) =>
      mention(FLASH + 3_000_000 + index * 100, `Acme ${index}`, { id: `more-${index}` }),
    );
    await storm.store.saveJson(many.map((one) => JSON.stringify(one)));
    const gone = new AbortController();
    const first = await fetch(`${storm.url}/api/rules/storm/past`, { signal: gone.signal });
    expect((await askPast('storm/past')).status).toBe(503);
    // In between, others are answered.
    expect((await fetch(`${storm.url}/api/rules`)).status).toBe(200);
    gone.abort();
    await first.text().catch(() => '');
    await until(async () => (await askPast('crowd/past')).status === 200);
  });
});
