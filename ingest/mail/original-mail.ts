import { inlineForward, isForwardSubject } from './inline-forward';
import { linksOf } from './mail-links';
import { type Correspondent, MailError, type ParsedMail, parseMail } from './parse-mail';

/** The message that a mail is about: itself, or the one that it forwards. */
export type OriginalMail = {
  readonly from: Correspondent;
  readonly subject: string;
  readonly text: string;
  readonly links: readonly string[];
  readonly replyTo?: string;
  readonly returnPath?: string;
  /** Header blocks on the way to the original, the outermost first. */
  readonly headers: readonly string[];
  readonly attachments: readonly string[];
  /** Where somebody else's message was forwarded, nothing proves who wrote it. */
  readonly isForwarded: boolean;
};

const MAX_DEPTH = 3;
const MAX_TEXT = 200_000;

/**
 * Looks through a forward, attached or inline, and a forward of a forward, to the message that was passed on. Its
 * text comes first and what the forwarders wrote after it: nothing that people can read escapes judgement.
 */
export async function originalOf(mail: ParsedMail, depth = 0): Promise<OriginalMail> {
  const attached = depth < MAX_DEPTH ? await readAttached(mail.messages, depth) : [];
  const [first, ...others] = attached;
  if (!first) return inlineOriginalOf(mail);
  const isForward = isForwardSubject(mail.subject) || mail.text.length <= first.text.length;
  const texts = isForward ? [first, ...others, mail] : [mail, ...attached];
  const text = texts.map((each) => each.text).filter(Boolean);
  const shown = isForward ? first : mail;
  return {
    from: shown.from,
    subject: shown.subject,
    replyTo: shown.replyTo,
    returnPath: shown.returnPath,
    text: text.join('\n\n').slice(0, MAX_TEXT),
    links: linksOf(
      texts.flatMap((each) => each.links),
      '',
    ),
    headers: [mail.rawHeaders, ...attached.flatMap((each) => each.headers)],
    attachments: [...mail.attachments, ...attached.flatMap((each) => each.attachments)],
    isForwarded: isForward,
  };
}

async function readAttached(messages: readonly Buffer[], depth: number): Promise<OriginalMail[]> {
  const read: OriginalMail[] = [];
  for (const message of messages.slice(0, MAX_DEPTH)) {
    try {
      read.push(await originalOf(await parseMail(message), depth + 1));
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
    }
  }
  return read;
}

function inlineOriginalOf(mail: ParsedMail): OriginalMail {
  const { links, replyTo, returnPath, attachments } = mail;
  const carried = { links, attachments, headers: [mail.rawHeaders] };
  let { from, subject, text } = mail;
  const notes: string[] = [];
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const forward = inlineForward(subject, text);
    if (!forward) break;
    from = forward.from;
    subject = forward.subject || subject.replace(/^[^:]*:\s*/, '');
    text = forward.text;
    notes.push(forward.note);
  }
  if (notes.length === 0) return { ...carried, from, subject, text, replyTo, returnPath, isForwarded: false };
  const whole = [text, ...notes.toReversed()].filter(Boolean).join('\n\n');
  return { ...carried, from, subject, text: whole, isForwarded: true };
}
