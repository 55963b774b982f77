import { detect } from 'chardet';
import iconv from 'iconv-lite';

/** What browsers read these labels as: the pages so labelled hold the larger set. */
const WIDER: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'iso-8859-9': 'windows-1254',
  'iso-8859-11': 'windows-874',
  'tis-620': 'windows-874',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'ks_c_5601-1987': 'cp949',
  'euc-kr': 'cp949',
  shift_jis: 'cp932',
  'x-sjis': 'cp932',
  big5: 'big5-hkscs',
};

const BOMS: readonly (readonly [bytes: readonly number[], charset: string])[] = [
  [[0x00, 0x00, 0xfe, 0xff], 'utf-32be'],
  [[0xff, 0xfe, 0x00, 0x00], 'utf-32le'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xfe, 0xff], 'utf-16be'],
  [[0xff, 0xfe], 'utf-16le'],
];

/** How `<` or `<?` stands at the start of wide text without a mark (RFC 3023, appendix F of XML). */
const WIDE_STARTS: readonly (readonly [bytes: readonly number[], charset: string])[] = [
  [[0x00, 0x00, 0x00, 0x3c], 'utf-32be'],
  [[0x3c, 0x00, 0x00, 0x00], 'utf-32le'],
  [[0x00, 0x3c, 0x00], 'utf-16be'],
  [[0x3c, 0x00], 'utf-16le'],
];

/**
 * Reads bytes as text: byte order mark, then HTTP charset, XML declaration, UTF-8, and at last a guess. A charset
 * that the bytes contradict is passed over. Never throws: what fits nothing is read with replacement characters.
 */
export function decodeCharset(bytes: Uint8Array, contentType?: string): string {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = startOf(body, BOMS) ?? startOf(body, WIDE_STARTS);
  const claims = [wide, httpCharset(contentType), declaredCharset(body), 'utf-8'];
  for (const claim of claims) {
    const text = claim === undefined ? undefined : decodeAs(body, claim);
    if (text !== undefined) return text;
  }
  const guess = detect(body.subarray(0, 64 * 1024)) ?? 'windows-1252';
  return decodeAs(body, guess) ?? decodeAs(body, 'windows-1252') ?? body.toString('utf8');
}

function startOf(body: Buffer, starts: typeof BOMS): string | undefined {
  return starts.find(([start]) => start.every((byte, index) => body[index] === byte))?.[1];
}

function httpCharset(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1];
}

function declaredCharset(body: Buffer): string | undefined {
  const head = body.subarray(0, 1024).toString('latin1');
  const declared = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1];
  // Wide charsets were recognised by their first bytes; a declaration that ASCII can read contradicts itself.
  return declared && /^(utf-?(16|32)|ucs|iso-10646)/i.test(declared) ? undefined : declared;
}

function decodeAs(body: Buffer, label: string): string | undefined {
  const charset = WIDER[label.toLowerCase()] ?? label.toLowerCase();
  if (/^utf-?8$/.test(charset)) return decodeUtf8(body);
  if (/^(us-)?ascii$/.test(charset))
    return body.some((byte) => byte > 127) ? undefined : body.toString('latin1');
  if (charset === 'windows-1252') return decodeWindows1252(body);
  if (!iconv.encodingExists(charset)) return undefined;
  const text = iconv.decode(body, charset);
  return mostlyFits(text) ? text : undefined;
}

function decodeUtf8(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

/** Bytes without a character in Windows-1252 stay the control characters that ISO 8859-1 gives them. */
function decodeWindows1252(body: Buffer): string {
  const text = iconv.decode(body, 'windows-1252');
  return text.includes('\ufffd')
    ? text.replace(/\ufffd/g, (_, index: number) => String.fromCharCode(body[index] ?? 0xfffd))
    : text;
}

/** A stray broken character is the feed's fault; many are a wrong charset. */
function mostlyFits(text: string): boolean {
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  return broken * 100 <= text.length;
}
