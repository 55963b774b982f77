import { z } from 'zod';
import type { Channel, Mention } from '#ingest/mention';
import type { Brand } from '../brand';
import type { Voice } from '../brand-mention';
import { defineEnricher, type MentionHost } from '../enricher';
import { isSpeech } from '../is-speech';
import { networkOf } from '../network-of';
import { isAccount } from '../press-release/official-account';

const CHANNEL_VOICES: Partial<Record<Channel, Voice>> = {
  newswire: 'agency',
  news: 'journalist',
  review: 'customer',
};

function speaksFromDomain(brand: Brand, hosts: readonly MentionHost[], channel: Channel): boolean {
  if (channel === 'social' || channel === 'video' || channel === 'forum' || channel === 'review')
    return false;
  const origins = hosts.filter(({ from }) => from !== 'text');
  return (
    origins.length > 0 &&
    origins.every(({ host }) =>
      brand.officialDomains.some((domain) => host === domain || host.endsWith(`.${domain}`)),
    )
  );
}

function voiceOf(
  mention: Mention,
  brand: Brand,
  hosts: readonly MentionHost[],
  influencerFollowers: number,
): Voice {
  const network = networkOf(hosts);
  if (brand.officialAccounts.some((account) => isAccount(account, mention, network))) return 'official';
  if (speaksFromDomain(brand, hosts, mention.channel)) return 'official';
  if (brand.executives.some(({ account }) => account && isAccount(account, mention, network)))
    return 'executive';
  const byChannel = CHANNEL_VOICES[mention.channel];
  if (byChannel) return byChannel;
  return (mention.author?.followers ?? 0) >= influencerFollowers ? 'influencer' : 'public';
}

const options = z.strictObject({
  influencerFollowers: z
    .number()
    .int()
    .min(1)
    .default(20_000)
    .describe('followers from which an author counts as an influencer'),
});

export const voiceEnricher = defineEnricher({
  kind: 'voice',
  summary:
    'Tells who speaks: the brand itself, its executives, agencies, journalists, influencers or the public.',
  options,
  example: 'kind: voice\ninfluencerFollowers: 20000',
  create: ({ influencerFollowers }) => ({
    stage: 'brand',
    enrich: ({ mention, hosts }, brand, result) => {
      if (isSpeech(mention)) result.voice = voiceOf(mention, brand, hosts, influencerFollowers);
    },
  }),
});
