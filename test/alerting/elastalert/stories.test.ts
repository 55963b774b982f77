import { detectors } from '#alerting/detectors/index';
import { createEvaluation } from '#alerting/evaluate-rules';
import type { Rule } from '#alerting/rule';
import type { BrandMention } from '#enrich/brand-mention';
import { temporaryFolder } from '../../temporary-folder';
import { brandMention } from '../brand-mention';
import { fixtureNames, importFixture, loadRules } from './imported';
import { type Part, STORIES, type Story } from './stories';

const folder = temporaryFolder();
const MINUTE = 60_000;
const START = Date.parse('2026-03-02T08:00:00.000Z');

const iso = (at: number) => new Date(at).toISOString();

function mentionsOf({ from, to, perMinute, given = {} }: Part, place: number): BrandMention[] {
  const count = Math.round((to - from) * perMinute);
  return Array.from({ length: count }, (_, index) => {
    const at = iso(START + from * MINUTE + Math.floor((index / perMinute) * MINUTE));
    const more = typeof given === 'function' ? given(index) : given;
    return brandMention({ id: `m${place}-${index}~acme`, publishedAt: at, collectedAt: at, ...more });
  });
}

/** The minute in which the first alert begins, as the clock goes on from mention to mention and from minute to minute. */
function firstAlert(rules: readonly Rule[], { parts, until }: Story): number | undefined {
  const evaluation = createEvaluation(rules, detectors);
  const { state } = evaluation.restore([]);
  const mentions = parts.flatMap(mentionsOf).sort((a, b) => a.publishedAt.localeCompare(b.publishedAt));
  const last = until ?? Math.max(...parts.map(({ to }) => to));
  let next = 0;
  for (let minute = 0; minute <= last; minute += 1) {
    const now = START + minute * MINUTE;
    const alerts = [...evaluation.tick(state, now)];
    for (
      let mention = mentions[next];
      mention && Date.parse(mention.publishedAt) < now + MINUTE;
      mention = mentions[++next]
    )
      alerts.push(...evaluation.observe(state, mention, Date.parse(mention.publishedAt)).alerts);
    const [first] = alerts;
    if (first) return (Date.parse(first.at) - START) / MINUTE;
  }
  return undefined;
}

describe('a rule of ElastAlert, imported', () => {
  it('has stories of when it fires and of when it is silent', () => {
    for (const name of fixtureNames) {
      const told = STORIES.filter(({ fixture }) => fixture === name);
      expect([name, told.some(({ fires }) => fires), told.some(({ fires }) => !fires)]).toEqual([
        name,
        true,
        true,
      ]);
    }
    expect(fixtureNames.length).toBeGreaterThanOrEqual(15);
  });

  it.each(STORIES.filter(({ fires }) => fires))('fires as it did: $fixture, $tells', async (story) => {
    const minute = firstAlert(await loadRules(folder(), importFixture(story.fixture).yaml), story);
    const [from, to] = story.fires ?? [];
    expect(minute).toBeGreaterThanOrEqual(from as number);
    expect(minute).toBeLessThanOrEqual(to as number);
  });

  it.each(STORIES.filter(({ fires }) => !fires))('is silent as it was: $fixture, $tells', async (story) => {
    expect(firstAlert(await loadRules(folder(), importFixture(story.fixture).yaml), story)).toBeUndefined();
  });
});
