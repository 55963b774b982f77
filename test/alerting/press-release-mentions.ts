import type { BrandMention, PressRelease } from '#enrich/brand-mention';
import { mentionOf } from '../contract/naive-store';

const on = (clock: string) => `2016-11-22T${clock}.000Z`;

/** A mention of VINCI at a time of 22 November 2016 (UTC), judged by the gate. */
export function judged(
  id: string,
  clock: string,
  given: Partial<PressRelease>,
  mention: Partial<BrandMention> = {},
): BrandMention {
  return mentionOf({
    id,
    mentionId: id.split('~')[0] ?? id,
    brand: 'vinci',
    publishedAt: on(clock),
    collectedAt: on(clock),
    risks: [],
    author: undefined,
    outlet: undefined,
    url: undefined,
    title: undefined,
    sender: undefined,
    ...mention,
    pressRelease: {
      verdict: 'likely-fake',
      score: 0.9,
      signals: [],
      role: 'release',
      origin: 'look-alike',
      case: 'fake~vinci',
      claims: [],
      ...given,
    },
  });
}

const lookAlike = (host: string) => [
  {
    kind: 'look-alike-domain',
    evidence: host,
    explanation: `${host} is not a domain of VINCI, which speaks from vinci.com`,
  },
];
const origin = (host: string) => ({
  name: 'origin',
  weight: 4,
  evidence: host,
  explanation: `It comes from ${host}, which only looks like vinci.com`,
});

export const FAKE = judged(
  'fake~vinci',
  '15:05:00',
  {
    claims: ['accounts-restated', 'executive-leaves'],
    signals: [
      origin('vinci.group'),
      {
        name: 'hoax-template',
        weight: 2,
        evidence: 'certain transfers',
        explanation: 'It follows the text of an earlier hoax',
      },
      { name: 'form', weight: -0.5, evidence: 'Contact presse', explanation: 'It has the form of a release' },
    ],
    waitedMs: 0,
  },
  {
    channel: 'e-mail',
    sender: 'presse@vinci.group',
    title: 'Vinci lance une révision de ses comptes consolidés',
    text: 'Un audit interne a relevé des transferts irréguliers. https://www.vinci.group/fr',
    risks: lookAlike('vinci.group'),
    story: { id: 'release', first: true, copies: 0 },
  },
);
export const FLASH = judged(
  'flash~vinci',
  '15:06:04',
  { verdict: 'suspect', role: 'report', waitedMs: 64_000 },
  { channel: 'news', outlet: 'Bloomberg', text: 'VINCI TO RESTATE 2015 ACCOUNTS', voice: 'agency' },
);
export const FALSE_DENIAL = judged(
  'false-denial~vinci',
  '15:27:00',
  { role: 'denial', denial: 'partial', signals: [origin('vinci-group.com')], waitedMs: 1_320_000 },
  { channel: 'e-mail', sender: 'presse@vinci-group.com', risks: lookAlike('vinci-group.com') },
);
/** The brand's own; `rejudges` is missing where another enrich worker had judged the fake. */
export const denial = (given: Partial<PressRelease> = {}) =>
  judged(
    'denial~vinci',
    '15:49:00',
    { verdict: 'official', score: 0.02, role: 'denial', denial: 'full', ...given },
    { channel: 'newsroom', url: 'https://www.vinci.com/vinci.nsf/fr/communiques', outlet: 'VINCI newsroom' },
  );
export const REJUDGES: PressRelease['rejudges'] = ['fake~vinci', 'flash~vinci', 'false-denial~vinci'].map(
  (id) => ({ id, verdict: 'refuted' }),
);
export const claim = (given: Partial<PressRelease> = {}) =>
  judged(
    'claim~vinci',
    '16:35:00',
    { signals: [origin('vincigroup.com')], ...given },
    {
      channel: 'e-mail',
      sender: 'contact@vincigroup.com',
      risks: lookAlike('vincigroup.com'),
      story: { id: 'claim', first: true, copies: 0 },
    },
  );
