import { parse } from 'tldts';
import { type ReleaseText, tidyName } from './release-text';

/** A shorter name is found by chance within other words. */
const LONG_ENOUGH = 5;
/** A long piece of a longer name: `chamber-of-commerce.example` of a Chamber of Commerce. */
const PART_OF_NAME = 10;

/**
 * Whether a host that is not the brand's bears its name: `acme-recall.example`, `press-acme.jimdosite.com`. Of a short
 * name, or one that also means something else, only as a word of its own.
 */
export function bearsName({ brand }: Pick<ReleaseText, 'brand'>, host: string): boolean {
  const { domain, publicSuffix } = parse(host, { extractHostname: false, validateHostname: false });
  // Where no domain of the brand is known, this one may be its own.
  if (!domain || brand.officialDomains.length === 0) return false;
  const labels = host.slice(0, host.length - (publicSuffix?.length ?? 0)).replace(/\.$/, '');
  const joined = tidyName(labels);
  const parts = labels.split(/[.-]/);
  return [{ text: brand.name, ambiguous: false }, ...brand.names].some(({ text, ambiguous }) => {
    const name = tidyName(text.normalize('NFKD').replace(/[\u0300-\u036f]/g, ''));
    if (name.length < 3) return false;
    const isAlone = parts.includes(name);
    const isOpen = name.length >= LONG_ENOUGH && !ambiguous && !isAmbiguous(brand, text);
    const isPart = joined.length >= PART_OF_NAME && name.includes(joined);
    return isAlone || isPart || (isOpen && joined.includes(name));
  });
}

function isAmbiguous({ names }: ReleaseText['brand'], name: string): boolean {
  return names.some(({ text, ambiguous }) => ambiguous && text === name);
}
