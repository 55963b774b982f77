import { tidyText } from '../plain-text';
import type { Correspondent } from './parse-mail';

/** A message that a forward repeats in its own text. */
export type InlineForward = {
  readonly from: Correspondent;
  readonly subject?: string;
  readonly text: string;
  /** What the forwarder wrote before it. */
  readonly note: string;
};

const LABELS: Readonly<Record<string, readonly string[]>> = {
  from: ['from', 'de', 'von', 'da', 'van', 'mittente', 'expéditeur', 'remitente'],
  subject: ['subject', 'objet', 'sujet', 'betreff', 'asunto', 'oggetto', 'onderwerp'],
  date: [
    'date',
    'sent',
    'envoyé',
    'envoyé le',
    'datum',
    'gesendet',
    'fecha',
    'enviado',
    'data',
    'inviato',
    'verzonden',
  ],
  to: ['to', 'à', 'pour', 'an', 'para', 'a', 'per', 'aan', 'destinataire'],
  cc: ['cc', 'copie à', 'kopie'],
  'reply-to': ['reply-to', 'répondre à', 'antwort an'],
};
const FIELD_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(LABELS).flatMap(([field, labels]) => labels.map((label) => [label, field])),
);
const LINE = /^(?:[>*] ?)*([\p{L}-]+(?: [\p{L}]+)?) ?\*? ?:\*? ?(.*)$/u;
const ADDRESS = /[^\s<>()[\]:;,"'*]+@[^\s<>()[\]:;,"'*]+\.[\p{L}\d-]{2,}/gu;
const FORWARDING = /^\s*(fwd?|tr|wg|rv|i|enc|doorst)\s*:/i;
const ANSWERING = /^\s*(re|aw|ré?p|rif|ref|sv)\s*:/i;
const MARKER =
  /forwarded message|message (transféré|réexpédié)|weitergeleitete nachricht|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht/i;
/** Lines by which mail programs part what they add. */
const SEPARATOR = /original message|message d.origine|ursprüngliche nachricht|^[^\p{L}\p{N}]*$/iu;
/** A line of a header block may be folded once. */
const MAX_FOLDS = 1;
const MAX_LINES = 12;
const MAX_VALUE = 500;

/** Whether the subject says that somebody passes a message on. */
export function isForwardSubject(subject: string): boolean {
  return FORWARDING.test(subject);
}

/**
 * Finds a message that was forwarded in the text: the block of header lines that mail programs put before it, in
 * English, French, German, Spanish, Italian or Dutch. An answer that quotes its question is no forward.
 */
export function inlineForward(subject: string, text: string): InlineForward | undefined {
  if (!isForwardSubject(subject) && (ANSWERING.test(subject) || !MARKER.test(text))) return undefined;
  const lines = text.split('\n');
  for (let start = 0; start < lines.length; start++) {
    const block = readBlock(lines, start);
    if (!block) continue;
    const isQuoted = /^>/.test(lines[start] ?? '');
    const quoted = lines.slice(block.end);
    return {
      from: block.from,
      subject: block.subject,
      text: tidyText(quoted.map((line) => (isQuoted ? line.replace(/^(?:> ?)+/, '') : line)).join('\n')),
      note: lines
        .slice(0, start)
        .filter((line) => !MARKER.test(line) && !SEPARATOR.test(line))
        .join('\n'),
    };
  }
  return undefined;
}

type Block = { readonly from: Correspondent; readonly subject?: string; readonly end: number };

/** The header block that begins at this line: an address under `From`, and a subject or a date. */
function readBlock(lines: readonly string[], start: number): Block | undefined {
  const fields = new Map<string, string>();
  let end = start;
  for (let at = start; at < Math.min(lines.length, start + MAX_LINES) && at - end <= MAX_FOLDS; at++) {
    const [, label = '', value = ''] = LINE.exec(lines[at] ?? '') ?? [];
    const field = FIELD_OF.get(label.toLowerCase());
    if (field === undefined && at === start) return undefined;
    if (field === undefined) continue;
    if (fields.has(field)) break;
    fields.set(field, value);
    end = at + 1;
  }
  const from = readCorrespondent(fields.get('from') ?? '');
  if (from.address === undefined || !(fields.has('subject') || fields.has('date'))) return undefined;
  return { from, subject: fields.get('subject'), end };
}

/** The last address counts: a name may be written as another. */
function readCorrespondent(written: string): Correspondent {
  const value = written.slice(0, MAX_VALUE);
  const address = value.match(ADDRESS)?.at(-1);
  if (address === undefined) return {};
  const name = value
    .slice(0, value.lastIndexOf(address))
    .replace(/(\[?mailto:|[<[("*'\s])+$/i, '')
    .replace(/^["'*\s]+|["'*\s]+$/g, '');
  return { address: address.toLowerCase(), ...(name !== '' && { name }) };
}
