import type { Rule } from '#alerting/rule';
import { formatProblem } from '#config/problem';
import { type RuleFileRead, rulesByFile, takeRuleFiles } from '#config/rules-in-force';
import { rule } from '../alerting/rule';

/** A rule `name` as it stands in a file; `severity` makes it another one of the same name. */
const at = (file: string, name: string, severity = 'warning'): Rule => ({
  ...rule({ name, severity }),
  origin: { file: `rules/${file}.yaml`, line: 3 },
});
const mistakeIn = (file: string, line: number, message: string) => ({
  file: `config/rules/${file}.yaml`,
  line,
  column: 5,
  path: '',
  message,
  severity: 'error' as const,
});

type Written = readonly string[] | 'broken';

function read(files: Readonly<Record<string, Written>>): ReadonlyMap<string, RuleFileRead> {
  return new Map(
    Object.entries(files).map(([file, written]): [string, RuleFileRead] => [
      `rules/${file}.yaml`,
      written === 'broken'
        ? { ok: false, mistakes: [mistakeIn(file, 9, 'broken')] }
        : {
            ok: true,
            // `storm!` is the rule `storm` with another severity.
            rules: written.map((name) =>
              at(file, name.replace('!', ''), name.endsWith('!') ? 'critical' : 'warning'),
            ),
            mistakeAt: (index, message) => mistakeIn(file, index + 1, message),
          },
    ]),
  );
}

const BEFORE = rulesByFile([at('a', 'storm'), at('a', 'tone'), at('b', 'fake')]);

describe('what is in force', () => {
  it.each<[string, Readonly<Record<string, Written>>, string[], string[]]>([
    ['follows sound files', { a: ['storm!'], b: ['fake'] }, ['a storm!', 'b fake'], []],
    ['takes up a new file', { a: ['storm'], b: ['fake'], c: ['new'] }, ['a storm', 'b fake', 'c new'], []],
    ['lets go of a file that is gone', { b: ['fake'] }, ['b fake'], []],
    [
      'keeps the former rules of a broken file, and follows the others',
      { a: 'broken', b: ['fake!'] },
      ['a storm', 'a tone', 'b fake!'],
      ['config/rules/a.yaml:9:5 broken'],
    ],
    [
      'has nothing of a new file that is broken',
      { a: ['storm'], b: ['fake'], c: 'broken' },
      ['a storm', 'b fake'],
      ['config/rules/c.yaml:9:5 broken'],
    ],
    [
      'follows a rule into another file',
      { a: ['storm'], b: ['fake', 'tone'] },
      ['a storm', 'b fake', 'b tone'],
      [],
    ],
    [
      'follows two that change places',
      { a: ['fake', 'tone'], b: ['storm'] },
      ['a fake', 'a tone', 'b storm'],
      [],
    ],
    [
      'leaves a name to the file that had it',
      { a: ['storm', 'tone', 'fake'], b: ['fake!'] },
      ['a storm', 'a tone', 'b fake!'],
      ['config/rules/a.yaml:3:5 another rule is called "fake" already (rules/b.yaml:3)'],
    ],
    [
      'gives a name that is new to both to the first file',
      { a: ['storm', 'new'], b: ['fake', 'new'] },
      ['a storm', 'a new', 'b fake'],
      ['config/rules/b.yaml:2:5 another rule is called "new" already (rules/a.yaml:3)'],
    ],
    [
      'leaves a name to a broken file that still has its rule',
      { a: 'broken', b: ['fake', 'tone'] },
      ['a storm', 'a tone', 'b fake'],
      [
        'config/rules/a.yaml:9:5 broken',
        'config/rules/b.yaml:2:5 another rule is called "tone" already (rules/a.yaml:3)',
      ],
    ],
    [
      'puts back all that took a name from a file that had to be put back',
      { a: ['storm', 'fake'], b: ['fake', 'tone', 'storm'] },
      ['a storm', 'a tone', 'b fake'],
      [
        'config/rules/a.yaml:2:5 another rule is called "fake" already (rules/b.yaml:3)',
        'config/rules/b.yaml:2:5 another rule is called "tone" already (rules/a.yaml:3)',
      ],
    ],
  ])('%s', (_, files, rules, mistakes) => {
    const next = takeRuleFiles(BEFORE, read(files));
    const inForce = [...next.values()].flatMap((file) => file.rules);
    const words = ({ name, severity, origin }: Rule) =>
      `${origin.file[6]} ${name}${severity === 'critical' ? '!' : ''}`;
    expect(inForce.map(words)).toEqual(rules);
    expect([...next.values()].flatMap((file) => file.mistakes).map(formatProblem)).toEqual(mistakes);
  });

  it('of a file that is mended is what stands there, however long it was broken', () => {
    const broken = takeRuleFiles(
      takeRuleFiles(BEFORE, read({ a: 'broken', b: ['fake'] })),
      read({ a: 'broken', b: [] }),
    );
    expect(broken.get('rules/a.yaml')?.rules).toHaveLength(2);
    const mended = takeRuleFiles(broken, read({ a: ['storm!'], b: ['tone'] }));
    expect(mended.get('rules/a.yaml')).toMatchObject({ rules: [{ severity: 'critical' }], mistakes: [] });
    expect(mended.get('rules/b.yaml')).toMatchObject({ rules: [{ name: 'tone' }], mistakes: [] });
  });
});
