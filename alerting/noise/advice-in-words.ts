import type { Advice, Spared } from './advise-threshold';

const FEWEST_TO_ADVISE = 3;

/** The advice as a sentence that an operator can act on. */
export function adviceInWords(advice: Advice): string {
  switch (advice.kind) {
    case 'no-pages':
      return 'no pages';
    case 'not-rated':
      return `nobody has said yet whether ${advice.pages === 1 ? 'its page was' : `its ${advice.pages} pages were`} useful`;
    case 'none-useful':
      return noneUseful(advice.rated);
    case 'all-useful':
      return advice.rated === 1
        ? 'the one rated page was useful: leave it as it is'
        : `all ${advice.rated} rated pages were useful: leave it as it is`;
    case 'no-threshold':
      return `no threshold keeps ${useful(advice.useful)} and spares ${advice.others === 1 ? 'the other' : `any of the ${advice.others} others`}`;
    case 'threshold':
      return thresholdInWords(advice);
    default:
      return advice satisfies never;
  }
}

/** Of one or two pages nothing follows yet. */
function noneUseful(rated: number): string {
  if (rated === 1) return 'the one rated page was not useful';
  const none = `not one of ${rated} rated pages was useful`;
  return rated < FEWEST_TO_ADVISE ? none : `${none}: lower its severity, or drop it`;
}

function thresholdInWords(advice: Extract<Advice, { kind: 'threshold' }>): string {
  const { option, setting, current, kept, notUseful, notRated } = advice;
  const now = current === undefined ? '' : ` (now ${current})`;
  const silent = notRated.spared > 0 ? `, and ${share(notRated)} that nobody rated` : '';
  return `${option} ${setting}${now} would have kept ${useful(kept)} and spared ${notUseful.of === 1 ? 'the other' : `${share(notUseful)} others`}${silent}`;
}

const useful = (count: number): string => (count === 1 ? 'the useful one' : `the ${count} useful ones`);
const share = ({ spared, of }: Spared): string => `${spared} of ${of}`;
