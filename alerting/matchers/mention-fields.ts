import { type BrandMention, PressRelease, SentimentLabel, Verdict, Voice } from '#enrich/brand-mention';
import { Channel } from '#ingest/mention';
import type { Fields } from './field';

const authorNames = ({ author }: BrandMention): string[] =>
  author ? [author.id, author.handle, author.name].filter((name) => name !== undefined) : [];

/** The fields of a mention that rules and searches can match. */
export const MENTION_FIELDS: Fields<BrandMention> = {
  brand: { kind: 'text', summary: 'brand id', read: (mention) => mention.brand },
  language: { kind: 'text', summary: 'ISO 639-1, as detected', read: (mention) => mention.language },
  sentiment: {
    kind: 'number',
    summary: 'score toward the brand (−1 to 1), or negative, neutral, positive, unscored',
    read: (mention) => mention.sentiment?.score,
    words: {
      values: [...SentimentLabel.options, 'unscored'],
      read: (mention) => mention.sentiment?.label ?? 'unscored',
    },
  },
  voice: {
    kind: 'choice',
    summary: 'who speaks',
    values: Voice.options,
    ordered: false,
    read: (mention) => mention.voice,
  },
  channel: {
    kind: 'choice',
    summary: 'where it was said',
    values: Channel.options,
    ordered: false,
    read: (mention) => mention.channel,
  },
  source: { kind: 'text', summary: 'name of the source', read: (mention) => mention.source },
  outlet: { kind: 'text', summary: 'name of the publication', read: (mention) => mention.outlet },
  author: { kind: 'text', summary: 'id, handle or name of the author', read: authorNames },
  followers: { kind: 'number', summary: 'followers of the author', read: (m) => m.author?.followers },
  domain: { kind: 'text', summary: 'a domain that it links or comes from', read: (m) => m.domains },
  hashtag: { kind: 'text', summary: 'a hashtag, without #', read: (mention) => mention.hashtags },
  risk: {
    kind: 'text',
    summary: 'kind of a risk found on it, for example look-alike-domain',
    read: (mention) => mention.risks.map((risk) => risk.kind),
  },
  failure: {
    kind: 'text',
    summary: 'an enricher that failed on it',
    read: (mention) => mention.failures.map((failure) => failure.enricher),
  },
  reach: { kind: 'number', summary: 'people who may have seen it', read: (m) => m.reach?.discounted },
  story: { kind: 'text', summary: 'id of the story', read: (mention) => mention.story?.id },
  'story.copies': { kind: 'number', summary: 'copies before this one', read: (m) => m.story?.copies },
  'press_release.verdict': {
    kind: 'choice',
    summary: "the press-release gate's verdict, from official to refuted",
    values: Verdict.options,
    ordered: true,
    read: (mention) => mention.pressRelease?.verdict,
  },
  'press_release.score': {
    kind: 'number',
    summary: "the press-release gate's score",
    read: (mention) => mention.pressRelease?.score,
  },
  'press_release.role': {
    kind: 'choice',
    summary: 'whether it poses as a release, reports one or denies one',
    values: PressRelease.shape.role.options,
    ordered: false,
    read: (mention) => mention.pressRelease?.role,
  },
  'press_release.claim': {
    kind: 'text',
    summary: 'what a press release claims, for example accounts-restated',
    read: (mention) => mention.pressRelease?.claims,
  },
  'press_release.case': {
    kind: 'text',
    summary: 'id of the mention that began the affair of a press release',
    read: (mention) => mention.pressRelease?.case,
  },
  text: { kind: 'prose', summary: 'a word or phrase in the text', read: (mention) => mention.text },
  title: { kind: 'prose', summary: 'a word or phrase in the title', read: (mention) => mention.title },
};
