// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how an operator names a secret in YAML
import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { Secret } from '#config/fields/secret';
import { isLoopbackHost } from '#ingest/http/private-address';
import { type Attempt, type Delivery, defineNotifier } from '../notifier';
import { type EmailBody, renderEmailBody } from '../render/email-body';
import { quoteText } from '../render/quoted-text';
import { createPageTemplate, PageTemplate, TEMPLATE_OPTION } from '../template/page-template';

const Address = z.email('expected an address such as "press@example.com"');

const options = z
  .strictObject({
    host: z.string().min(1).describe('SMTP server'),
    port: z.number().int().min(1).max(65_535).default(587).describe('587 for STARTTLS, 465 for implicit TLS'),
    tls: z
      .enum(['require', 'implicit', 'none'])
      .default('require')
      .describe('require: STARTTLS or no mail; implicit: TLS from the first byte; none: unencrypted'),
    allowPlaintext: z
      .boolean()
      .default(false)
      .describe(
        'allows tls: none to a server that is not this machine; pages and password can then be read on the way',
      ),
    user: z.string().optional().describe('account at the server, if it asks for one'),
    password: Secret.optional().describe('of the account; write ${SMTP_PASSWORD} or ${file:…}'),
    from: Address.describe('sender address'),
    fromName: z
      .string()
      .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters')
      .default('Vigie')
      .describe('sender name as people see it'),
    to: z.array(Address).min(1).describe('recipients; each gets a mail of their own'),
    template: PageTemplate.optional().describe(TEMPLATE_OPTION),
  })
  .refine(({ tls, allowPlaintext, host }) => tls !== 'none' || allowPlaintext || isLoopbackHost(host), {
    path: ['tls'],
    message: 'none is for this machine only; set allowPlaintext: true if the server really has no TLS',
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    path: ['password'],
    message: 'user and password go together',
  });

const CONNECT_MS = 5_000;
const IDLE_MS = 8_000;
const NO_TLS =
  'the mail server offers no TLS, or its certificate is not trusted: mend it, or set tls: none with allowPlaintext: true';

const TROUBLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; check host and port',
  ENOTFOUND: 'the host name is not known; check its spelling',
  ETIMEDOUT: 'no answer in time; check host, port and firewall',
};

type SmtpError = {
  readonly responseCode?: number;
  readonly response?: string;
  readonly code?: string;
  /** The system's code, of which `code` is nodemailer's summary. */
  readonly originalCode?: string;
};

/** Mails pages through an SMTP server, one mail a recipient. */
export const emailNotifier = defineNotifier({
  kind: 'email',
  summary: 'Mails each page to each recipient through an SMTP server, threaded by incident.',
  options,
  example:
    'kind: email\nhost: smtp.example.com\nuser: vigie\npassword: ${SMTP_PASSWORD}\nfrom: vigie@example.com\nto: [press@example.com, duty@example.com]\n',
  create: (settings, context) => {
    const transport = createTransport({
      host: settings.host,
      port: settings.port,
      secure: settings.tls === 'implicit',
      requireTLS: settings.tls === 'require',
      ignoreTLS: settings.tls === 'none',
      ...(settings.user && { auth: { user: settings.user, pass: settings.password?.reveal() ?? '' } }),
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: IDLE_MS,
      dnsTimeout: CONNECT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const server = `${settings.host}:${settings.port}`;
    const inOwnWords = createPageTemplate(settings.template);
    const withoutSecret = (text: string) => hide(text, settings.password?.reveal());
    return {
      destinations: settings.to,
      paceMs: 0,
      send: async (delivery) => {
        try {
          const sent = await transport.sendMail(
            messageOf({ ...delivery, page: inOwnWords(delivery.page) }, settings),
          );
          return { ok: true, reference: sent.messageId, receipt: sent.messageId };
        } catch (error) {
          return judge(error, server, withoutSecret);
        }
      },
      check: async () => {
        try {
          await transport.verify();
        } catch (error) {
          const attempt = judge(error, server, withoutSecret);
          // Without the cause: its text may repeat what the server was told.
          throw new Error(`notifier "${context.name}": ${attempt.ok ? '' : attempt.message}`);
        }
      },
      close: async () => transport.close(),
    };
  },
});

function messageOf(delivery: Delivery, sender: { readonly from: string; readonly fromName: string }) {
  const { page, destination, thread: first } = delivery;
  const body: EmailBody = renderEmailBody(page);
  const domain = sender.from.slice(sender.from.lastIndexOf('@') + 1);
  const thread = `<incident-${createHash('sha256').update(delivery.incident).digest('hex').slice(0, 32)}@${domain}>`;
  return {
    envelope: { from: sender.from, to: [destination] },
    from: { name: sender.fromName, address: sender.from },
    to: { name: '', address: destination },
    messageId: `<${delivery.id}@${domain}>`,
    // The made-up one holds the thread together also where the first page never arrived.
    inReplyTo: first ?? thread,
    references: first === undefined ? [thread] : [thread, first],
    subject: body.subject,
    text: body.text,
    html: body.html,
    ...(page.severity === 'critical' && page.kind !== 'resolved' && { priority: 'high' as const }),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

/** 4xx and a failing connection may pass; 5xx is the server's last word on this recipient (RFC 5321 §4.2.1). */
function judge(error: unknown, server: string, withoutSecret: (text: string) => string): Attempt {
  const { responseCode, response, code, originalCode } = error as SmtpError;
  if (code === 'ETLS') return { ok: false, retriable: true, reason: 'unreachable', message: NO_TLS };
  if (code === 'EMESSAGE' || (code === 'EENVELOPE' && responseCode === undefined))
    return { ok: false, retriable: false, reason: 'refused', message: `the mail was refused: ${code}` };
  if (responseCode === undefined || responseCode < 400) {
    const reason = code === 'ETIMEDOUT' ? 'timeout' : 'unreachable';
    const why = originalCode ?? code ?? 'connection failed';
    const message = `the mail server ${server} cannot be reached: ${TROUBLE[why] ?? why}`;
    return { ok: false, retriable: true, reason, message };
  }
  const message = `the mail server answered ${quoteText(withoutSecret(response ?? String(responseCode)), 300)}`;
  if (responseCode >= 500) return { ok: false, retriable: false, reason: 'refused', message };
  return { ok: false, retriable: true, reason: 'server-busy', message };
}

function hide(text: string, secret: string | undefined): string {
  if (!secret) return text;
  return [secret, Buffer.from(secret).toString('base64')].reduce(
    (clean, part) => clean.replaceAll(part, '[secret]'),
    text,
  );
}
