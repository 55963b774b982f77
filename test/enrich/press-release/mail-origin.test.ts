import { originOf } from '#enrich/press-release/origin';
import type { Mail } from '#ingest/mention';
import { createReleaseReader } from './release';

const { read } = await createReleaseReader();
const text = 'Valdor annonce la révision de ses comptes.';
const PASS = 'mx.desk.example; spf=pass; dkim=pass; dmarc=pass header.from=valdor.com';
const FAIL = 'mx.desk.example; spf=fail; dmarc=fail header.from=valdor.com';
const SENDER = 'presse@valdor.com';
const ASTRAY = ['https://files.example/communique.pdf'];

function mail(authentication: readonly string[], more: Partial<Mail> = {}): { mail: Mail } {
  return { mail: { headers: '', authentication: [...authentication], ...more } };
}
const originOfMail = (fields: object) => originOf(read({ text, channel: 'e-mail', ...fields }));

describe('an e-mail', () => {
  it.each([
    ['that the brand’s domain vouches for', { sender: SENDER, ...mail([PASS]) }, 'official-domain', -4.5],
    [
      'from a sub-domain that vouches',
      { sender: 'p@news.valdor.com', ...mail([PASS]) },
      'official-domain',
      -4.5,
    ],
    ['that the brand’s domain disowns', { sender: SENDER, ...mail([FAIL]) }, 'spoofed', 3.8],
    ['that nobody has looked at', { sender: SENDER }, 'unproven-mail', -2],
    [
      'whose answers would go elsewhere',
      { sender: SENDER, ...mail([], { replyTo: 'v@free.example' }) },
      'spoofed',
      3,
    ],
    [
      'whose answers would go elsewhere though it is proven',
      { sender: SENDER, ...mail([PASS], { replyTo: 'v@free.example' }) },
      'spoofed',
      3,
    ],
    [
      'whose answers go to the brand',
      { sender: SENDER, ...mail([PASS], { replyTo: 'ir@valdor.com' }) },
      'official-domain',
      -4.5,
    ],
    ['unproven, that leads elsewhere', { sender: SENDER, links: ASTRAY }, 'spoofed', 2.6],
    [
      'proven, that leads elsewhere',
      { sender: SENDER, links: ASTRAY, ...mail([PASS]) },
      'official-domain',
      -4.5,
    ],
    [
      'unproven, that leads to the brand, its wire and its page on a network',
      {
        sender: SENDER,
        links: [
          'https://valdor.com/1',
          'https://www.businesswire.com/2',
          'https://www.linkedin.com/company/valdor',
        ],
      },
      'unproven-mail',
      -2,
    ],
    [
      'passed on by somebody: their proof is not the brand’s',
      {
        sender: SENDER,
        ...mail([PASS], { forwardedBy: { address: 'colleague@desk.example', authentication: [PASS] } }),
      },
      'unproven-mail',
      -2,
    ],
    ['from somebody else’s domain', { sender: 'valdor@pr-mail.example' }, 'other-domain', 2.2],
    ['from a free mail service', { sender: 'presse.valdor@gmail.com' }, 'free-host', 2.6],
    [
      'from a domain that begins like the brand’s and ends otherwise',
      { sender: 'p@notvaldor.com' },
      'other-domain',
      3,
    ],
    [
      'from a look-alike, though that vouches for itself',
      { sender: 'presse@valdor.group', ...mail([PASS]) },
      'look-alike',
      4.2,
    ],
    ['without a sender', {}, 'unknown', 0.8],
  ] as const)('%s: %j comes from: %s', (_, fields, kind, weight) => {
    const origin = originOfMail(fields);
    expect([origin.kind, origin.signals.map((signal) => signal.weight)]).toEqual([kind, [weight]]);
  });

  it.each([
    [
      { sender: SENDER, ...mail([PASS]) },
      'spf=pass, dkim=pass, dmarc=pass',
      'It was really sent by valdor.com.',
    ],
    [
      { sender: SENDER, ...mail([FAIL]) },
      'spf=fail, dmarc=fail',
      'It names valdor.com as its sender, but valdor.com did not send it.',
    ],
    [
      { sender: SENDER, ...mail([], { replyTo: 'v@free.example' }) },
      'Reply-To: v@free.example',
      'Answers would go to free.example, not to valdor.com.',
    ],
    [
      { sender: SENDER, links: ASTRAY },
      'files.example',
      'It names valdor.com as its sender, but leads to files.example.',
    ],
    [{ sender: SENDER }, SENDER, 'It names valdor.com as its sender; nothing proves it.'],
    [
      { sender: 'v@pr-mail.example' },
      'v@pr-mail.example',
      'It was sent from pr-mail.example, not valdor.com.',
    ],
    [
      { sender: 'v@gmail.com' },
      'v@gmail.com',
      'It was sent from gmail.com, where anybody can write, not valdor.com.',
    ],
  ])('%j is explained by %s: %s', (fields, evidence, explanation) => {
    expect(originOfMail(fields).signals).toEqual([expect.objectContaining({ evidence, explanation })]);
  });
});
