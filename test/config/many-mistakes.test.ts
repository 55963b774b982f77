import { Severity } from '#alerting/alert';
import { detectors } from '#alerting/detectors/index';
import { MENTION_FIELDS } from '#alerting/matchers/mention-fields';
import { CountBy, GroupField, RuleBase } from '#alerting/rule';
import { seededRandom } from '#alerting/rule-tests/seeded-random';
import { Verdict, Voice } from '#enrich/brand-mention';
import { Channel } from '#ingest/mention';
import { temporaryFolder } from '../temporary-folder';
import { loadFiles, SOUND } from './configuration';
import { MANY_MISTAKES } from './many-mistakes';
import { misspell } from './misspell';

const folder = temporaryFolder();

/** The text without its marks, and where each stood with what is to be told there. */
function readMarks(marked: string) {
  const expected: { readonly at: string; readonly holds: string }[] = [];
  let text = '';
  for (const piece of marked.split(/(?=⟨)/)) {
    const [, holds, rest = ''] = /^(?:⟨([^⟩]*)⟩)?([\s\S]*)$/.exec(piece) ?? [];
    const lines = text.split('\n');
    const at = `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
    if (holds !== undefined) expected.push({ at, holds });
    text += rest;
  }
  return { text, expected };
}

async function toldOf(text: string): Promise<string[]> {
  const { problems } = await loadFiles(folder(), { ...SOUND, 'rules/many.yaml': text });
  return problems.map((problem) => problem.replace('config/rules/many.yaml:', ''));
}

describe('a rule file with many mistakes', () => {
  const { text, expected } = readMarks(MANY_MISTAKES);

  it('holds at least sixty', () => {
    expect(expected.length).toBeGreaterThanOrEqual(60);
  });

  it('is told whole in one pass, each mistake at its line and column, and nothing else', async () => {
    const told = await toldOf(text);
    const isTold = ({ at, holds }: (typeof expected)[number]) =>
      told.some((one) => one.startsWith(`${at} `) && one.includes(holds));
    const isExpected = (one: string) =>
      expected.some(({ at, holds }) => one.startsWith(`${at} `) && one.includes(holds));
    expect(expected.filter((one) => !isTold(one))).toEqual([]);
    expect(told.filter((one) => !isExpected(one))).toEqual([]);
    expect(told).toHaveLength(expected.length);
  });
});

/** A word that is misspelt, in a line of a rule of this type; without one it is the type itself. */
type Asked = {
  readonly type?: string;
  readonly before: string;
  readonly word: string;
  readonly after: string;
};

function listed(before: string, words: readonly string[], after = ''): Asked[] {
  return words.map((word) => ({ type: 'any', before, word, after }));
}

describe('a word with one typo', () => {
  const random = seededRandom(6);
  const KEYS: readonly Asked[] = detectors.flatMap(({ kind, options }) =>
    [...Object.keys(RuleBase.shape), ...Object.keys(options.shape)]
      .filter((word) => word !== 'name' && word !== 'timeframe')
      .map((word) => ({ type: kind, before: '', word, after: ': 1' })),
  );

  /** One rule for each typo; each stands at a column of its own. */
  async function meantOf(words: readonly Asked[]) {
    let text = 'version: 1\nrules:\n';
    const places = words.map(({ before, word, after, type }, index) => {
      const typo = misspell(word, random);
      text += `  - name: rule-${index}\n    type: ${type ?? typo}\n    timeframe: 1h\n`;
      const line = text.split('\n').length;
      if (type !== undefined) text += `    ${before}${typo}${after}\n`;
      return { at: type === undefined ? `${line - 2}:11` : `${line}:${before.length + 5}`, word, typo };
    });
    const told = await toldOf(text);
    const toldAt = (place: string) => told.filter((one) => one.startsWith(`${place} `));
    return {
      misplaced: places.filter(({ at }) => toldAt(at).length === 0),
      meant: places.filter(({ at, word }) =>
        toldAt(at).some((one) => one.includes(`did you mean "${word}"?`)),
      ),
    };
  }

  const values: readonly Asked[] = [
    ...listed('severity: ', Severity.options),
    ...listed('count_by: ', CountBy.options),
    ...listed('query_key: [', GroupField.options, ']'),
    ...listed('filter: [\'voice="', Voice.options, '"\']'),
    ...listed('filter: [\'channel="', Channel.options, '"\']'),
    ...listed('filter: [\'press_release.verdict="', Verdict.options, '"\']'),
    ...Object.keys(MENTION_FIELDS).map((word) => ({
      type: 'any',
      before: 'filter: [',
      word,
      after: '="1"]',
    })),
  ].filter(({ word }) => word.length > 2);

  it.each<readonly [string, readonly Asked[], number]>([
    ['options', KEYS, 2],
    ['types', detectors.map(({ kind }) => ({ before: '', word: kind, after: '' })), 6],
    ['values', values, 4],
  ])('is found where it stands, and put right in 95 of 100, of the %s', async (_, words, times) => {
    const asked = Array.from({ length: times }, () => words).flat();
    const { misplaced, meant } = await meantOf(asked);
    expect(misplaced).toEqual([]);
    expect(meant.length / asked.length).toBeGreaterThanOrEqual(0.95);
  });
});
