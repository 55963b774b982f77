import unhomoglyph from 'unhomoglyph';

const FOLDS: readonly (readonly [RegExp, string])[] = [
  [/[\u0300-\u036f]/g, ''],
  [/0/g, 'o'],
  [/[1|!ıӏ]/g, 'l'],
  [/i/g, 'l'],
  [/3/g, 'e'],
  [/4/g, 'a'],
  [/5/g, 's'],
  [/7/g, 't'],
  [/8/g, 'b'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
];

/**
 * What a name looks like to a hurried eye: `vιnci`, `v1nci` and `vinci` share one skeleton. Compare skeletons
 * with skeletons only; it is no spelling of anything.
 */
export function skeleton(name: string): string {
  const plain = unhomoglyph(name.normalize('NFKC').toLowerCase()).toLowerCase().normalize('NFKD');
  return FOLDS.reduce((text, [look, as]) => text.replace(look, as), plain);
}
