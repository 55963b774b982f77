import { createLookAlikeCheck, type LookAlike } from './look-alike-domain';

/** The part of a brand that hosts are compared with. */
export type WatchedBrand = { readonly id: string; readonly officialDomains: readonly string[] };

export type BrandLookAlike = { readonly brand: string; readonly lookAlike: LookAlike };

/**
 * Makes one check of hosts against the domains of many brands. Answers every brand that the host imitates, in the
 * order of the brands; mostly none.
 */
export function createLookAlikeIndex(
  brands: readonly WatchedBrand[],
): (host: string) => readonly BrandLookAlike[] {
  const checks = brands.map(({ id, officialDomains }) => ({
    brand: id,
    check: createLookAlikeCheck(officialDomains),
  }));
  return (host) =>
    checks.flatMap(({ brand, check }) => {
      const lookAlike = check(host);
      return lookAlike ? [{ brand, lookAlike }] : [];
    });
}
