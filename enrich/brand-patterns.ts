import type { Brand } from './brand';
import type { FoldText } from './fold-text';

/** What a found text means for a brand. */
export type BrandPattern = {
  readonly kind: 'name' | 'account' | 'executive' | 'require' | 'exclude';
  readonly brand: number;
  readonly folded: string;
  /** As the brand's file writes it. */
  readonly text: string;
  readonly ambiguous: boolean;
  readonly caseSensitive: boolean;
};

/** Every text that speaks for or against a brand, folded; each name also in one word, as hashtags write it. */
export function brandPatterns(brands: readonly Brand[], fold: FoldText): BrandPattern[] {
  return brands.flatMap((brand, index) => patternsOf(brand, index, fold));
}

function patternsOf(brand: Brand, index: number, fold: FoldText): BrandPattern[] {
  const make = (
    kind: BrandPattern['kind'],
    text: string,
    flags: Partial<BrandPattern> = {},
  ): BrandPattern => ({
    kind,
    brand: index,
    folded: fold(text).replace(/\s+/g, ' ').trim(),
    text,
    ambiguous: false,
    caseSensitive: false,
    ...flags,
  });
  const names = [
    ...brand.names.map(({ text, ambiguous, caseSensitive }) =>
      make('name', text, { ambiguous, caseSensitive }),
    ),
    ...brand.products.map((product) => make('name', product)),
  ];
  const accounts = [
    ...brand.officialAccounts,
    ...brand.executives.flatMap(({ account }) => (account ? [account] : [])),
  ];
  return [
    ...names,
    ...names.flatMap(inOneWord),
    ...accounts.map(({ handle }) => make('account', `@${handle.replace(/^@/, '')}`)),
    ...brand.executives.map(({ name }) => make('executive', name)),
    ...brand.context.require.map((word) => make('require', word)),
    ...brand.context.exclude.map((word) => make('exclude', word)),
  ].filter(({ folded }) => folded.length > 1);
}

/** "VINCI Autoroutes" is "#VinciAutoroutes" too. */
function inOneWord(name: BrandPattern): BrandPattern[] {
  const folded = name.folded.replace(/[\s.'&]+/g, '');
  return folded === name.folded || folded.length < 5 || name.caseSensitive ? [] : [{ ...name, folded }];
}
