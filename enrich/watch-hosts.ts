import { tellsOfBrand } from './look-alike-domain';
import { type BrandLookAlike, createLookAlikeIndex, type WatchedBrand } from './look-alike-index';

/**
 * Makes the check by which sources of host names (certificate logs) find what imitates a brand. It leaves out what
 * alone does not tell of one: of millions of names a day, many are one slip away from a short name by chance.
 */
export function watchHosts(brands: readonly WatchedBrand[]): (host: string) => readonly BrandLookAlike[] {
  const find = createLookAlikeIndex(brands);
  return (host) => {
    const found = find(host);
    return found.length === 0 ? found : found.filter(({ lookAlike }) => tellsOfBrand(lookAlike));
  };
}
