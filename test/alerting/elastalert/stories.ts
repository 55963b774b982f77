import type { BrandMention } from '#enrich/brand-mention';

type Given = Partial<BrandMention> | ((index: number) => Partial<BrandMention>);

/** So many mentions a minute from one minute to another. */
export type Part = {
  readonly from: number;
  readonly to: number;
  readonly perMinute: number;
  readonly given?: Given;
};
export type Story = {
  readonly fixture: string;
  readonly tells: string;
  readonly parts: readonly Part[];
  /** Minutes for which it goes on; the last mention's minute where absent. */
  readonly until?: number;
  /** The minutes within which ElastAlert's rule matches first; absent: never. */
  readonly fires?: readonly [from: number, to: number];
};

const part = (from: number, to: number, perMinute: number, given: Given = {}): Part => ({
  from,
  to,
  perMinute,
  given,
});
const by = (handle: string) => ({ author: { id: handle, handle } });
const tone = (score: number): Pick<BrandMention, 'sentiment'> => ({
  sentiment: {
    score,
    label: score < -0.2 ? 'negative' : score > 0.2 ? 'positive' : 'neutral',
    confidence: 1,
    words: [],
    model: 'm',
  },
});
const crowd = (index: number) => by(`author${index}`);
const reach = (people: number) => ({ reach: { raw: people, discounted: people } });
const DAY = 1_440;

/** What happens, and when ElastAlert's rule would match. */
export const STORIES: readonly Story[] = [
  {
    fixture: 'recall-frequency',
    tells: 'twenty posts about a recall',
    parts: [
      part(0, 60, 2, { language: 'en', text: 'Acme is fine' }),
      part(60, 75, 2, { language: 'fr', text: 'A recall at Acme' }),
    ],
    fires: [69, 71],
  },
  {
    fixture: 'recall-frequency',
    tells: 'nineteen posts about a recall, and one in Polish',
    parts: [
      part(0, 14, 1, { language: 'en', text: 'recall!' }),
      part(0, 5, 1, { language: 'en', text: 'recall' }),
      part(5, 6, 1, { language: 'pl', text: 'recall' }),
    ],
  },
  {
    fixture: 'author-frequency',
    tells: 'one account posts ten times',
    parts: [part(0, 10, 3, crowd), part(10, 15, 2, by('flood'))],
    fires: [14, 15],
  },
  {
    fixture: 'author-frequency',
    tells: 'many accounts post, the official one most',
    parts: [part(0, 30, 6, crowd), part(0, 30, 3, { ...by('acme'), voice: 'official' })],
  },
  {
    fixture: 'mentions-spike',
    tells: 'four times as many',
    parts: [part(0, 80, 3), part(80, 100, 15)],
    fires: [80, 88],
  },
  { fixture: 'mentions-spike', tells: 'twice as many', parts: [part(0, 80, 3), part(80, 110, 6)] },
  {
    fixture: 'quiet-spike',
    tells: 'what is said in German and English stops',
    parts: [part(0, 240, 2, { language: 'de' }), part(0, 330, 2, { language: 'fr' })],
    fires: [255, 275],
  },
  {
    fixture: 'quiet-spike',
    tells: 'nothing follows on nothing',
    parts: [part(0, 300, 1, { language: 'fr' })],
  },
  {
    fixture: 'news-flatline',
    tells: 'the press falls silent',
    parts: [part(0, 300, 0.05, { channel: 'news', outlet: 'Gazette' })],
    until: 480,
    fires: [360, 440],
  },
  {
    fixture: 'news-flatline',
    tells: 'the press goes on',
    parts: [part(0, 480, 0.05, { channel: 'news', outlet: 'Gazette' })],
  },
  {
    fixture: 'new-outlet',
    tells: 'an outlet that was not heard of',
    parts: [
      part(0, 3 * DAY, 0.02, { outlet: 'Gazette' }),
      part(2 * DAY, 2 * DAY + 1, 1, { outlet: 'Herald' }),
    ],
    fires: [2 * DAY, 2 * DAY + 1],
  },
  {
    fixture: 'new-outlet',
    tells: 'known outlets, and a new one in Polish',
    parts: [
      part(0, 3 * DAY, 0.02, { outlet: 'Gazette' }),
      part(2 * DAY, 2 * DAY + 1, 1, { outlet: 'Kurier', language: 'pl' }),
    ],
  },
  {
    fixture: 'many-voices',
    tells: 'forty-one accounts complain within an hour',
    parts: [part(0, 45, 1, (index) => ({ ...crowd(index), ...tone(-0.6) }))],
    fires: [40, 42],
  },
  {
    fixture: 'many-voices',
    tells: 'five accounts complain all the time, many others are content',
    parts: [
      part(0, 90, 2, (index) => ({ ...crowd(index % 5), ...tone(-0.6) })),
      part(0, 90, 2, (index) => ({ ...crowd(index), ...tone(0.5) })),
    ],
  },
  {
    fixture: 'average-tone',
    tells: 'the tone turns hostile',
    parts: [
      part(0, 60, 1, { language: 'en', ...tone(0.1) }),
      part(60, 100, 2, { language: 'en', ...tone(-0.8) }),
    ],
    fires: [70, 85],
  },
  {
    fixture: 'average-tone',
    tells: 'the tone is cool, and a few in another language are hostile',
    parts: [
      part(0, 100, 1, { language: 'en', ...tone(-0.3) }),
      part(60, 70, 1, { language: 'fr', ...tone(-0.9) }),
    ],
  },
  {
    fixture: 'loud-reach',
    tells: 'a leak that a million may have read of',
    parts: [part(0, 30, 0.5, { text: 'a data leak at Acme', ...tone(-0.5), ...reach(100_000) })],
    fires: [18, 24],
  },
  {
    fixture: 'loud-reach',
    tells: 'the own blogs write of it, and others of something else',
    parts: [
      part(0, 30, 1, { outlet: 'Acme Blog', text: 'a data leak', ...tone(-0.5), ...reach(100_000) }),
      part(0, 30, 1, { text: 'no leak of data', ...tone(-0.5), ...reach(100_000) }),
    ],
  },
  {
    fixture: 'negative-share',
    tells: 'two of three are negative',
    parts: [part(0, 60, 3, tone(0.4)), part(60, 100, 1, tone(0.4)), part(60, 100, 2, tone(-0.7))],
    fires: [70, 92],
  },
  {
    fixture: 'negative-share',
    tells: 'three of ten are negative, and at night five of eight',
    parts: [
      part(0, 100, 0.7, tone(0.4)),
      part(0, 100, 0.3, tone(-0.7)),
      part(200, 203, 1, tone(0.4)),
      part(203, 208, 1, tone(-0.7)),
    ],
  },
  {
    fixture: 'own-share',
    tells: 'hardly anybody official speaks',
    parts: [part(0, 60, 2, { voice: 'public' }), part(0, 60, 0.02, { voice: 'official' })],
    fires: [14, 60],
  },
  {
    fixture: 'own-share',
    tells: 'one of four is official',
    parts: [part(0, 120, 1.5, { voice: 'public' }), part(0, 120, 0.5, { voice: 'executive' })],
  },
  {
    fixture: 'voice-change',
    tells: 'an account changes its language',
    parts: [
      part(0, 120, 0.1, { ...by('one'), language: 'fr' }),
      part(120, 121, 1, { ...by('one'), language: 'ru' }),
    ],
    fires: [120, 121],
  },
  {
    fixture: 'voice-change',
    tells: 'two accounts, each in its language',
    parts: [
      part(0, 120, 0.1, { ...by('one'), language: 'fr' }),
      part(0, 120, 0.1, { ...by('two'), language: 'ru' }),
    ],
  },
  {
    fixture: 'regulator-any',
    tells: 'the regulator publishes once',
    parts: [
      part(0, 30, 1, { outlet: 'Gazette' }),
      part(30, 31, 1, { outlet: 'Financial Markets Authority' }),
    ],
    fires: [30, 31],
  },
  {
    fixture: 'regulator-any',
    tells: 'only others write',
    parts: [part(0, 60, 1, { outlet: 'The Financial Markets' })],
  },
  {
    fixture: 'hostile-domains',
    tells: 'a link to a hostile domain',
    parts: [
      part(0, 30, 1, { domains: ['acme.com'] }),
      part(30, 31, 1, { domains: ['acme.com', 'acme.group'] }),
    ],
    fires: [30, 31],
  },
  {
    fixture: 'hostile-domains',
    tells: 'links to others',
    parts: [part(0, 60, 1, { domains: ['acme.com', 'press.example'] })],
  },
  {
    fixture: 'foreign-languages',
    tells: 'one in Russian',
    parts: [part(0, 30, 1, { language: 'fr' }), part(30, 31, 1, { language: 'ru' })],
    fires: [30, 31],
  },
  {
    fixture: 'foreign-languages',
    tells: 'the known ones, and one without',
    parts: [part(0, 60, 1, { language: 'de' }), part(9, 10, 1)],
  },
  {
    fixture: 'words-any',
    tells: 'the second of two words',
    parts: [part(0, 30, 1, { text: 'Acme again' }), part(30, 31, 1, { text: 'A strike at Acme' })],
    fires: [30, 31],
  },
  {
    fixture: 'words-any',
    tells: 'other words, and one of a certificate',
    parts: [
      part(0, 60, 1, { text: 'Acme and striking cats' }),
      part(9, 10, 1, { text: 'strike', channel: 'certificate-log' }),
    ],
  },
];
