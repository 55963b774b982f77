import type { Mention } from '#ingest/mention';
import type { Brand } from '../brand';
import type { BrandMention, Risk } from '../brand-mention';
import type { EnrichedMention, MentionHost, TextSpan } from '../enricher';
import type { LookAlike } from '../look-alike-domain';
import type { Hits } from './lexicon';
import type { ReleaseWord } from './release-words';

/** A text that may pose as a release of a brand, with what was found in it. Spans are indices in `plain` and `folded`. */
export type ReleaseText = {
  readonly mention: Mention;
  readonly brand: Brand;
  readonly plain: string;
  readonly folded: string;
  /** Where the title ends in `plain`; 0 without a title. */
  readonly titleEnd: number;
  readonly hosts: readonly MentionHost[];
  /** Where the brand is named, links and addresses left out. */
  readonly names: readonly TextSpan[];
  /** The names of the brand, as `tidyName` writes them. */
  readonly ownNames: ReadonlySet<string>;
  readonly words: Hits<ReleaseWord>;
  /** What earlier enrichers found on the mention for this brand. */
  readonly risks: readonly Risk[];
  readonly lookAlike: (host: string) => LookAlike | undefined;
  /** Whether a host bears the brand's name, as `createNameCheck` tells. */
  readonly bearsName: (host: string) => boolean;
  /** When a domain was registered, epoch milliseconds, where that is known. */
  readonly registeredAt: (domain: string) => number | undefined;
};

/** Joins what the enrichers found; the brand's names within links and addresses are left out. */
export function releaseTextOf({
  draft,
  brand,
  result,
  words,
  ownNames,
  lookAlike,
  bearsName,
  registeredAt,
}: {
  readonly draft: EnrichedMention;
  readonly brand: Brand;
  readonly result: BrandMention;
  readonly words: Hits<ReleaseWord>;
  readonly ownNames: ReleaseText['ownNames'];
  readonly lookAlike: ReleaseText['lookAlike'];
  readonly bearsName: ReleaseText['bearsName'];
  readonly registeredAt: ReleaseText['registeredAt'];
}): ReleaseText {
  const { mention, plainText: plain, foldedText: folded, titleEnd, hosts, matches } = draft;
  const spans = matches.find((match) => match.brand === brand)?.at ?? [];
  const names = spans.filter(({ start, end }) => {
    const [before, after] = [plain[start - 1] ?? ' ', plain.slice(end, end + 2)];
    return !/[@/.]/.test(before) && !/^(@|\.\p{L})/u.test(after);
  });
  return {
    mention,
    brand,
    plain,
    folded,
    titleEnd,
    hosts,
    names,
    ownNames,
    words,
    risks: result.risks,
    lookAlike,
    bearsName,
    registeredAt,
  };
}

/** Some full stops end no sentence: "M. Martin", "Mr. Martin", "12 Mio. Euro". */
const SENTENCE_END = /(?<!\b(?:M|MM|Mr|Mrs|Ms|Dr|Prof|Sr|Sra|Dott|Mio|Mrd|No|Nr))[.!?…](?=\s)|\n/g;
const LONGEST_QUOTE = 120;

/** Where each sentence, or line, begins. */
export function sentenceStarts(plain: string): number[] {
  return [0, ...[...plain.matchAll(SENTENCE_END)].map(({ index }) => index + 1)];
}

/** The exact words, and where they stand: `“démis de ses fonctions” (sentence 7)`. */
export function quote({ plain, titleEnd }: ReleaseText, { start, end }: TextSpan): string {
  const words = plain
    .slice(start, Math.min(end, start + LONGEST_QUOTE))
    .replace(/\s+/g, ' ')
    .trim();
  if (start < titleEnd) return `“${words}” (title)`;
  const before = sentenceStarts(plain.slice(titleEnd, start + 1).trimStart()).length;
  return `“${words}” (sentence ${before})`;
}

/** A name as it is compared: letters and digits only, lower case. */
export function tidyName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The names of a brand, tidied. */
export function ownNamesOf({ name, names }: Brand): ReadonlySet<string> {
  return new Set([name, ...names.map(({ text }) => text)].map(tidyName));
}

/** The smallest span that holds all of these. */
export function spanOf(spans: readonly TextSpan[]): TextSpan {
  return {
    start: Math.min(...spans.map(({ start }) => start)),
    end: Math.max(...spans.map(({ end }) => end)),
  };
}

/** Whether a name of the brand stands in this text, as people write it. */
export function namesBrand({ names, name }: Brand, text: string | undefined): boolean {
  if (!text) return false;
  const folded = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return [name, ...names.map((known) => known.text)].some((known) =>
    folded.includes(
      ` ${known
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim()} `,
    ),
  );
}
