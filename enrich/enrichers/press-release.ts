import { z } from 'zod';
import type { BrandMention } from '../brand-mention';
import { defineEnricher, type EnrichedMention } from '../enricher';
import { createFoldText } from '../fold-text';
import { isSpeech } from '../is-speech';
import { createLookAlikeCheck } from '../look-alike-domain';
import { ownDomainsOf } from '../own-domains';
import { createNameCheck } from '../press-release/bears-name';
import { judgeRelease } from '../press-release/gate';
import type { Hits } from '../press-release/lexicon';
import { rejudge } from '../press-release/rejudge';
import { createReleaseMemory, type KnownRelease, knownFrom } from '../press-release/release-memory';
import { ownNamesOf, releaseTextOf } from '../press-release/release-text';
import { createReleaseWords, type ReleaseWord } from '../press-release/release-words';

const NONE: ReadonlySet<string> = new Set();

export const pressReleaseEnricher = defineEnricher({
  kind: 'press-release',
  summary:
    'The press-release gate: tells whether a text that poses as a release of the brand is genuine, and why.',
  options: z.strictObject({}),
  example: 'kind: press-release',
  create: (_, { brands, sharesStories = false, registeredAt = () => undefined }) => {
    const fold = createFoldText();
    const find = createReleaseWords(fold);
    const lookAlikes = new Map(brands.map((brand) => [brand.id, createLookAlikeCheck(ownDomainsOf(brand))]));
    const nameChecks = new Map(brands.map((brand) => [brand.id, createNameCheck(brand)]));
    const ownNames = new Map(brands.map((brand) => [brand.id, ownNamesOf(brand)]));
    const memory = createReleaseMemory();
    let scanned: { draft: EnrichedMention; words: Hits<ReleaseWord> } | undefined;
    let untold: BrandMention[] = [];
    let changed: BrandMention[] = [];
    const keep = (known: KnownRelease) => {
      memory.keep(known);
      if (sharesStories) untold.push(known.result);
    };
    const learn = (result: BrandMention) => {
      const known = knownFrom(result, fold, find);
      if (known) memory.keep(known);
    };
    return {
      stage: 'brand',
      enrich: (draft, brand, result) => {
        if (!isSpeech(draft.mention)) return;
        if (scanned?.draft !== draft) scanned = { draft, words: find(draft.foldedText) };
        const lookAlike = lookAlikes.get(brand.id) ?? (() => undefined);
        const release = releaseTextOf({
          draft,
          brand,
          result,
          words: scanned.words,
          ownNames: ownNames.get(brand.id) ?? NONE,
          lookAlike,
          bearsName: nameChecks.get(brand.id) ?? (() => false),
          registeredAt,
        });
        // Asked only for what is a release: most mentions are none.
        const known = () => memory.about(brand.id, Date.parse(result.publishedAt));
        const judgement = judgeRelease(release, result, known);
        if (!judgement) return;
        const others = rejudge(judgement.known, known());
        result.pressRelease = judgement.pressRelease;
        if (others.length > 0)
          result.pressRelease.rejudges = others.map(({ result: { id, pressRelease } }) => ({
            id,
            verdict: pressRelease!.verdict,
          }));
        keep({ ...judgement.known, result });
        for (const other of others) keep(other);
        changed.push(...others.map((other) => other.result));
      },
      rejudged: () => {
        const results = changed;
        if (results.length > 0) changed = [];
        return results;
      },
      remember: (known) => {
        for (const result of known) if (result.pressRelease) learn(result);
      },
      hear: ({ releases = [] }) => {
        for (const result of releases) learn(result);
      },
      news: () => {
        if (untold.length === 0) return undefined;
        const releases = untold;
        untold = [];
        return { stories: [], releases };
      },
    };
  },
});
