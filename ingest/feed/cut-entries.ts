import { readXmlTree, type Tree } from './xml-tree';

/** Each cut is read by itself; a body with more is past saving. */
const MAX_CUTS = 5_000;
const ENTRY_START = /<(?:\w{1,20}:)?(?:item|entry)[\s>]/gi;

/**
 * Saves the entries after one whose comment or CDATA section was never closed: cuts the text where entries begin and
 * reads each alone. The damaged ones are left out and told. The first tree is the feed's own.
 */
export function cutEntries(
  whole: Tree,
  text: string,
  base: string,
): { readonly trees: readonly Tree[]; readonly problems: readonly string[] } {
  if (whole.swallowed === 0) return { trees: [whole], problems: [] };
  const starts = [...text.matchAll(ENTRY_START)].map(({ index }) => index).slice(0, MAX_CUTS);
  const head = text.slice(0, starts[0] ?? 0);
  // The root's namespaces hold for every cut; the tree closes what the cut leaves open.
  const feed = readXmlTree(head, base);
  const cuts = starts.map((start, index) => readXmlTree(head + text.slice(start, starts[index + 1]), base));
  const sound = cuts.filter(({ swallowed }) => swallowed === 0);
  const lost = cuts.flatMap(({ swallowed }, index) =>
    swallowed > 0 ? [`entry ${index + 1} is damaged: a section in it is never closed`] : [],
  );
  return { trees: [feed, ...sound], problems: lost };
}
