import { parseDuration } from './fields/duration';
import type { ConfigFiles } from './load-config';
import type { Problem } from './problem';
import type { YamlFile } from './yaml-file';

type Path = readonly PropertyKey[];
type Written = { readonly [key: string]: unknown };
/** What is written at a place, as far as it is a map. */
type Entry = { readonly written: Written; readonly path: Path; readonly yaml: YamlFile };

/** What a rule test cannot mean. Works on the text as written, so that one mistake hides no other. */
export function checkRuleTests({ rules, ruleTests }: Pick<ConfigFiles, 'rules' | 'ruleTests'>): Problem[] {
  return [...rules, ...ruleTests].flatMap(({ yaml, value }) =>
    entriesOf({ written: { ...(value as Written | undefined) }, path: [], yaml }, 'tests').flatMap((test) => [
      ...entriesOf(test, 'input').flatMap(checkStretch),
      ...entriesOf(test, 'expect').flatMap(checkExpectation),
    ]),
  );
}

/** The maps of the list under this key. */
function entriesOf({ written, path, yaml }: Entry, key: string): Entry[] {
  const list = written[key];
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? [{ written: entry as Written, path: [...path, key, index], yaml }]
      : [],
  );
}

function checkStretch({ written, path, yaml }: Entry): Problem[] {
  const { mentions, per_minute, authors, author } = written;
  const isEmpty = typeof written.for === 'string' && parseDuration(written.for) === 0;
  return [
    ...(isEmpty ? [yaml.problem([...path, 'for'], 'must be longer than 0')] : []),
    ...(mentions === undefined && per_minute === undefined
      ? [yaml.problem(path, 'says not how many: add mentions: 10/min, or per_minute: 10')]
      : []),
    ...(mentions !== undefined && per_minute !== undefined
      ? [
          yaml.problem([...path, 'per_minute'], 'says again how many, beside mentions: keep one of them', {
            at: 'key',
          }),
        ]
      : []),
    ...(authors !== undefined && typeof author === 'string' && !author.includes('{n}')
      ? [
          yaml.problem([...path, 'authors'], 'has no effect: author names one author, without {n}', {
            at: 'key',
          }),
        ]
      : []),
  ];
}

function checkExpectation({ written, path, yaml }: Entry): Problem[] {
  const { at, within, pages, fires, silent, page } = written;
  const asks = [pages, fires, silent, page].filter((asked) => asked !== undefined);
  return [
    ...(at === undefined && within === undefined
      ? [yaml.problem(path, 'says not when: add at: 31m, or within: [30m, 32m]')]
      : []),
    ...(at !== undefined && within !== undefined
      ? [yaml.problem([...path, 'at'], 'says again when, beside within: keep one of them', { at: 'key' })]
      : []),
    ...(asks.length === 0
      ? [yaml.problem(path, 'expects nothing: add pages: 1, fires: true, silent: true or page')]
      : []),
    ...(silent !== undefined && asks.length > 1
      ? [yaml.problem([...path, 'silent'], 'goes with neither pages, fires nor page', { at: 'key' })]
      : []),
    ...(isBackward(within) ? [yaml.problem([...path, 'within'], 'ends before it begins')] : []),
  ];
}

function isBackward(within: unknown): boolean {
  if (!Array.isArray(within) || within.length !== 2) return false;
  const [from = 0, to = 0] = within.map((text: unknown) =>
    typeof text === 'string' ? parseDuration(text) : undefined,
  );
  return to < from;
}
