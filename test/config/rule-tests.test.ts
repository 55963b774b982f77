import { temporaryFolder } from '../temporary-folder';
import { loadFiles, SOUND } from './configuration';

const folder = temporaryFolder();

const TESTS = `tests:
  - name: a storm pages
    start: 2016-11-22T16:00
    brand: acme
    input:
      - { for: 1h, mentions: 10/min }
      - for: 10m
        per_minute: 50
        sentiment: 80% negative, 20% neutral
        late: 20% up to 30m
    restart: { at: 61m }
    expect:
      - { within: [0m, 60m], silent: true }
      - within: [60m, 70m]
        rule: acme-storm
        pages: 1
        page: { headline: Acme, receiver: crisis-team }
`;
const FILE = `version: 1\n${TESTS}`;
const load = (text: string, file = 'rules/acme.test.yaml') => loadFiles(folder(), { ...SOUND, [file]: text });

describe('rule tests in the configuration', () => {
  it('stand beside the rules, or in files of their own that are no rule files', async () => {
    const besides = (SOUND['rules/acme.yaml'] ?? '') + TESTS.replace('a storm pages', 'beside');
    const { config, problems } = await loadFiles(folder(), {
      ...SOUND,
      'rules/acme.yaml': besides,
      'rules/storm.test.yaml': FILE,
    });
    expect(problems).toEqual([]);
    expect(config?.ruleTests.map(({ test: { name }, origin }) => [name, origin.file, origin.line])).toEqual([
      ['beside', 'rules/acme.yaml', 19],
      ['a storm pages', 'rules/storm.test.yaml', 3],
    ]);
    expect(config?.rules.map(({ name }) => name)).toEqual(['acme-storm', 'acme-tone']);
  });

  it.each([
    ['brand: acme', 'brand: acmee', '5:12 tests[0].brand: no brand is called "acmee": did you mean "acme"?'],
    [
      'rule: acme-storm',
      'rule: acme-strom',
      '16:15 tests[0].expect[1].rule: no rule is called "acme-strom": did you mean "acme-storm"?',
    ],
    [
      'brand: acme',
      'brand: acme\n    rules: [storm]',
      '6:13 tests[0].rules[0]: no rule is called "storm": expected one of acme-storm, acme-tone',
    ],
    [
      'receiver: crisis-team',
      'receiver: crisis',
      '18:43 tests[0].expect[1].page.receiver: no receiver is called "crisis": expected one of crisis-team',
    ],
    [
      'start: 2016-11-22T16:00',
      'start: 22/11/2016',
      '4:12 tests[0].start: expected a moment such as "2016-11-22T16:00:00+01:00", or "2016-11-22T16:00" in the time zone of the test (got "22/11/2016")',
    ],
    [
      'start: 2016-11-22T16:00',
      'start: 2016-11-31T16:00',
      '4:12 tests[0].start: there is no such moment (got "2016-11-31T16:00")',
    ],
    [
      '10/min',
      '10 a minute',
      '7:30 tests[0].input[0].mentions: expected a rate such as "10/min" (also /s, /h, /d), or a whole number: so many in all (got "10 a minute")',
    ],
    [
      'for: 1h, mentions: 10/min',
      'for: 1h',
      '7:9 tests[0].input[0]: says not how many: add mentions: 10/min, or per_minute: 10',
    ],
    [
      'mentions: 10/min',
      'mentions: 10/min, per_minute: 3',
      '7:38 tests[0].input[0].per_minute: says again how many, beside mentions: keep one of them',
    ],
    ['for: 1h', 'for: 0m', '7:16 tests[0].input[0].for: must be longer than 0'],
    [
      '80% negative',
      '80% negativ',
      '10:20 tests[0].input[1].sentiment: unknown label "negativ": did you mean "negative"? (got "80% negativ, 20% neutral")',
    ],
    [
      '20% neutral',
      '10% neutral',
      '10:20 tests[0].input[1].sentiment: the shares add up to 90 %: they must make 100 % (got "80% negative, 10% neutral")',
    ],
    [
      '20% neutral',
      'neutral',
      '10:20 tests[0].input[1].sentiment: expected a share before each label, as in "45% negative, 55% neutral" (got "80% negative, neutral")',
    ],
    [
      '20% up to 30m',
      '20%',
      '11:15 tests[0].input[1].late: expected a share and a duration such as "20% up to 30m"',
    ],
    [
      'per_minute',
      'per_minit',
      [
        '8:9 tests[0].input[1]: says not how many: add mentions: 10/min, or per_minute: 10',
        '9:9 tests[0].input[1].per_minit: unknown key "per_minit": did you mean "per_minute"?',
      ],
    ],
    [
      'at: 61m',
      'att: 61m',
      [
        '12:14 tests[0].restart.at: is missing: when it dies, counted from the start of the test',
        '12:16 tests[0].restart.att: unknown key "att": did you mean "at"?',
      ],
    ],
    [
      '[0m, 60m]',
      '[60m]',
      '14:19 tests[0].expect[0].within: expected where the span begins and where it ends: [30m, 32m]',
    ],
    ['[60m, 70m]', '[70m, 60m]', '15:17 tests[0].expect[1].within: ends before it begins'],
    ['within: [0m, 60m], ', '', '14:9 tests[0].expect[0]: says not when: add at: 31m, or within: [30m, 32m]'],
    [
      'silent: true }',
      'silent: true, pages: 0 }',
      '14:30 tests[0].expect[0].silent: goes with neither pages, fires nor page',
    ],
    [
      ', silent: true',
      '',
      '14:9 tests[0].expect[0]: expects nothing: add pages: 1, fires: true, silent: true or page',
    ],
    ['pages: 1', 'pages: many', '17:16 tests[0].expect[1].pages: expected a number (got "many")'],
    [
      'headline: Acme',
      'subject: Acme',
      '18:17 tests[0].expect[1].page.subject: unknown key "subject": expected one of kind, reason, severity, receiver, headline, slack, email',
    ],
  ])('%s → %s', async (from, to, told) => {
    expect(FILE.split(from)).toHaveLength(2);
    const { problems } = await load(FILE.replace(from, to));
    expect(problems).toEqual([told].flat().map((text) => `config/rules/acme.test.yaml:${text}`));
  });

  it('tell of two tests with one name', async () => {
    const { problems } = await load(`${FILE}${TESTS.replace('tests:\n', '')}`);
    expect(problems).toEqual([
      'config/rules/acme.test.yaml:19:11 tests[1].name: another rule test is called "a storm pages" already (config/rules/acme.test.yaml:3)',
    ]);
  });
});
