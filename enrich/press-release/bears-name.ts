import { parse } from 'tldts';
import type { Brand } from '../brand';
import { rememberAnswers } from '../look-alike-domain';
import { tidyName } from './release-text';

/** A shorter name is found by chance within other words. */
const LONG_ENOUGH = 5;
/** A long piece of a longer name: `chamber-of-commerce.example` of a Chamber of Commerce. */
const PART_OF_NAME = 10;

/**
 * Makes the check whether a host that is not the brand's bears its name: `acme-recall.example`,
 * `press-acme.jimdosite.com`. Of a short name, or one that also means something else, only as a word of its own. It
 * remembers its answers.
 */
export function createNameCheck(brand: Pick<Brand, 'name' | 'names' | 'officialDomains'>) {
  // Where no domain of the brand is known, any may be its own.
  if (brand.officialDomains.length === 0) return () => false;
  const ambiguous = new Set(brand.names.flatMap((name) => (name.ambiguous ? [name.text] : [])));
  const names = [brand.name, ...brand.names.map(({ text }) => text)]
    .map((text) => ({
      text: tidyName(text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '')),
      isOpen: !ambiguous.has(text),
    }))
    .filter(({ text }) => text.length >= 3);
  return rememberAnswers((host: string): boolean => {
    const { domain, publicSuffix } = parse(host, { extractHostname: false, validateHostname: false });
    if (!domain) return false;
    const labels = host.slice(0, host.length - (publicSuffix?.length ?? 0)).replace(/\.$/, '');
    const joined = tidyName(labels);
    const parts = labels.split(/[.-]/);
    return names.some(({ text, isOpen }) => {
      const isPart = joined.length >= PART_OF_NAME && text.includes(joined);
      const isWithin = isOpen && text.length >= LONG_ENOUGH && joined.includes(text);
      return parts.includes(text) || isPart || isWithin;
    });
  });
}
