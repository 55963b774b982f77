import type { DetectorDefinition, Finding, Observation } from '#alerting/detector';
import type { BrandMention } from '#enrich/brand-mention';
import { brandMention } from '../alerting/brand-mention';

const START = Date.parse('2016-11-22T12:00:00.000Z');
const MINUTE = 60_000;

/** An hour of calm, ten minutes of storm, an hour of calm; some late, half of them negative. */
function story(stormy: Partial<BrandMention>): Observation[] {
  const observations: Observation[] = [];
  for (let second = 0; second < 130 * 60; ) {
    const isStorm = second >= 3_600 && second < 4_200;
    second += isStorm ? 2 : 20;
    const late = second % 14 === 0 ? 2 * MINUTE : 0;
    const label = isStorm || second % 40 === 0 ? 'negative' : 'neutral';
    const score = label === 'negative' ? -0.6 : 0;
    observations.push({
      at: START + second * 1_000 - late,
      mention: brandMention({
        id: `m${second}~acme`,
        sentiment: { score, label, confidence: 1, words: [], model: 'm' },
        ...(isStorm && stormy),
      }),
    });
  }
  return observations;
}

/**
 * What every rule type promises. `options` must make it fire in the storm of the story and calm after it; `stormy` is
 * what mentions of the storm have beside their tone.
 */
export function describeDetector(
  definition: DetectorDefinition,
  options: Record<string, unknown>,
  stormy: Partial<BrandMention> = {},
): void {
  const context = {
    timeframe: 10 * MINUTE,
    allowedLateness: 5 * MINUTE,
    worsenFactor: 2,
    counted: 'mentions',
  };
  const create = () => definition.create(definition.options.parse(options), context);

  function run(restartEvery: number): { findings: (Finding | undefined)[]; largest: number } {
    const detector = create();
    let state = detector.fresh();
    let newest = 0;
    let largest = 0;
    const findings: (Finding | undefined)[] = [];
    for (const [index, observation] of story(stormy).entries()) {
      if (index % restartEvery === 0) state = JSON.parse(JSON.stringify(state));
      newest = Math.max(newest, observation.at);
      detector.observe(state, observation, true);
      findings.push(detector.evaluate(state, newest, findings.at(-1) !== undefined));
      if (index % 50 === 0) largest = Math.max(largest, JSON.stringify(state).length);
    }
    return { findings, largest };
  }

  describe(`detector ${definition.kind}`, () => {
    it('fires in the storm and calms after it', () => {
      const { findings } = run(Number.POSITIVE_INFINITY);
      const firing = findings.map((finding) => finding !== undefined);
      const changes = firing.filter((holds, index) => holds !== (firing[index - 1] ?? false));
      expect(changes).toEqual([true, false]);
      const first = findings.find((finding) => finding !== undefined);
      expect(first?.at).toBeGreaterThan(START + 60 * MINUTE);
      expect(first?.at).toBeLessThan(START + 68 * MINUTE);
    });

    it('finds the same again, wherever it is restarted', () => {
      expect(run(1).findings).toEqual(run(Number.POSITIVE_INFINITY).findings);
    });

    it('keeps its state small', () => {
      expect(run(Number.POSITIVE_INFINITY).largest).toBeLessThan(8_000);
    });

    it('counts nothing that did not pass the filter', () => {
      const detector = create();
      const state = detector.fresh();
      for (const observation of story(stormy)) {
        detector.observe(state, observation, false);
        expect(detector.evaluate(state, observation.at, false)).toBeUndefined();
      }
    });

    it('counts a late mention in the window where it belongs', () => {
      const storm = story(stormy).filter(({ at }) => at > START + 60 * MINUTE && at < START + 70 * MINUTE);
      const detector = create();
      const [onTime, late] = [detector.fresh(), detector.fresh()];
      const end = START + 70 * MINUTE;
      const last = { at: end, mention: brandMention() };
      for (const observation of [...storm, last]) detector.observe(onTime, observation, true);
      for (const observation of [last, ...storm.filter(({ at }) => at > end - 5 * MINUTE)])
        detector.observe(late, observation, true);
      const seen = storm.filter(({ at }) => at > end - 5 * MINUTE).length + 1;
      expect(detector.evaluate(onTime, end, false)).toBeDefined();
      expect(detector.evaluate(late, end, false)?.summary).toMatch(new RegExp(`\\b(${seen}|${seen - 1})\\b`));
    });

    it('has options that are described and an example that names them', () => {
      for (const [name, option] of Object.entries(definition.options.shape))
        expect([name, (option as { description?: string }).description]).toEqual([name, expect.any(String)]);
      expect(definition.example).toContain(`type: ${definition.kind}`);
    });

    it('finds nothing in nothing', () => {
      const detector = create();
      const state = detector.fresh();
      expect(detector.evaluate(state, START, false)).toBeUndefined();
      expect(detector.evaluate(state, START + 60 * MINUTE, true)).toBeUndefined();
    });
  });
}
