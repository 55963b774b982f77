import type { Mention } from '#ingest/mention';
import type { Account, Brand } from '../brand';
import type { MentionHost } from '../enricher';
import { networkOf } from '../network-of';

/** Whether this account wrote the mention; a handle proves nothing on another network: anybody can take it there. */
export function isAccount(
  account: Account,
  { author }: Pick<Mention, 'author'>,
  network: string | undefined,
): boolean {
  const wanted = account.network.toLowerCase() === 'twitter' ? 'x' : account.network.toLowerCase();
  const handle = account.handle.replace(/^@/, '').toLowerCase();
  return network === wanted && author?.handle?.replace(/^@/, '').toLowerCase() === handle;
}

function isHandle(account: Account, handle: string): boolean {
  return account.handle.replace(/^@/, '').toLowerCase() === handle;
}

/** Whether an account of the brand wrote the mention. */
export function isOfficialAccount(brand: Brand, mention: Mention, hosts: readonly MentionHost[]): boolean {
  const handle = mention.author?.handle?.replace(/^@/, '').toLowerCase();
  if (handle === undefined) return false;
  const named = brand.officialAccounts.filter((account) => isHandle(account, handle));
  if (named.length === 0) return false;
  const network = networkOf(hosts);
  return named.some((account) => isAccount(account, mention, network ?? account.network));
}
