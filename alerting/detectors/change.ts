import { z } from 'zod';
import type { BrandMention } from '#enrich/brand-mention';
import { durationInWords } from '#enrich/duration-in-words';
import { type DetectorContext, defineDetector, type Finding, type Observation } from '../detector';
import { countInWords } from '../in-words';
import { quoteText } from '../render/quoted-text';
import { type Change, changesSince, forgetRuns, putValue, type Runs } from '../value-runs';

const ChangeField = z.enum([
  'language',
  'channel',
  'source',
  'outlet',
  'author',
  'voice',
  'sentiment',
  'press_release.verdict',
]);
type ChangeField = z.infer<typeof ChangeField>;

const Options = z.strictObject({
  compare_key: z
    .array(ChangeField)
    .min(1)
    .describe(
      'whose value is compared with that of the mention before; query_key says of whom: [author] compares each author with themselves',
    ),
  ignore_null: z
    .boolean()
    .default(true)
    .describe(
      'true: mentions without a value are passed over; false: to lose a value, or to gain one, is a change',
    ),
});

type State = Partial<Record<ChangeField, Runs>>;
type Changed = Change & { readonly field: ChangeField };

const READ: Readonly<Record<ChangeField, (mention: BrandMention) => string | undefined>> = {
  language: ({ language }) => language,
  channel: ({ channel }) => channel,
  source: ({ source }) => source,
  outlet: ({ outlet }) => outlet,
  author: ({ author }) => author?.handle ?? author?.id,
  voice: ({ voice }) => voice,
  sentiment: ({ sentiment }) => sentiment?.label,
  'press_release.verdict': ({ pressRelease }) => pressRelease?.verdict,
};
const WORDS: Readonly<Partial<Record<ChangeField, string>>> = {
  sentiment: 'tone',
  'press_release.verdict': 'verdict',
};

/** 5 kB a group and field. */
const MOST_RUNS = 50;
const LONGEST_VALUE = 60;
const NOTHING = '';
const SHORT_WORD = /^[\w-]{0,60}$/;

const wordOf = (field: ChangeField): string => WORDS[field] ?? field;
const show = (value: string): string => (value === NOTHING ? 'none' : `"${value}"`);

function create(options: z.output<typeof Options>, { timeframe, allowedLateness }: DetectorContext) {
  const fields = [...new Set(options.compare_key)];
  const span = durationInWords(timeframe);
  const unit = fields.length === 1 ? `changes of ${wordOf(fields[0] as ChangeField)}` : 'changes';

  const summarize = (count: number, { field, from, to }: Changed): string => {
    const last = `from ${show(from)} to ${show(to)}`;
    if (count === 1) return `the ${wordOf(field)} has changed ${last}`;
    const which = fields.length > 1 ? `of the ${wordOf(field)} ` : '';
    return `${countInWords(count, unit)} in ${span}, the last ${which}${last}`;
  };

  const evaluate = (state: State, at: number): Finding | undefined => {
    let seen = 0;
    let newest: Changed | undefined;
    for (const field of fields) {
      const { count, last } = changesSince(state[field] ?? [], { since: at - timeframe, within: timeframe });
      seen += count;
      if (last && last.at >= (newest?.at ?? 0)) newest = { ...last, field };
    }
    if (!newest) return undefined;
    return {
      at,
      window: { from: at - timeframe, to: at },
      seen,
      unit,
      summary: summarize(seen, newest),
      explanation: [
        `each mention is compared with the one before, if that is not older than ${span}`,
        `over when nothing has changed for ${span}`,
      ],
    };
  };

  return {
    fresh: (): State => ({}),
    observe: (state: State, { at, mention }: Observation, isCounted: boolean) => {
      if (!isCounted) return;
      for (const field of fields) {
        const value = READ[field](mention) ?? NOTHING;
        if (value === NOTHING && options.ignore_null) continue;
        const runs = state[field] ?? [];
        state[field] = runs;
        // Most values are short words, and making them safe takes longer than all the rest.
        const shown = SHORT_WORD.test(value) ? value : quoteText(value, LONGEST_VALUE);
        putValue(runs, at, shown, MOST_RUNS);
        forgetRuns(runs, at - 2 * timeframe - allowedLateness);
      }
    },
    evaluate,
    ended: () => `nothing has changed for ${span}`,
  };
}

/**
 * A value that is another than in the mention before, in the order of event time: a late mention is put between those
 * that it was said between, and makes a change where there was one, not where it came in.
 */
export const change = defineDetector({
  kind: 'change',
  summary:
    'A value of compare_key is another than in the mention before of the same query_key, within the timeframe.',
  options: Options,
  example: `name: account-in-other-hands
type: change
filter: ['voice="official"']
query_key: [author]
compare_key: [language]
timeframe: 7d
severity: warning
`,
  create,
});
