import { type ParsedMatcher, parseMatcher, parseRouteMatcher } from '#alerting/matchers/parse-matcher';
import type { ConfigFiles } from './load-config';
import { suggest } from './nearest-word';
import type { Problem } from './problem';
import type { YamlFile } from './yaml-file';

type Path = readonly PropertyKey[];
/** A name as written somewhere, whether or not the rest of its entry is sound. */
type Word = { readonly text: string; readonly path: Path; readonly yaml: YamlFile };

/** Names that are given twice, and names that nothing bears. Who only reads what is stored pages nobody. */
export function checkReferences(files: ConfigFiles, isReading = false): Problem[] {
  const { yaml, value } = files.settings;
  const within = (path: Path) => words(yaml, value, path);
  const notifiers = within(['notifiers', '*', 'name']);
  const receivers = within(['receivers', '*', 'name']);
  const rules = files.rules.flatMap((file) => words(file.yaml, file.value, ['rules', '*', 'name']));
  const inTests = (path: Path) =>
    [...files.rules, ...files.ruleTests].flatMap((file) =>
      words(file.yaml, file.value, ['tests', '*', ...path]),
    );
  const matchers = within(['route', 'routes', '*', 'matchers', '*']);
  const brands = files.brands.flatMap((file) => words(file.yaml, file.value, ['id']));
  const brandsInRoutes = matchers.flatMap((word) => brandAsked(word, parseRouteMatcher(word.text)));
  return [
    ...twice('source', within(['sources', '*', 'name'])),
    ...twice('notifier', notifiers),
    ...twice('receiver', receivers),
    ...twice('brand', brands),
    ...twice('rule test', inTests(['name'])),
    ...unknown('notifier', within(['receivers', '*', 'notifiers', '*']), textsOf(notifiers)),
    ...unknown('receiver', within(['route', 'receiver']), textsOf(receivers)),
    ...unknown('receiver', within(['route', 'routes', '*', 'receiver']), textsOf(receivers)),
    ...unknown('receiver', within(['operators', 'receiver']), textsOf(receivers)),
    ...checkRuleReferences(files.rules, textsOf(brands)),
    ...unknown('brand', [...brandsInRoutes, ...inTests(['brand'])], textsOf(brands)),
    ...unknown('rule', [...inTests(['rules', '*']), ...inTests(['expect', '*', 'rule'])], textsOf(rules)),
    ...unknown('receiver', inTests(['expect', '*', 'page', 'receiver']), textsOf(receivers)),
    ...unknown('brand', brandsInCalendar(files), textsOf(brands)),
    ...badRouteMatchers(matchers),
    ...(isReading ? [] : silentReceivers(files)),
  ];
}

/** Rules that share a name, and brands that their filters ask for and nothing bears: these would never match. */
export function checkRuleReferences(files: ConfigFiles['rules'], brands: readonly string[]): Problem[] {
  const within = (path: Path) => files.flatMap((file) => words(file.yaml, file.value, path));
  const filters = within(['rules', '*', 'filter', '*']);
  const asked = filters.flatMap((word) => brandAsked(word, parseMatcher(word.text)));
  return [...twice('rule', within(['rules', '*', 'name'])), ...unknown('brand', asked, brands)];
}

/** The brand that a matcher `brand="…"` asks for. */
function brandAsked(word: Word, parsed: ParsedMatcher<never>): Word[] {
  const asks = parsed.ok && parsed.matcher.field === 'brand' && /^!?=$/.test(parsed.matcher.operator);
  return asks ? [{ ...word, text: parsed.matcher.value }] : [];
}

function textsOf(list: readonly Word[]): string[] {
  return list.map(({ text }) => text);
}

function brandsInCalendar({ calendar }: ConfigFiles): Word[] {
  return calendar ? words(calendar.yaml, calendar.value, ['moments', '*', 'brands', '*']) : [];
}

function badRouteMatchers(list: readonly Word[]): Problem[] {
  return list.flatMap(({ text, path, yaml }) => {
    const parsed = parseRouteMatcher(text);
    return parsed.ok ? [] : [yaml.problem(path, parsed.message, { offset: parsed.at })];
  });
}

/** Every text at the path, where `*` stands for each entry of a list. */
function words(yaml: YamlFile, value: unknown, pattern: Path, path: Path = []): Word[] {
  const [part, ...rest] = pattern;
  if (part === undefined) return typeof value === 'string' ? [{ text: value, path, yaml }] : [];
  if (part === '*')
    return Array.isArray(value) ? value.flatMap((entry, i) => words(yaml, entry, rest, [...path, i])) : [];
  if (typeof value !== 'object' || value === null) return [];
  return words(yaml, (value as Record<PropertyKey, unknown>)[part], rest, [...path, part]);
}

function twice(kind: string, list: readonly Word[]): Problem[] {
  return list.flatMap(({ text, path, yaml }, index) => {
    const first = list.slice(0, index).find((earlier) => earlier.text === text);
    if (!first) return [];
    const { file, line } = first.yaml.problem(first.path, '');
    return [yaml.problem(path, `another ${kind} is called "${text}" already (${file}:${line})`)];
  });
}

function unknown(kind: string, used: readonly Word[], names: readonly string[]): Problem[] {
  return used
    .filter(({ text }) => !names.includes(text))
    .map(({ text, path, yaml }) =>
      yaml.problem(path, `no ${kind} is called "${text}": ${suggest(text, names)}`),
    );
}

/** A receiver whose notifiers are all switched off would let a page fall on the floor. */
function silentReceivers({ settings: { data, yaml } }: ConfigFiles): Problem[] {
  if (!data) return [];
  const off = new Set(data.notifiers.filter(({ enabled }) => !enabled).map(({ name }) => name));
  return data.receivers.flatMap(({ name, notifiers }, index) =>
    notifiers.every((notifier) => off.has(notifier))
      ? [
          yaml.problem(
            ['receivers', index, 'notifiers'],
            `nobody would be told: no notifier of "${name}" is enabled`,
          ),
        ]
      : [],
  );
}
