import { spanOf } from '#alerting/calendar';
import { DeclaredMoment, parseDate } from '#alerting/declared-moment';
import type { ConfigFiles } from './load-config';
import type { Problem } from './problem';
import type { YamlFile } from './yaml-file';

type Written = Readonly<Record<string, unknown>>;

const { timezone: Zone } = DeclaredMoment.shape;

/** What a moment cannot mean. Works on the text as written, so that one mistake hides no other. */
export function checkCalendar({ calendar, settings }: ConfigFiles): Problem[] {
  if (!calendar) return [];
  const { yaml, value } = calendar;
  const timezone = settings.data?.timezone ?? 'UTC';
  const list = (value as { moments?: unknown } | undefined)?.moments;
  if (!Array.isArray(list)) return [];
  return list.flatMap((moment: unknown, index) =>
    typeof moment === 'object' && moment !== null
      ? checkMoment({ timezone, ...moment }, ['moments', index], yaml)
      : [],
  );
}

function checkMoment(moment: Written, path: readonly PropertyKey[], yaml: YamlFile): Problem[] {
  const { from, to, every } = moment;
  if (every === undefined && from === undefined && to === undefined)
    return [yaml.problem(path, 'nothing says when it is: write from and to, or every')];
  const missing = (['from', 'to'] as const).filter((key) => every === undefined && moment[key] === undefined);
  if (missing.length > 0)
    return missing.map((key) => yaml.problem([...path, key], 'is missing: from and to go together'));
  const isBackwards = isDate(from) && isDate(to) && lastsNothing(moment);
  return isBackwards ? [yaml.problem([...path, 'to'], `is not after from (${String(from)})`)] : [];
}

function isDate(text: unknown): text is string {
  return typeof text === 'string' && parseDate(text) !== undefined;
}

/** Which of two dates comes first hangs on the zone only where one of them brings its own. */
function lastsNothing({ from, to, timezone }: Written): boolean {
  const zone = Zone.safeParse(timezone);
  const span = spanOf({
    from: String(from),
    to: String(to),
    timezone: (zone.success && zone.data) || 'UTC',
  });
  return span.to <= span.from;
}
