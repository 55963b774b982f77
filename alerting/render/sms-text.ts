import { shorten } from './quoted-text';

// 3GPP TS 23.038: the default alphabet, and what takes two places in it.
const GSM7 = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const GSM7_TWICE = new Set('^{}\\[~]|€');

// One sign outside the alphabet makes every segment 70 characters in place of 160.
const PLAIN_SIGNS: Readonly<Record<string, string>> = {
  ...{ '—': '-', '–': '-', '−': '-', '‑': '-', '·': '-', '•': '-', '→': '->' },
  ...{ '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '’': "'", '‘': "'", '…': '...' },
  ...{ '\u00a0': ' ', '\u202f': ' ', '×': 'x', '≥': '>=', '≤': '<=', '⚠': '!' },
};

/** Signs that phones know in the place of typographic ones; letters stay as they are. */
export function plainSigns(text: string): string {
  return [...text].map((sign) => PLAIN_SIGNS[sign] ?? sign).join('');
}

/** How many segments the text is sent as: of 160 characters of GSM-7 (153 when several), else 70 (67) of UCS-2. */
export function smsSegments(text: string): number {
  const signs = [...text];
  if (signs.every((sign) => GSM7.has(sign) || GSM7_TWICE.has(sign))) {
    const places = signs.map((sign) => (GSM7.has(sign) ? 1 : 2));
    const total = places.reduce((sum, size) => sum + size, 0);
    return total <= 160 ? 1 : segmentsOf(places, 153);
  }
  const units = signs.map((sign) => sign.length);
  const total = units.reduce((sum, size) => sum + size, 0);
  return total <= 70 ? 1 : segmentsOf(units, 67);
}

/** What takes two places is never divided between two segments. */
function segmentsOf(sizes: readonly number[], room: number): number {
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > room) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return segments;
}

/** As much of the text as `fits` lets pass with `tail` after it; the last sign tells that something was cut. */
export function fitText(text: string, fits: (text: string) => boolean, tail = ''): string {
  if (fits(text + tail)) return text + tail;
  let low = 0;
  let high = [...text].length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(plainSigns(shorten(text, middle)) + tail)) low = middle;
    else high = middle - 1;
  }
  return (low === 0 ? '' : plainSigns(shorten(text, low))) + tail;
}

/** The first line, and the link below it where that leaves the line enough room to be understood. */
export function fitLineAndLink(line: string, link: string, fits: (text: string) => boolean): string {
  if (link === '') return fitText(line, fits);
  const withLink = fitText(line, fits, `\n${link}`);
  const told = [...withLink].length - [...link].length;
  return fits(withLink) && told >= Math.min([...line].length, 80) ? withLink : fitText(line, fits);
}
