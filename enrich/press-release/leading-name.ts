import type { TextSpan } from '../enricher';
import type { ReleaseText } from './release-text';

/** Characters from the head of title or text within which a release names who speaks. */
export const LEAD = 160;
/** Full stops that end no sentence: "Valdor S.A. announces", "Valdor Inc. announces". */
const LEGAL_FORM = /\b(?:inc|corp|co|ltd|llc|s\.a|s\.p\.a|n\.v|b\.v|s\.e)\./g;

/** The brand's name at the head of the text, with what it does: "VINCI announces", "VINCI dément". */
export function leadingName({ names, words, titleEnd, folded }: ReleaseText): TextSpan | undefined {
  const verbs = [...words.of('announce'), ...words.of('deny')];
  const heads = [0, titleEnd];
  for (const name of names) {
    const head = heads.filter((start) => start <= name.start).at(-1) ?? 0;
    if (name.start - head > LEAD && !isFirstSentence(folded, head, name.start)) continue;
    const verb = verbs.find(({ start }) => start >= name.end && start - name.end <= 60);
    if (verb && !/[.!?\n]/.test(folded.slice(name.end, verb.start).replace(LEGAL_FORM, '')))
      return { start: name.start, end: verb.end };
  }
  return undefined;
}

function isFirstSentence(folded: string, head: number, at: number): boolean {
  return at - head < 400 && !/[.!?] /.test(folded.slice(head, at).replace(/\b\w{1,3}\. /g, ''));
}
