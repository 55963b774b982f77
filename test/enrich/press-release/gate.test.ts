import type { KnownRelease } from '#enrich/press-release/release-memory';
import { createReleaseReader, type ReleaseFields } from './release';

const { judge } = await createReleaseReader();
const pressReleaseOf = (fields: ReleaseFields, before: readonly KnownRelease[] = []) =>
  judge(fields, before)?.result.pressRelease;
const verdictOf = (fields: ReleaseFields) => pressReleaseOf(fields)?.verdict ?? null;

const WORLDCOM =
  'Lyon, 10 March 2026. Valdor announces its intention to restate its consolidated accounts for 2025. An internal audit found transfers of €3.5 billion. The auditors were promptly notified. The result is a net loss. The CFO was dismissed. About Valdor: turbines.';
const SHOCK =
  'Lyon, 10 March 2026. Valdor announces the resignation of its chief executive officer and a net loss of 300 million euros. About Valdor: turbines. Press contact: Jeanne Morel, +33 1 99 00 11 22, presse@valdor.com';
const ON_SITE = { url: 'https://valdor.com/1' };
const PASS = { headers: '', authentication: ['mx; dmarc=pass header.from=valdor.com'] };
const POST = { channel: 'social', url: 'https://x.com/p/1' } as const;
const PAPER = { channel: 'news', url: 'https://journal.example/1' } as const;
const OWN_POST = { ...POST, author: { id: 'v', handle: 'ValdorGroup' } };

describe('the gate judges', () => {
  it.each<[string, ReleaseFields, string]>([
    [
      'a fake of the old kind from a look-alike',
      { channel: 'e-mail', sender: 'p@valdor.group', text: WORLDCOM },
      'likely-fake',
    ],
    [
      'the same from a free mail service',
      { channel: 'e-mail', sender: 'valdor@gmail.com', text: WORLDCOM },
      'likely-fake',
    ],
    ['the same on a page of nobody knows whom', { title: 'Press release', text: WORLDCOM }, 'likely-fake'],
    [
      'the same with a forged sender',
      {
        channel: 'e-mail',
        sender: 'presse@valdor.com',
        mail: { headers: '', authentication: ['mx; dmarc=fail'] },
        text: WORLDCOM,
      },
      'likely-fake',
    ],
    ['the same on the brand’s own site', { ...ON_SITE, text: WORLDCOM }, 'official'],
    ['a real shock on its own site', { ...ON_SITE, text: SHOCK }, 'official'],
    [
      'a real shock in a proven mail',
      { channel: 'e-mail', sender: 'presse@valdor.com', mail: PASS, text: SHOCK },
      'official',
    ],
    ['a real shock in a regulated channel', { channel: 'regulator', text: SHOCK }, 'official'],
    [
      'a real shock in a mail that nothing proves',
      { channel: 'e-mail', sender: 'presse@valdor.com', text: SHOCK },
      'unverified',
    ],
    [
      'a real shock on a wire that the brand uses',
      { url: 'https://www.businesswire.com/1', text: SHOCK },
      'unverified',
    ],
    ['bitcoin on its own site', { ...ON_SITE, text: 'Valdor announces that it accepts bitcoin.' }, 'suspect'],
    [
      'bitcoin by its own account',
      { ...OWN_POST, text: 'Valdor announces that it accepts bitcoin.' },
      'suspect',
    ],
    [
      'ordinary news on its own site',
      { ...ON_SITE, text: 'Valdor announces a new plant in Lyon.' },
      'official',
    ],
    [
      'ordinary news by its own account',
      { ...OWN_POST, text: 'Valdor announces a new plant in Lyon.' },
      'official',
    ],
    [
      'an agency’s flash of a shock',
      { channel: 'newswire', text: 'VALDOR TO RESTATE ACCOUNTS, FIRES CFO' },
      'suspect',
    ],
    [
      'a half denial from a look-alike',
      { url: 'https://valdor.press/1', text: 'Valdor denies some of the information of today.' },
      'likely-fake',
    ],
    [
      'a denial on its own site that names the look-alike',
      {
        ...ON_SITE,
        text: 'Valdor denies all of the information in a fake press release sent from valdor.group.',
      },
      'official',
    ],
    [
      'the same in a proven mail',
      {
        channel: 'e-mail',
        sender: 'presse@valdor.com',
        mail: PASS,
        text: 'Valdor denies all of the information in a fake press release sent from valdor.group.',
      },
      'official',
    ],
    [
      'a denial on its own site',
      { ...ON_SITE, text: 'Valdor denies all of the information of today.' },
      'official',
    ],
  ])('%s', (_, fields, verdict) => {
    expect(verdictOf(fields)).toBe(verdict);
  });
});

describe('the gate leaves alone', () => {
  it.each<[string, ReleaseFields]>([
    [
      'a warning in a forum',
      {
        channel: 'forum',
        url: 'https://forum.example/1',
        text: 'Careful: valdor.group is a scam, Valdor denies the release',
      },
    ],
    [
      'a warning in a blog',
      {
        channel: 'blog',
        url: 'https://sec.wordpress.com/1',
        text: 'valdor.group is used for a fake press release of Valdor.',
      },
    ],
    [
      'a warning on a page of somebody else',
      {
        url: 'https://cert.example/1',
        text: 'Warning: valdor.group is used for a fake press release of Valdor.',
      },
    ],
    [
      'a warning of a fake',
      {
        ...POST,
        author: { id: 't', handle: 't' },
        text: 'Beware: the Valdor press release about its accounts is fake, sent from valdor.group',
      },
    ],
    [
      'a paper’s tale of the hoax',
      { ...PAPER, title: 'Valdor: how a fake release cost 18 percent', text: WORLDCOM },
    ],
    ['labelled satire of it', { ...PAPER, title: 'Satire: Valdor accepts seashells', text: WORLDCOM }],
    ['an opinion on it', { ...PAPER, title: 'Opinion: what Valdor must do', text: WORLDCOM }],
    [
      'an ordinary report',
      {
        ...PAPER,
        title: 'Valdor opens a plant',
        text: 'Valdor announced in a press release that it opens a plant in Lyon.',
      },
    ],
    [
      'a report of ordinary bad news',
      {
        ...PAPER,
        title: 'Valdor recalls 300 valves',
        text: 'The company announced a product recall in a statement.',
      },
    ],
    ['talk', { ...POST, text: 'Does anybody work at Valdor? Asking for a friend' }],
  ])('%s', (_, fields) => {
    expect(pressReleaseOf(fields)).toBeUndefined();
  });
});

it('the heaviest signals come first, whichever way they weigh', () => {
  const weights = pressReleaseOf({ title: 'Press release', text: WORLDCOM })?.signals.map(({ weight }) =>
    Math.abs(weight),
  );
  expect(weights?.length).toBeGreaterThan(3);
  expect(weights).toEqual([...(weights ?? [])].sort((a, b) => b - a));
});

it('every signal says what it saw, in a sentence', () => {
  const { signals = [] } =
    pressReleaseOf({ channel: 'e-mail', sender: 'p@valdor.group', text: `${WORLDCOM} ${SHOCK}` }) ?? {};
  expect(signals.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['origin', 'claims', 'hoax-template', 'corroboration', 'contacts', 'pose']),
  );
  for (const { evidence, explanation } of signals)
    expect([evidence, explanation]).toEqual([
      expect.stringMatching(/\S/),
      expect.stringMatching(/^[A-Z].*\.$/),
    ]);
});

it('a denial is weighed without what it denies', () => {
  const denial = pressReleaseOf({
    ...ON_SITE,
    text: 'Valdor denies all of it: it does not restate its accounts, and fired no CFO.',
  });
  expect(denial).toMatchObject({
    role: 'denial',
    denial: 'full',
    claims: expect.arrayContaining(['accounts-restated']),
  });
  expect(denial?.signals.filter(({ name, weight }) => name === 'claims' && weight !== 0)).toEqual([]);
});
