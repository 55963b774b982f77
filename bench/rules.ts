import { detectors } from '#alerting/detectors/index';
import { createEvaluation } from '#alerting/evaluate-rules';
import { type Rule, RuleBase } from '#alerting/rule';
import { BrandMention } from '#enrich/brand-mention';

const MENTIONS = 200_000;
const BRANDS = 20;
const START = Date.parse('2026-01-05T00:00:00.000Z');

const RULES: readonly (readonly [string, string[], string, Record<string, unknown>])[] = [
  ['spike', [], '10m', { spike_height: 3, threshold_cur: 2_000, threshold_ref: 500 }],
  ['spike', ['sentiment<=-0.4'], '30m', { spike_height: 2, threshold_cur: 2_000, threshold_ref: 500 }],
  ['frequency', ['press_release.verdict>=suspect'], '30m', { num_events: 1 }],
  ['frequency', ['text:"recall"', 'language=~"en|fr"'], '1h', { num_events: 50 }],
  [
    'percentage_match',
    [],
    '30m',
    { match: ['sentiment="negative"'], max_percentage: 60, min_denominator: 50 },
  ],
];

/** Five rules of the types that count. */
export function rulesOfBench(): Rule[] {
  return RULES.map(([type, filter, timeframe, options], index) => ({
    ...RuleBase.parse({ name: `rule-${index}`, filter, timeframe }),
    type,
    options: detectors.find(({ kind }) => kind === type)?.options.parse(options) ?? {},
    origin: { file: 'bench.yaml', line: 1 },
  }));
}

/** One of ten mentions a second, about one brand of twenty in turn. */
export function benchMention(index: number): BrandMention {
  const at = new Date(START + index * 100).toISOString();
  const score = ((index * 7) % 20) / 10 - 1;
  const brand = `brand-${index % BRANDS}`;
  return {
    id: `${index.toString(16).padStart(32, '0')}~${brand}`,
    mentionId: index.toString(16).padStart(32, '0'),
    source: 'x',
    channel: 'social',
    url: `https://social.example/someone/status/${index}`,
    text: `Mention ${index} says something of ordinary length about the brand, its trains and its motorways, again`,
    author: { id: `author-${index % 997}`, handle: `author_${index % 997}`, followers: index % 5_000 },
    publishedAt: at,
    collectedAt: at,
    brand,
    matched: ['Brand'],
    language: index % 3 === 0 ? 'fr' : 'en',
    sentiment: {
      score,
      label: score < -0.2 ? 'negative' : 'neutral',
      confidence: 0.7,
      words: ['late'],
      model: 'm',
    },
    hashtags: [],
    domains: ['social.example'],
    risks: [],
    failures: [],
  };
}

/** Mentions a second on one core through one rule and five, of twenty brands: already parsed, and from JSON. */
export function benchRules(): { name: string; value: number; unit: string }[] {
  const messages = Array.from({ length: MENTIONS }, (_, index) => JSON.stringify(benchMention(index)));
  const parsed = messages.map((json): BrandMention => JSON.parse(json));
  const rate = (read: (index: number) => BrandMention, rules = rulesOfBench()): number => {
    const evaluation = createEvaluation(rules, detectors);
    const { state } = evaluation.restore([]);
    const startedAt = performance.now();
    for (let index = 0; index < MENTIONS; index++) {
      const one = read(index);
      evaluation.observe(state, one, Date.parse(one.collectedAt));
      if (index % 5_000 === 0) JSON.stringify(evaluation.takeChanges(state));
    }
    return Math.round((MENTIONS / (performance.now() - startedAt)) * 1_000);
  };
  return [
    {
      name: 'rules: evaluate, one spike rule × 20 brands',
      value: rate((index) => parsed[index] as BrandMention, rulesOfBench().slice(0, 1)),
      unit: 'mentions/s',
    },
    {
      name: 'rules: evaluate, 5 rules × 20 brands',
      value: rate((index) => parsed[index] as BrandMention),
      unit: 'mentions/s',
    },
    {
      name: 'rules: JSON.parse, check and evaluate, 5 rules × 20 brands',
      value: rate((index) => BrandMention.parse(JSON.parse(messages[index] as string))),
      unit: 'mentions/s',
    },
  ];
}
