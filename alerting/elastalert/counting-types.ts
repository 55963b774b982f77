import { not } from './condition';
import { type CarryOver, floorOf, optionalNumber, requiredNumber, timeframeOf } from './draft';
import { type OpenRule, textsOf } from './open-rule';

export const any: CarryOver = (rule) => {
  const timeframe = rule.has('timeframe') ? timeframeOf(rule) : undefined;
  rule.note(
    [],
    'what follows within an hour (timeframe) is one alert, told again when it has doubled, not one for each mention',
  );
  return [{ type: 'any', options: {}, timeframe }];
};

export const frequency: CarryOver = (rule) => {
  const timeframe = timeframeOf(rule);
  const wanted = requiredNumber(rule, 'num_events');
  if (timeframe === undefined || wanted === undefined) return [];
  return [{ type: 'frequency', timeframe, options: { num_events: Math.max(1, Math.ceil(wanted)) } }];
};

export const flatline: CarryOver = (rule) => {
  const timeframe = timeframeOf(rule);
  const threshold = requiredNumber(rule, 'threshold');
  const forgets = isTrue(rule.take('forget_keys'));
  if (timeframe === undefined || threshold === undefined) return [];
  if (threshold <= 0) {
    rule.refuse(['threshold'], 'there cannot be fewer than none, so the rule would never fire');
    return [];
  }
  rule.note([], 'tells also of a brand that was never heard, from the first timeframe on');
  return [
    {
      type: 'flatline',
      timeframe,
      options: { threshold: Math.ceil(threshold), ...(forgets && { forget_keys: true }) },
    },
  ];
};

const QUIET = 'or a handful after a quiet night would page';

export const spike: CarryOver = (rule) => {
  const timeframe = timeframeOf(rule);
  const height = requiredNumber(rule, 'spike_height');
  const type = rule.take('spike_type') ?? 'up';
  if (rule.has('field_value')) {
    rule.take('field_value');
    rule.refuse(
      ['field_value'],
      'a spike counts mentions, it does not add up a field: see metric_aggregation with type sum',
    );
    return [];
  }
  if (timeframe === undefined || height === undefined) return [];
  if (height <= 1) {
    rule.refuse(['spike_height'], 'must be above 1: once as many as usual is no spike');
    return [];
  }
  const { threshold_cur, threshold_ref } = floorsOf(rule, height);
  if (rule.take('alert_on_new_data') !== undefined)
    rule.note(['alert_on_new_data'], 'a group without history is compared with threshold_ref');
  rule.note(
    ['spike_height'],
    'the expected count is the mean of six timeframes before, not the last one alone (reference_windows: 1 is the old way), and threshold_ref while there is no history yet',
  );
  return [
    {
      type: 'spike',
      timeframe,
      options: { spike_height: height, spike_type: type, threshold_cur, threshold_ref },
    },
  ];
};

function floorsOf(rule: OpenRule, height: number): { threshold_cur: number; threshold_ref: number } {
  const ref = optionalNumber(rule, 'threshold_ref');
  const least = ref === undefined ? 20 : Math.max(2, Math.ceil(ref * height));
  const threshold_cur = floorOf(rule, 'threshold_cur', least, QUIET);
  if (ref === undefined) {
    const threshold_ref = Math.max(1, Math.round(threshold_cur / height));
    rule.note(
      [],
      `threshold_ref: ${threshold_ref} is set, for Vigie asks for this floor: fewer are never expected; choose what is usual for you`,
    );
    return { threshold_cur, threshold_ref };
  }
  return { threshold_cur, threshold_ref: Math.max(0, ref) };
}

const FILE_ENTRY = /^!(file|yaml)\b/;

/** `blacklist` and `whitelist`: a condition on one field, and any mention that passes it. */
function comparing(option: 'blacklist' | 'whitelist'): CarryOver {
  return (rule) => {
    const [field, ...more] = textsOf(rule.take('compare_key'));
    const written = textsOf(rule.take(option));
    const values = written.filter((value) => !FILE_ENTRY.test(value));
    const ignoresNull = isTrue(rule.take('ignore_null'));
    if (values.length < written.length)
      rule.note([option], 'a list in another file is not read: write its lines here');
    if (field === undefined || more.length > 0 || values.length === 0) {
      rule.refuse(
        field === undefined ? [] : [option],
        `compare_key must name one field, and ${option} the values`,
      );
      return [];
    }
    const path = [option];
    const listed = { kind: 'field', field, test: { kind: 'is', values }, path } as const;
    if (option === 'blacklist') return any(rule).map((draft) => ({ ...draft, also: listed }));
    const known = { kind: 'field', field, test: { kind: 'exists' }, path } as const;
    const also = ignoresNull ? ({ kind: 'all', of: [known, not(listed)] } as const) : not(listed);
    return any(rule).map((draft) => ({ ...draft, also }));
  };
}

export const blacklist = comparing('blacklist');
export const whitelist = comparing('whitelist');

/** YAML 1.1 reads `yes` and `on` as true; in quotes they are texts. */
export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(true|yes|on|1)$/i.test(value.trim()));
}
