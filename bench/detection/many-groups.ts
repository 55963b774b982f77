import { detectors } from '#alerting/detectors/index';
import { createEvaluation } from '#alerting/evaluate-rules';
import { type Rule, RuleBase } from '#alerting/rule';
import type { BrandMention } from '#enrich/brand-mention';
import { formatRow } from '../row';
import { spikeRule } from './spike-trials';

// 500 spike rules, each over 200 keys, at 2,000 mentions a second of event time: what the groups hold in memory.
const RULES = 500;
const KEYS = 200;
const PER_SECOND = 2_000;
const MINUTES = Number(process.argv[2] ?? 60);
const START = Date.parse('2026-03-02T00:00:00Z');

// Each rule is about a brand of its own and counts each outlet apart: every mention belongs to one rule.
const rules: Rule[] = Array.from({ length: RULES }, (_, number) => ({
  ...spikeRule(),
  ...RuleBase.parse({
    name: `storm-${number}`,
    timeframe: '10m',
    filter: [`brand="b${number}"`],
    query_key: ['brand', 'outlet'],
  }),
}));

function mentionOf(index: number, at: number): BrandMention {
  const stamp = new Date(at).toISOString();
  return {
    id: `m${index}`,
    mentionId: `m${index}`,
    source: 'bench',
    channel: 'news',
    text: '',
    outlet: `outlet-${Math.floor(index / RULES) % KEYS}`,
    publishedAt: stamp,
    collectedAt: stamp,
    brand: `b${index % RULES}`,
    matched: [],
    hashtags: [],
    domains: [],
    risks: [],
    failures: [],
  };
}

const evaluation = createEvaluation(rules, detectors);
const { state } = evaluation.restore([]);
const used = (): number => {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().rss / 1e6);
};
const began = performance.now();
let index = 0;
for (let minute = 1; minute <= MINUTES; minute++) {
  for (; index < minute * 60 * PER_SECOND; index++) {
    const at = START + Math.floor((index / PER_SECOND) * 1_000);
    evaluation.observe(state, mentionOf(index, at), at);
    if (index % 20_000 === 0) evaluation.takeChanges(state);
  }
  if (minute % 10 === 0)
    console.log(
      formatRow({
        name: `after ${minute} minutes, ${state.groups.size} groups`,
        value: used(),
        unit: 'MB resident',
      }),
    );
}
const seconds = (performance.now() - began) / 1_000;
console.log(formatRow({ name: 'mentions', value: index / seconds, unit: 'a second, making them included' }));
