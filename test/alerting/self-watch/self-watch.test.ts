import { pino } from 'pino';
import { decideTelling, type Situation } from '#alerting/self-watch/decide-telling';
import type { SelfWatch } from '#alerting/self-watch/self-watch';
import type { Clock } from '#ingest/clock';
import { type Script, START, servers, watchOver } from './watched-servers';

const MINUTE = 60;

/** What operators are told within so many minutes, by one process that owns the partition. */
async function tell(script: Script, minutes: number, more: Partial<SelfWatch> = {}) {
  const world = servers(script);
  const { told, pages, stop } = watchOver(world, more);
  await world.clock.advance(minutes * 60_000);
  await stop();
  return { told, pages, asked: world.asked };
}

/** Fails for `down` seconds of every `every`, from second 7 on. */
const flapping = (down: number, every: number, times: number) =>
  Array.from({ length: times }, (_, index): [number, number] => [
    7 + index * every,
    7 + index * every + down,
  ]);

describe('operators are told', () => {
  it.each<[string, Script, number, string[]]>([
    ['nothing while all is well', {}, 60, []],
    ['nothing of a failure of 25 seconds', { bus: [[7, 32]] }, 5, []],
    [
      'nothing where a failure breaks off before its time',
      {
        bus: [
          [7, 32],
          [36, 58],
        ],
      },
      5,
      [],
    ],
    [
      'of Kafka, and of its return once it has answered for ten seconds',
      { bus: [[7, 92]] },
      5,
      [
        '40s Vigie: Kafka does not answer since 12:00 — nothing new is counted',
        '105s Vigie: Kafka answers again after 1 minute 25 seconds',
      ],
    ],
    [
      'once of Elasticsearch, though state and store are both in it',
      { state: [[7, 92]], store: [[7, 92]] },
      5,
      [
        '40s Vigie: Elasticsearch does not answer since 12:00 — no new page goes out',
        '105s Vigie: Elasticsearch answers again after 1 minute 25 seconds',
      ],
    ],
    [
      'of the store alone, without blaming all of Elasticsearch',
      { store: [[7, 92]] },
      5,
      [
        '40s Vigie: the store in Elasticsearch does not answer since 12:00 — new mentions wait, pages go out without samples',
        '105s Vigie: the store in Elasticsearch answers again after 1 minute 25 seconds',
      ],
    ],
    [
      'in one message of all that fail within ten seconds, the gravest effect first',
      { bus: [[7, 92]], state: [[12, 92]], store: [[16, 92]] },
      5,
      [
        '40s Vigie: Elasticsearch and Kafka do not answer since 12:00 — no new page goes out',
        '105s Vigie: Elasticsearch and Kafka answer again after 1 minute 25 seconds',
      ],
    ],
    [
      'apart of what fails a minute later',
      { bus: [[7, 200]], store: [[67, 220]] },
      6,
      [
        '40s Vigie: Kafka does not answer since 12:00 — nothing new is counted',
        '100s Vigie: the store in Elasticsearch does not answer since 12:01 — new mentions wait, pages go out without samples',
        '210s Vigie: Kafka answers again after 3 minutes 10 seconds',
        '230s Vigie: the store in Elasticsearch answers again after 2 minutes 30 seconds',
      ],
    ],
    [
      'of the first end when the other is long in coming',
      { bus: [[7, 92]], store: [[7, 300]] },
      6,
      [
        '40s Vigie: Kafka and the store in Elasticsearch do not answer since 12:00 — nothing new is counted',
        '120s Vigie: Kafka answers again after 1 minute 25 seconds',
        '310s Vigie: the store in Elasticsearch answers again after 4 minutes 50 seconds',
      ],
    ],
    [
      'no end where it answers for less than ten seconds',
      {
        bus: [
          [7, 92],
          [96, 150],
          [153, 200],
        ],
      },
      5,
      [
        '40s Vigie: Kafka does not answer since 12:00 — nothing new is counted',
        '210s Vigie: Kafka answers again after 3 minutes 10 seconds',
      ],
    ],
    [
      'of what hangs as of what refuses',
      { bus: [[7, 92, 'hangs']] },
      5,
      [
        '40s Vigie: Kafka does not answer since 12:00 — nothing new is counted',
        '105s Vigie: Kafka answers again after 1 minute 25 seconds',
      ],
    ],
    [
      'at most one pair in ten minutes of what flaps',
      { bus: flapping(45, MINUTE, 25) },
      27,
      [
        '40s Vigie: Kafka does not answer since 12:00 — nothing new is counted',
        '65s Vigie: Kafka answers again after 45 seconds',
        '640s Vigie: Kafka does not answer since 12:10 — nothing new is counted',
        '665s Vigie: Kafka answers again after 45 seconds',
        '1240s Vigie: Kafka does not answer since 12:20 — nothing new is counted',
        '1265s Vigie: Kafka answers again after 45 seconds',
      ],
    ],
    [
      'of a second outage no sooner than ten minutes after the first',
      {
        bus: [
          [7, 92],
          [200, 800],
        ],
      },
      15,
      [
        '40s Vigie: Kafka does not answer since 12:00 — nothing new is counted',
        '105s Vigie: Kafka answers again after 1 minute 25 seconds',
        '640s Vigie: Kafka does not answer since 12:03 — nothing new is counted',
        '810s Vigie: Kafka answers again after 10 minutes',
      ],
    ],
  ])('%s', async (_, script, minutes, expected) => {
    expect((await tell(script, minutes)).told).toEqual(expected);
  });

  it('of each end under a key of its own, also where one of them has failed anew', async () => {
    const { pages } = await tell(
      {
        bus: [
          [7, 92],
          [200, 900],
        ],
        store: [[7, 1_000]],
      },
      20,
    );
    const keys = pages.map(({ kind, incident, number }) => `${kind} ${incident} ${number}`);
    expect(pages.map(({ kind }) => kind)).toEqual([
      'outage',
      'outage-over',
      'outage',
      'outage-over',
      'outage-over',
    ]);
    expect(new Set(keys).size).toBe(5);
  });

  it('how often it failed, in the message and at its end', async () => {
    const { pages } = await tell({ bus: flapping(45, MINUTE, 11) }, 14);
    const summaries = pages.map(({ outages }) => outages?.[0]?.summary);
    expect(summaries[2]).toBe(
      'The bus (Kafka at kafka:9092) does not answer since 12:10. It has failed 10 times since the last message.',
    );
    const unsteady = await tell(
      {
        bus: [
          [7, 92],
          [96, 150],
          [153, 200],
        ],
      },
      5,
    );
    expect(unsteady.pages[1]?.outages?.[0]?.summary).toBe(
      'The bus (Kafka at kafka:9092) did not answer from 12:00 to 12:03: 3 minutes 10 seconds. It came back and failed again meanwhile: 3 times in all.',
    );
  });

  it('in time although the clock was an hour ahead when it began to fail', async () => {
    const world = servers({ bus: [[7, 3_000]] });
    let ahead = 3_600_000;
    const clock: Clock = { ...world.clock, now: () => world.clock.now() + ahead };
    const { told, stop } = watchOver(world, { clock });
    await world.clock.advance(20_000);
    ahead = 0;
    await world.clock.advance(60_000);
    await stop();
    expect(told).toEqual(['55s Vigie: Kafka does not answer since 12:00 — nothing new is counted']);
  });

  it('although the clock was an hour ahead when they were told last', () => {
    const toldAt = START + 3_600_000;
    const situation: Situation = {
      health: new Map([['bus', { answers: false, since: START, asks: 8, failures: 1 }]]),
      serverOf: (name) => name,
      outages: new Map([
        ['bus', { dependency: 'bus', incident: 'outage-1', since: toldAt, toldAt, endToldAt: toldAt }],
      ]),
      tellsOutages: true,
      tellsEnds: true,
      afterMs: 30_000,
      now: START + 40_000,
    };
    expect(decideTelling(situation)).toEqual([{ kind: 'outage', dependencies: ['bus'] }]);
  });

  it('sooner where they wish it', async () => {
    const operators = { receiver: 'operators', after: 3_000 };
    const { told } = await tell({ store: [[7, 20]] }, 1, { operators });
    expect(told.map((line) => line.split(' ')[0])).toEqual(['10s', '30s']);
  });

  it('once, where they wish it sooner, of a server that stopped between the answers of two things in it', async () => {
    const operators = { receiver: 'operators', after: 3_000 };
    const script: Script = { store: [[0, 60, 'hangs']], state: [[1, 60, 'hangs']] };
    const { told } = await tell(script, 2, { operators });
    expect(told).toEqual([
      expect.stringMatching(/^\d+s Vigie: Elasticsearch does not answer since/),
      expect.stringMatching(/^\d+s Vigie: Elasticsearch answers again after/),
    ]);
  });

  it('nobody where the configuration names nobody; metrics are fed all the same', async () => {
    const seen: string[] = [];
    const { told } = await tell({ bus: [[7, 60]] }, 1.5, {
      operators: undefined,
      observe: (name, answers) => seen.push(`${name} ${answers}`),
    });
    expect(told).toEqual([]);
    expect(seen).toContain('bus true');
    expect(seen).toContain('bus false');
  });

  it('in the words of the error, without what may be secret in them', async () => {
    const world = servers({});
    const dependencies = world.dependencies.map((dependency) => ({
      ...dependency,
      ask: async () => {
        throw new Error(
          'at https://me:hunter2@search:9200: password=hunter2, Authorization: ApiKey aHVudGVyMg==',
        );
      },
    }));
    const { pages, stop } = watchOver(world, { dependencies });
    await world.clock.advance(40_000);
    await stop();
    expect(pages[0]?.outages?.[0]?.error).toBe(
      'at https://[secret]@search:9200: password=[secret] Authorization: [secret]',
    );
  });
});

describe('what Vigie stands on', () => {
  it('is never asked twice at a time', async () => {
    const { asked } = await tell({ bus: [[7, 187, 'hangs']] }, 3);
    expect(asked).toEqual({ bus: 3, state: 37, store: 37 });
  });

  it('is watched on although telling fails', async () => {
    const errors: string[] = [];
    const log = pino({ level: 'error' }, { write: (line: string) => errors.push(JSON.parse(line).msg) });
    const { told, asked } = await tell({ bus: [[7, 92]] }, 5, { receivers: [], log });
    expect(told).toEqual([]);
    expect(errors).toContain('watching what Vigie stands on failed');
    expect(asked.store).toBe(61);
  });
});

describe('among several workers', () => {
  const OUTAGE = '40s Vigie: Kafka does not answer since 12:00 — nothing new is counted';
  const END = '105s Vigie: Kafka answers again after 1 minute 25 seconds';
  const parts = (...numbers: number[]) => new Set(numbers);

  /** Two workers on the same servers; what each tells within five minutes. */
  async function tellTogether(
    script: Script,
    one: (second: number) => ReadonlySet<number>,
    two: (second: number) => ReadonlySet<number>,
  ) {
    const world = servers(script);
    const first = watchOver(world, { partitions: () => one(world.seconds()) });
    const second = watchOver(world, { partitions: () => two(world.seconds()) });
    await world.clock.advance(300_000);
    await Promise.all([first.stop(), second.stop()]);
    return [first.told, second.told];
  }

  it('the owner of partition 0 tells, nobody else', async () => {
    const told = await tellTogether(
      { bus: [[7, 92]] },
      () => parts(0, 2),
      () => parts(1, 3),
    );
    expect(told).toEqual([[OUTAGE, END], []]);
  });

  it('who owns nothing says nothing', async () => {
    expect(
      await tellTogether(
        { bus: [[7, 92]] },
        () => parts(),
        () => parts(),
      ),
    ).toEqual([[], []]);
  });

  it('ownership stays as it was while the bus is away', async () => {
    const one = (second: number) => (second < 10 ? parts(0, 1) : second < 100 ? parts() : parts(0, 1));
    expect(await tellTogether({ bus: [[7, 92]] }, one, () => parts())).toEqual([[OUTAGE, END], []]);
  });

  it('a bus that fails in the middle of a rebalance is told of', async () => {
    const one = (second: number) => (second < 3 ? parts(0, 1) : parts());
    expect((await tellTogether({ bus: [[17, 92]] }, one, () => parts()))[0]).toHaveLength(1);
  });

  it('the next owner tells the end of what the former told, once', async () => {
    const one = (second: number) => (second < 93 ? parts(0) : second < 97 ? parts() : parts(1));
    const two = (second: number) => (second < 93 ? parts(1) : second < 97 ? parts() : parts(0));
    expect(await tellTogether({ bus: [[7, 92]] }, one, two)).toEqual([[OUTAGE], [END]]);
  });

  it('a next owner who cannot know what was told tells it again, and every end once', async () => {
    const away = { bus: [[7, 92]], state: [[7, 112]], store: [[7, 112]] } as const;
    const one = (second: number) => (second < 93 ? parts(0) : second < 97 ? parts() : parts(1));
    const two = (second: number) => (second < 93 ? parts(1) : second < 97 ? parts() : parts(0));
    expect(await tellTogether(away, one, two)).toEqual([
      ['40s Vigie: Elasticsearch and Kafka do not answer since 12:00 — no new page goes out'],
      [
        '100s Vigie: Elasticsearch does not answer since 12:00 — no new page goes out',
        '115s Vigie: Kafka answers again after 1 minute 25 seconds',
        '125s Vigie: Elasticsearch answers again after 1 minute 45 seconds',
      ],
    ]);
  });

  it('a failure is counted from the last message, whoever sent that', async () => {
    const world = servers({ bus: flapping(45, MINUTE, 11) });
    const first = watchOver(world, { partitions: () => (world.seconds() < 600 ? parts(0) : parts(1)) });
    const second = watchOver(world, { partitions: () => (world.seconds() < 600 ? parts(1) : parts(0)) });
    await world.clock.advance(700_000);
    await Promise.all([first.stop(), second.stop()]);
    expect(first.told).toHaveLength(2);
    expect(second.pages[0]?.outages?.[0]?.summary).toBe(
      'The bus (Kafka at kafka:9092) does not answer since 12:10. It has failed 10 times since the last message.',
    );
  });

  it('a process that is started anew tells the end of what the former told', async () => {
    const world = servers({ bus: [[7, 92]] });
    const former = watchOver(world);
    await world.clock.advance(60_000);
    await former.stop();
    await world.clock.advance(40_000);
    const next = watchOver(world);
    await world.clock.advance(60_000);
    await next.stop();
    expect(former.told).toEqual([OUTAGE]);
    expect(next.told).toEqual(['110s Vigie: Kafka answers again after 1 minute 30 seconds']);
  });
});
