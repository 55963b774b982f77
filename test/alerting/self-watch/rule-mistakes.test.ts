import { renderTerminalText } from '#alerting/render/terminal-text';
import { ruleFilesOf } from '#alerting/self-watch/dependency';
import { type Script, servers, watchOver } from './watched-servers';

const A = 'config/rules/acme.yaml:9:5 rules[0].timeframe: expected a duration such as "15m" (got "5 min")';
const B = 'config/rules/globex.yaml:3:1 unknown key "fliter": did you mean "filter"?';

/** From second to second: the mistakes that stand in the files. */
type Mistakes = readonly (readonly [from: number, to: number, mistakes: readonly string[]])[];

async function tell(mistakes: Mistakes, minutes: number, script: Script = {}) {
  const world = servers(script);
  const now = () => mistakes.find(([from, to]) => world.seconds() >= from && world.seconds() < to)?.[2] ?? [];
  const dependencies = [...world.dependencies, ruleFilesOf('config/rules', now)];
  const { told, pages, stop } = watchOver(world, { dependencies });
  await world.clock.advance(minutes * 60_000);
  await stop();
  return { told, pages };
}

const ONE = 'Vigie: a mistake in config/rules/acme.yaml — the rules of before stay in force';

describe('of mistakes in rule files operators are told', () => {
  it.each<[string, Mistakes, number, Script, string[]]>([
    ['nothing where they are mended within half a minute', [[7, 32, [A]]], 5, {}, []],
    [
      'once, and at once when they are mended',
      [[7, 92, [A]]],
      15,
      {},
      [`40s ${ONE}`, '95s Vigie: config/rules/acme.yaml mended after 1 minute 25 seconds, in force again'],
    ],
    [
      'in one message of all files',
      [[7, 92, [A, B]]],
      5,
      {},
      [
        '40s Vigie: 2 mistakes in config/rules/acme.yaml and config/rules/globex.yaml — the rules of before stay in force',
        '95s Vigie: config/rules/acme.yaml and config/rules/globex.yaml mended after 1 minute 25 seconds, in force again',
      ],
    ],
    [
      'of others ten minutes later, while the first still stand',
      [
        [7, 92, [A]],
        [92, 900, [A, B]],
      ],
      20,
      {},
      [
        `40s ${ONE}`,
        '640s Vigie: 2 mistakes in config/rules/acme.yaml and config/rules/globex.yaml — the rules of before stay in force',
        '900s Vigie: config/rules/acme.yaml and config/rules/globex.yaml mended after 14 minutes 50 seconds, in force again',
      ],
    ],
    [
      'once a ten minutes where somebody breaks and mends it again and again',
      [
        [7, 92, [A]],
        [120, 300, [A]],
        [310, 800, [A]],
      ],
      20,
      {},
      [
        `40s ${ONE}`,
        '95s Vigie: config/rules/acme.yaml mended after 1 minute 25 seconds, in force again',
        `640s ${ONE}`,
        '800s Vigie: config/rules/acme.yaml mended after 8 minutes 10 seconds, in force again',
      ],
    ],
    [
      'apart from a server that is away at the same time',
      [[7, 92, [A]]],
      5,
      { store: [[12, 97]] },
      [
        `40s ${ONE}`,
        '45s Vigie: the store in Elasticsearch does not answer since 12:00 — new mentions wait, pages go out without samples',
        '95s Vigie: config/rules/acme.yaml mended after 1 minute 25 seconds, in force again',
        '110s Vigie: the store in Elasticsearch answers again after 1 minute 25 seconds',
      ],
    ],
  ])('%s', async (_, mistakes, minutes, script, expected) => {
    expect((await tell(mistakes, minutes, script)).told).toEqual(expected);
  });

  it('with each at its place, what it means and what to do', async () => {
    const { pages } = await tell([[7, 92, [A, B]]], 5);
    const [mistakes = '', mended = ''] = pages.map((page) => renderTerminalText(page, false));
    const plain = (text: string) => text.replace(/\n?▌ ?/g, ' ').replace(/ +/g, ' ');
    for (const words of [
      A,
      B,
      'Mistakes keep config/rules/acme.yaml and config/rules/globex.yaml out of force since 12:00.',
      'The rules that stood there before stay in force and go on counting;',
      'With mistakes Vigie does not start.',
      'Look first: mend the file and save it',
    ])
      expect(plain(mistakes)).toContain(words);
    expect(plain(mended)).toContain('out of force from 12:00 to 12:01: 1 minute 25 seconds.');
    expect(new Set(pages.map(({ incident }) => incident)).size).toBe(1);
  });

  it('with the first eight of many', async () => {
    const many = Array.from({ length: 30 }, (_, index) => A.replace(':9:', `:${index + 1}:`));
    const { pages } = await tell([[7, 92, many]], 1);
    expect(pages[0]?.headline).toContain('30 mistakes in config/rules/acme.yaml');
    expect(pages[0]?.outages?.[0]?.mistakes).toEqual([...many.slice(0, 8), 'and 22 more']);
  });
});
