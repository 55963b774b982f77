import type { EnricherDefinition } from '../enricher';
import { brandsEnricher } from './brands';
import { languageEnricher } from './language';
import { lookAlikeEnricher } from './look-alike';
import { plainTextEnricher } from './plain-text';
import { pressReleaseEnricher } from './press-release';
import { reachEnricher } from './reach';
import { sentimentEnricher } from './sentiment';
import { storyEnricher } from './story';
import { tagsEnricher } from './tags';
import { voiceEnricher } from './voice';

/**
 * The enrichers in running order. Those up to `brands` see every mention, the rest only what is about a brand;
 * `sentiment` needs the language, `reach` the story, `press-release` what looks alike.
 */
export const enrichers: readonly EnricherDefinition[] = [
  plainTextEnricher,
  tagsEnricher,
  brandsEnricher,
  languageEnricher,
  storyEnricher,
  sentimentEnricher,
  voiceEnricher,
  lookAlikeEnricher,
  pressReleaseEnricher,
  reachEnricher,
];
