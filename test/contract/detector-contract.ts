import type { Detector, DetectorDefinition, Finding, Observation } from '#alerting/detector';
import { conditionHolds } from '#alerting/explanation';
import type { BrandMention } from '#enrich/brand-mention';
import { brandMention } from '../alerting/brand-mention';

/** A mention, or a moment at which only the clock goes on. */
type Moment = Omit<Observation, 'mention'> & { readonly mention?: BrandMention; readonly isStorm: boolean };

const START = Date.parse('2016-11-22T12:00:00.000Z');
const MINUTE = 60_000;

type Given = Partial<BrandMention> | ((second: number) => Partial<BrandMention>);

/** What a rule type needs of the story beside its tone. */
export type DetectorStory = {
  /** What the mentions of the storm have. */
  readonly stormy?: Given;
  /** What the others have. */
  readonly calm?: Given;
  /** The filter lets the storm through and nothing else: for types that fire on whatever passes. */
  readonly onlyStormPasses?: boolean;
  /** In place of the storm nothing is said for ten minutes: for types that tell of silence. */
  readonly isSilence?: boolean;
  /** Its summary does not say how many mentions there were: what late ones do is told in a test of its own. */
  readonly tellsNoCount?: boolean;
};

/** An hour of calm, ten minutes of storm, an hour of calm; some late, half of them negative. */
function story({ stormy = {}, calm = {}, isSilence = false }: DetectorStory): Moment[] {
  const observations: Moment[] = [];
  for (let second = 0; second < 130 * 60; ) {
    const isStorm = second >= 3_600 && second < 4_200;
    if (isStorm && isSilence) {
      second += 20;
      observations.push({ at: START + second * 1_000, isStorm });
      continue;
    }
    const given = isStorm ? stormy : calm;
    second += isStorm ? 2 : 20;
    const late = second % 14 === 0 ? 2 * MINUTE : 0;
    const label = isStorm || second % 40 === 0 ? 'negative' : 'neutral';
    const score = label === 'negative' ? -0.6 : 0;
    observations.push({
      at: START + second * 1_000 - late,
      mention: brandMention({
        id: `m${second}~acme`,
        sentiment: { score, label, confidence: 1, words: [], model: 'm' },
        ...(typeof given === 'function' ? given(second) : given),
      }),
      isStorm,
    });
  }
  return observations;
}

/** What every rule type promises. `options` must make it fire in the storm of its story and calm after it. */
export function describeDetector(
  definition: DetectorDefinition,
  options: Record<string, unknown>,
  told: DetectorStory = {},
): void {
  const context = {
    timeframe: 10 * MINUTE,
    allowedLateness: 5 * MINUTE,
    worsenFactor: 2,
    counted: 'mentions',
  };
  const create = () => definition.create(definition.options.parse(options), context);
  const observe = (detector: Detector, state: unknown, { at, mention }: Moment, passes = true) => {
    if (mention) detector.observe(state, { at, mention }, passes);
  };

  function run(restartEvery: number): { findings: (Finding | undefined)[]; largest: number } {
    const detector = create();
    let state = detector.fresh();
    let newest = 0;
    let largest = 0;
    const findings: (Finding | undefined)[] = [];
    for (const [index, moment] of story(told).entries()) {
      if (index % restartEvery === 0) state = JSON.parse(JSON.stringify(state));
      newest = Math.max(newest, moment.at);
      observe(detector, state, moment, moment.isStorm || !told.onlyStormPasses);
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

    it('explains what it finds: its gates let through what fires, and hold what does not', () => {
      const detector = create();
      const state = detector.fresh();
      let firing = false;
      const wrong: Moment[] = [];
      for (const observation of story(told)) {
        observe(detector, state, observation, observation.isStorm || !told.onlyStormPasses);
        firing = detector.evaluate(state, observation.at, firing) !== undefined;
        const before = JSON.stringify(state);
        const explanation = detector.explain?.(state, observation.at, firing);
        if (explanation && conditionHolds(explanation) !== firing) wrong.push(observation);
        expect(JSON.stringify(state)).toBe(before);
      }
      expect(wrong).toEqual([]);
    });

    it('keeps its state small', () => {
      expect(run(Number.POSITIVE_INFINITY).largest).toBeLessThan(8_000);
    });

    it('counts nothing that did not pass the filter', () => {
      const detector = create();
      const state = detector.fresh();
      const found = story(told).map((moment) => {
        observe(detector, state, moment, false);
        return detector.evaluate(state, moment.at, false) !== undefined;
      });
      // What does not pass breaks no silence.
      if (told.isSilence) expect(found.slice(60)).not.toContain(false);
      else expect(found).not.toContain(true);
    });

    const tellsCount = !told.isSilence && !told.tellsNoCount;
    if (tellsCount)
      it('counts a late mention in the window where it belongs', () => {
        const storm = story(told).filter(({ at }) => at > START + 60 * MINUTE && at < START + 70 * MINUTE);
        const detector = create();
        const [onTime, late] = [detector.fresh(), detector.fresh()];
        const end = START + 70 * MINUTE;
        const last = { at: end, mention: brandMention(), isStorm: true };
        for (const moment of [...storm, last]) observe(detector, onTime, moment);
        for (const moment of [last, ...storm.filter(({ at }) => at > end - 5 * MINUTE)])
          observe(detector, late, moment);
        const seen = storm.filter(({ at }) => at > end - 5 * MINUTE).length + 1;
        expect(detector.evaluate(onTime, end, false)).toBeDefined();
        expect(detector.evaluate(late, end, false)?.summary).toMatch(
          new RegExp(`\\b(${seen}|${seen - 1})\\b`),
        );
      });

    it('has options that are described and an example that names them', () => {
      for (const [name, option] of Object.entries(definition.options.shape))
        expect([name, (option as { description?: string }).description]).toEqual([name, expect.any(String)]);
      expect(definition.example).toContain(`type: ${definition.kind}`);
    });

    it(told.isSilence ? 'finds silence in nothing, after a timeframe' : 'finds nothing in nothing', () => {
      const detector = create();
      const state = detector.fresh();
      const finds = (at: number, firing: boolean) => detector.evaluate(state, at, firing) !== undefined;
      expect(finds(START, false)).toBe(false);
      expect(finds(START + 60 * MINUTE, true)).toBe(told.isSilence ?? false);
    });
  });
}
