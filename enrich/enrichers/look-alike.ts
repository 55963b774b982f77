import { z } from 'zod';
import type { Mention } from '#ingest/mention';
import type { Brand } from '../brand';
import type { Risk } from '../brand-mention';
import { defineEnricher, type EnrichedMention, type MentionHost } from '../enricher';
import { createLookAlikeAccountCheck, type LookAlikeAccountCheck } from '../look-alike-account';
import { rememberAnswers } from '../look-alike-domain';
import { type BrandLookAlike, createLookAlikeIndex } from '../look-alike-index';
import { loadOrdinaryWords } from '../look-alikes/ordinary-words';
import { withOwnDomains } from '../own-domains';

const PLACES: Readonly<Record<MentionHost['from'], string>> = {
  link: 'The mention stands on',
  sender: 'The e-mail was sent from',
  text: 'The text points to',
};

/** Names of the share are no names that accounts bear. */
const TICKER = /[$.]/;

function accountsOf({ officialAccounts, executives, names, name }: Brand) {
  const accounts = [...officialAccounts, ...executives.flatMap(({ account }) => account ?? [])];
  return { accounts, names: [name, ...names.map(({ text }) => text)].filter((text) => !TICKER.test(text)) };
}

function hasAccounts({ officialAccounts }: Brand): boolean {
  return officialAccounts.length > 0;
}

/** How a mention and a host in it hang together; undefined where the host is that of a search for certificates. */
function placeOf(from: MentionHost['from'], channel: Mention['channel']): string | undefined {
  if (channel !== 'certificate-log') return PLACES[from];
  return from === 'link' ? undefined : 'A certificate was issued for';
}

type FindImitated = (host: string) => readonly BrandLookAlike[];

function domainRisks({ hosts, mention }: EnrichedMention, brand: Brand, find: FindImitated): Risk[] {
  const risks = new Map<string, Risk>();
  for (const { host, from } of hosts) {
    const found = find(host).find(({ brand: imitated }) => imitated === brand.id);
    const name = host.replace(/^www\./, '');
    const place = placeOf(from, mention.channel);
    if (!place || !found || risks.has(name)) continue;
    const explanation = `${place} ${name}, which ${found.lookAlike.explanation}.`;
    risks.set(name, { kind: 'look-alike-domain', evidence: name, explanation });
  }
  return [...risks.values()];
}

function accountRisks({ channel, author }: Mention, check: LookAlikeAccountCheck | undefined): Risk[] {
  if (channel !== 'social' || author?.handle === undefined) return [];
  const found = check?.(author.handle, author.name);
  if (!found) return [];
  const evidence = `@${found.handle}`;
  const explanation = `The author is ${evidence}, which ${found.explanation}.`;
  return [{ kind: 'look-alike-account', evidence, explanation }];
}

export const lookAlikeEnricher = defineEnricher({
  kind: 'look-alike',
  summary:
    "Compares the domains of link, sender and text, and the author's account, with the brand's official ones.",
  options: z.strictObject({}),
  example: 'kind: look-alike',
  create: (_, { brands }) => {
    const isOrdinaryWord = loadOrdinaryWords();
    const find = rememberAnswers(createLookAlikeIndex(brands.map(withOwnDomains), isOrdinaryWord));
    const accounts = new Map(
      // Whoever says which accounts are theirs says by that which are not.
      brands.filter(hasAccounts).map((brand) => {
        const { accounts, names } = accountsOf(brand);
        return [brand.id, createLookAlikeAccountCheck(accounts, names, isOrdinaryWord)];
      }),
    );
    return {
      stage: 'brand',
      enrich: (draft, brand, result) => {
        result.risks.push(
          ...domainRisks(draft, brand, find),
          ...accountRisks(draft.mention, accounts.get(brand.id)),
        );
      },
    };
  },
});
