import { z } from 'zod';
import { defineEnricher, type EnrichedMention, type MentionHost } from '../enricher';
import { hostOf, hostOfAddress, hostsInText, registrableDomain } from '../host-names';

const SOME_LETTER = /\p{L}/u;
const HASHTAG = /(?<![\p{L}\p{N}_&/#])[#＃]([\p{L}\p{N}_]{1,100})/gu;

/** Hashtags of a text, lower case, without the sign, each once; numbers ("#1") are none. */
export function hashtagsOf(text: string, limit: number): string[] {
  if (!/[#＃]/.test(text)) return [];
  const tags = new Set<string>();
  for (const [, tag = ''] of text.matchAll(HASHTAG)) {
    if (SOME_LETTER.test(tag)) tags.add(tag.toLowerCase());
    if (tags.size >= limit) break;
  }
  return [...tags];
}

function hostsOf({ mention, plainText }: EnrichedMention, limit: number): MentionHost[] {
  const link = mention.url === undefined ? undefined : hostOf(mention.url);
  const sender = mention.sender === undefined ? undefined : hostOfAddress(mention.sender);
  const inText = plainText.includes('.') ? hostsInText(plainText, limit) : [];
  return [
    ...(link ? [{ host: link, from: 'link' as const }] : []),
    ...(sender ? [{ host: sender, from: 'sender' as const }] : []),
    ...[...new Set([...inText, ...hiddenHosts(mention)])].map((host) => ({ host, from: 'text' as const })),
  ];
}

/** Where links lead whose words say something else, and where answers to an e-mail would go. */
function hiddenHosts({ links = [], mail }: EnrichedMention['mention']): string[] {
  const replies = mail?.replyTo === undefined ? undefined : hostOfAddress(mail.replyTo);
  return [...links.flatMap((link) => hostOf(link) ?? []), ...(replies ? [replies] : [])];
}

const options = z.strictObject({
  limit: z
    .number()
    .int()
    .min(1)
    .max(500)
    .default(50)
    .describe('hashtags, and hosts, that are kept of one mention'),
});

export const tagsEnricher = defineEnricher({
  kind: 'tags',
  summary: 'Lists the hashtags and the registrable domains of link, sender and links in the text.',
  options,
  example: 'kind: tags\nlimit: 50',
  create: ({ limit }) => ({
    stage: 'mention',
    enrich: (draft) => {
      draft.hashtags = hashtagsOf(draft.plainText, limit);
      draft.hosts = hostsOf(draft, limit);
      draft.domains = [...new Set(draft.hosts.map(({ host }) => registrableDomain(host) ?? host))];
    },
  }),
});
