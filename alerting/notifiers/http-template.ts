// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how an operator names a secret in YAML
import { z } from 'zod';
import { Secret } from '#config/fields/secret';
import { testDelivery } from '../create-notifiers';
import { judgeStatus, type PageAnswer } from '../http-attempt';
import { type Attempt, type Delivery, defineNotifier } from '../notifier';
import { openAddress } from '../open-address';
import { fitLineAndLink, fitText, plainSigns, smsSegments } from '../render/sms-text';
import { type CompiledTemplate, compileTemplate } from '../template/compile-template';
import { CONTENT_TYPES, ESCAPES } from '../template/escapes';
import { isAboutBrand, withMark } from '../template/page-template';
import { templateField } from '../template/template-field';
import { templateValues } from '../template/template-values';

/** What a request's body can say besides the page. */
const REQUEST = ['to', 'text', 'delivery'];

const options = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }).describe("address of the provider's interface"),
    method: z.enum(['POST', 'PUT']).default('POST').describe('how it is asked'),
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]{1,80}$/, 'expected a name such as Authorization'), Secret)
      .default({})
      .describe('sent with each request, for example Authorization: "Bearer ${SMS_TOKEN}"'),
    user: z.string().min(1).optional().describe('account, where the provider wants HTTP Basic'),
    password: Secret.optional().describe('of the account; write ${SMS_PASSWORD} or ${file:…}'),
    contentType: z
      .enum(CONTENT_TYPES)
      .default('application/json')
      .describe('of the body; every value in it is escaped for that'),
    to: z
      .array(z.string().regex(/^[\p{L}\p{N}+@._:#-]{1,100}$/u, 'expected a number such as "+33199000001"'))
      .min(1)
      .describe('recipients; each gets a request and retries of their own'),
    text: templateField()
      .optional()
      .describe('Liquid template of what is said; without it the headline, and the link where it fits'),
    body: templateField(REQUEST).describe(
      'Liquid template of the body: {{ to }} is the recipient, {{ text }} what is said',
    ),
    maxSegments: z
      .number()
      .int()
      .min(1)
      .max(10)
      .default(2)
      .describe(
        'of an SMS that the text may take: 160 characters of GSM-7 each, or 70 with any other letter',
      ),
    maxCharacters: z
      .number()
      .int()
      .min(20)
      .max(4_000)
      .optional()
      .describe('of the text in place of maxSegments, for what is no SMS, such as a voice that reads it out'),
    answerContains: z
      .string()
      .min(1)
      .optional()
      .describe('an answer without this is a refusal, for providers that tell failures with status 200'),
    paceMs: z
      .number()
      .int()
      .min(0)
      .max(60_000)
      .default(1_000)
      .describe('smallest pause between two requests'),
    allowPrivateNetwork: z
      .boolean()
      .default(false)
      .describe('allows loopback and private addresses, for a gateway in your own network'),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    path: ['password'],
    message: 'user and password go together',
  })
  .refine(({ contentType, body }) => contentType !== 'application/json' || makesJson(body), {
    path: ['body'],
    message: 'makes no JSON: put outputs between quotes, "{{ text }}"',
  });
type Options = z.output<typeof options>;

/** Sends pages through any provider's HTTP interface, such as one for SMS or phone calls. */
export const httpTemplateNotifier = defineNotifier({
  kind: 'http-template',
  summary: 'Sends each page to each recipient by a request made from a template: SMS, phone calls, anything.',
  options,
  example:
    'kind: http-template\nurl: https://sms.example.com/v1/messages\nheaders: { Authorization: "Bearer ${SMS_TOKEN}" }\nto: ["+33199000001"]\nbody: \'{"to": "{{ to }}", "text": "{{ text }}"}\'\n',
  create: (settings, context) => {
    const { host, post, check, close } = openAddress(settings, context);
    const body = compiled(settings.body, ESCAPES[settings.contentType]);
    const text = settings.text === undefined ? undefined : compiled(settings.text, String);
    return {
      destinations: settings.to,
      paceMs: settings.paceMs,
      send: async (delivery): Promise<Attempt> => {
        const said = textOf(delivery, settings, text);
        const { destination: to, id } = delivery;
        const values = { ...templateValues(delivery.page), text: said, to, delivery: id };
        const rendered = body.render(values);
        if (rendered === undefined) return brokenTemplate(context.name);
        const answer = await post(rendered, headersOf(settings, id), settings.method);
        return judge(answer, host, settings.answerContains);
      },
      check,
      close,
    };
  },
});

/** What is said, as long as it may be; a template that breaks on a page must not keep the page back. */
function textOf(
  { page }: Delivery,
  { maxSegments, maxCharacters }: Options,
  template?: CompiledTemplate,
): string {
  const fits = (text: string) =>
    maxCharacters === undefined ? smsSegments(text) <= maxSegments : [...text].length <= maxCharacters;
  const values = templateValues(page);
  const own = isAboutBrand(page) ? template?.render(values)?.trim() : undefined;
  if (own) return fitText(plainSigns(withMark(page, own)), fits);
  return fitLineAndLink(plainSigns(values.headline), values.link, fits);
}

function headersOf({ headers, contentType, user, password }: Options, id: string): Record<string, string> {
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.reveal()]);
  const account =
    user && password ? Buffer.from(`${user}:${password.reveal()}`).toString('base64') : undefined;
  return {
    'content-type': `${contentType}; charset=utf-8`,
    'user-agent': 'vigie',
    'idempotency-key': id,
    ...(account && { authorization: `Basic ${account}` }),
    ...Object.fromEntries(given),
  };
}

function judge(answer: PageAnswer, host: string, wanted: string | undefined): Attempt {
  if (!answer.answered) return answer.attempt;
  const attempt = judgeStatus(host, answer);
  if (!attempt.ok || wanted === undefined || answer.text.includes(wanted)) return attempt;
  const message = `${host} answered ${answer.status}, but not "${wanted}"`;
  return { ok: false, retriable: false, reason: 'refused', message };
}

function brokenTemplate(name: string): Attempt {
  const message = `the body template of notifier "${name}" takes too long or breaks on this page: make it simpler`;
  return { ok: false, retriable: false, reason: 'refused', message };
}

function compiled(source: string, escapeValue: (text: string) => string): CompiledTemplate {
  const result = compileTemplate(source, escapeValue, REQUEST);
  if (!result.ok) throw new Error(`a template that was checked is not sound: ${result.message}`);
  return result.template;
}

function makesJson(source: string): boolean {
  const result = compileTemplate(source, ESCAPES['application/json'], REQUEST);
  // That it is no Liquid has been told already.
  if (!result.ok) return true;
  const { page } = testDelivery({ notifier: 'n', destination: 'd', timezone: 'UTC', now: 0 });
  const text = 'two\nlines, "quoted"';
  try {
    JSON.parse(result.template.render({ ...templateValues(page), text, to: '+1', delivery: 'd' }) ?? '');
    return true;
  } catch {
    return false;
  }
}
