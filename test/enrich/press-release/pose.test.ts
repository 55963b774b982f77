import { originOf } from '#enrich/press-release/origin';
import { poseOf } from '#enrich/press-release/pose';
import { createReleaseReader, type ReleaseFields } from './release';

const { read } = await createReleaseReader();
function poseIn(fields: ReleaseFields) {
  const release = read(fields);
  return poseOf(release, originOf(release));
}
const roleOf = (fields: ReleaseFields) => poseIn(fields)?.role ?? 'none';

const PAPER = { channel: 'news', url: 'https://journal.example/1' } as const;
const AGENCY = { channel: 'newswire', outlet: 'Wire One' } as const;
const POST = {
  channel: 'social',
  url: 'https://x.com/p/1',
  author: { id: 't', handle: 'trader_7' },
} as const;
const LOOK_ALIKE = { channel: 'e-mail', sender: 'presse@valdor.group' } as const;

describe('a text poses as a release of the brand', () => {
  it.each<[string, ReleaseFields]>([
    [
      'on a page whose host bears its name',
      {
        channel: 'blog',
        url: 'https://agreenervaldor.com/blog/1',
        text: 'Effective immediately, Valdor will no longer give money to deniers of the crisis. We are sorry.',
      },
    ],
    [
      'on a wire that others pay for',
      {
        channel: 'newswire',
        url: 'https://www.prweb.com/1',
        title: 'Valdor signs a contract',
        text: `Valdor has signed a contract. ${'It builds turbines in many countries. '.repeat(12)}`,
      },
    ],
    [
      'in English',
      {
        title: 'Press release',
        text: 'Lyon, 10 March 2026. Valdor announces that it has dismissed its CFO.',
      },
    ],
    [
      'in French',
      {
        title: 'Communiqué de presse',
        text: 'Lyon, le 10 mars 2026. Valdor annonce la révision de ses comptes.',
      },
    ],
    [
      'in German',
      {
        title: 'Pressemitteilung',
        text: 'Valdor gibt bekannt, dass der Finanzvorstand entlassen wurde. Wir bedauern das. Unsere Aktionäre',
      },
    ],
    [
      'in Spanish',
      {
        title: 'Comunicado de prensa',
        text: 'Valdor anuncia la dimisión de su director general. Contacto de prensa: Ana',
      },
    ],
    [
      'in Italian',
      {
        title: 'Comunicato stampa',
        text: 'Valdor annuncia la rettifica del bilancio 2025. Ufficio stampa: Ada',
      },
    ],
    ...['Valdor Inc.', 'Valdor S.A.', 'Valdor N.V.', 'Valdor S.p.A.'].map((name): [string, ReleaseFields] => [
      `by ${name}`,
      { title: 'Press release', text: `Lyon, 10 March 2026. ${name} announces that its CFO was dismissed.` },
    ]),
    [
      'that is about something ordinary',
      { title: 'Press release', text: 'Valdor opens a plant and announces 40 jobs. About Valdor: turbines.' },
    ],
    [
      'from a look-alike, without any form',
      { ...LOOK_ALIKE, text: 'Valdor informs you that its accounts are wrong.' },
    ],
    ['on its own site', { url: 'https://valdor.com/1', text: 'Valdor announces its results for 2025.' }],
    [
      'in a regulated channel',
      { channel: 'regulator', text: 'Valdor: results for 2025. Regulated information.' },
    ],
    [
      'as its own account',
      { ...POST, author: { id: 'v', handle: 'ValdorGroup' }, text: 'Valdor announces its results.' },
    ],
    [
      'as an account that bears its name',
      { ...POST, author: { id: 'v', handle: 'valdor' }, text: 'Valdor announces that it accepts bitcoin.' },
    ],
    [
      'in a blog that prints it whole',
      {
        channel: 'blog',
        url: 'https://t.example/1',
        text: 'Press release. Lyon, 10 March 2026. Valdor announces that it restates its accounts. About Valdor: turbines since 1920. Press contact: Ann. We regret it. Our auditors know.',
      },
    ],
  ])('%s', (_, fields) => {
    expect(roleOf(fields)).toBe('release');
  });
});

describe('a text poses as a denial by the brand', () => {
  it.each<[string, ReleaseFields]>([
    ['in English', { ...LOOK_ALIKE, text: 'Valdor denies some of the information in the release of today.' }],
    [
      'in French',
      {
        title: 'Communiqué de presse',
        url: 'https://valdor.com/1',
        text: 'Valdor dément formellement les informations.',
      },
    ],
    [
      'in German',
      {
        title: 'Pressemitteilung',
        url: 'https://valdor.com/1',
        text: 'Valdor weist zurück, dass es Unregelmäßigkeiten gab.',
      },
    ],
    [
      'by its account',
      { ...POST, author: { id: 'v', handle: 'ValdorGroup' }, text: 'Valdor denies the release of today.' },
    ],
    [
      'by a statement that calls the other a fake',
      {
        title: 'Press statement: a fake release was sent in our name',
        url: 'https://valdor.com/1',
        text: 'Valdor has informed the AMF.',
      },
    ],
  ])('%s', (_, fields) => {
    expect(poseIn(fields)).toMatchObject({
      role: 'denial',
      speaks: true,
      signals: [{ explanation: 'It poses as a denial by the brand.' }],
    });
  });

  it('which an agency tells of, and then it is not the brand that speaks', () => {
    expect(poseIn({ ...AGENCY, text: 'VALDOR DENIES REPORT THAT IT RESTATES ACCOUNTS' })).toEqual({
      role: 'denial',
      speaks: false,
      signals: [
        {
          name: 'pose',
          weight: 0,
          evidence: '“DENIES” (sentence 1)',
          explanation: 'An agency reports a denial; it is no statement of the brand itself.',
        },
      ],
    });
  });
});

describe('a text tells of a release', () => {
  it.each<[string, ReleaseFields]>([
    ['an agency’s flash', { ...AGENCY, text: 'VALDOR TO RESTATE ACCOUNTS, FIRES CFO' }],
    [
      'a long report in French',
      {
        ...PAPER,
        text: `${'Le titre a chuté. '.repeat(60)}Dans un communiqué, le groupe Valdor parle d'irrégularités dans ses comptes.`,
      },
    ],
    [
      'a report in German',
      {
        ...PAPER,
        text: `${'Die Aktie fiel. '.repeat(60)}Wie das Unternehmen mitteilte, berichtigt Valdor seine Bilanzen.`,
      },
    ],
    [
      'a short report that the brand leads',
      { ...PAPER, title: 'Valdor fires its CFO', text: 'The shares fell by 18 percent.' },
    ],
    [
      'somebody who says to have received it',
      {
        ...PAPER,
        text: `${'Le titre a chuté. '.repeat(60)}L'agence dit avoir reçu de Valdor l'annonce d'une révision de ses comptes.`,
      },
    ],
    ['a trader’s post', { ...POST, text: 'Valdor $VLD restating accounts, CFO fired' }],
    [
      'a post that begins as a flash does',
      { ...POST, text: 'BREAKING Valdor fires its CFO over accounting irregularities' },
    ],
    ['a post in capitals', { ...POST, text: 'VALDOR LIMOGE SON DIRECTEUR FINANCIER ET REVISE SES COMPTES' }],
    ['a post in Spanish', { ...POST, text: 'Última hora: Valdor despide a su director financiero' }],
  ])('%s', (_, fields) => {
    expect(poseIn(fields)).toMatchObject({
      role: 'report',
      speaks: false,
      signals: [{ weight: 0, explanation: 'It tells of a release; it is none itself.' }],
    });
  });
});

describe('a text does none of this', () => {
  it.each<[string, ReleaseFields]>([
    [
      'a warning of a fake',
      { ...POST, text: 'BREAKING Valdor did NOT fire its CFO, the press release is fake' },
    ],
    [
      'a paper’s tale of a hoax',
      {
        ...PAPER,
        title: 'Valdor victim of a hoax',
        text: 'A false press release said that it restates its accounts.',
      },
    ],
    [
      'the same in French',
      {
        ...PAPER,
        title: 'Valdor visé par un faux communiqué',
        text: 'Le texte annonçait la révision de ses comptes.',
      },
    ],
    [
      'the same in German',
      {
        ...PAPER,
        title: 'Falsche Pressemitteilung über Valdor',
        text: 'Der Finanzvorstand sei entlassen, hieß es.',
      },
    ],
    [
      'labelled satire',
      {
        ...PAPER,
        title: 'Valdor fires its CFO (satire)',
        text: 'Valdor announces that it has sold the wind.',
      },
    ],
    [
      'an opinion',
      {
        ...PAPER,
        title: 'Opinion: Valdor must dismiss its CFO',
        text: 'In a press release Valdor announced irregularities.',
      },
    ],
    ['somebody who doubts it', { ...POST, text: 'Valdor fires CFO, accounts restated. Is this real?' }],
    ['a question', { ...POST, text: 'FLASH Valdor restates its accounts ? https://x.com/1' }],
    [
      'a person who passes on a release',
      {
        ...POST,
        text: 'Press release. Lyon, 10 March 2026. Valdor announces its results. About Valdor: turbines.',
      },
    ],
    ['small talk', { ...POST, text: 'A fine evening, the Valdor turbines turn' }],
    ['a job offer', { text: 'Valdor is looking for an accountant in Lyon, apply today' }],
    ['a report without any claim', { ...PAPER, title: 'Valdor opens a canteen', text: 'There is soup.' }],
    [
      'a release of somebody else',
      {
        title: 'Press release',
        text: 'Norvent announces that it has dismissed its CFO. About Norvent: wind.',
      },
    ],
    ['nothing', { text: '.' }],
  ])('%s', (_, fields) => {
    expect(roleOf(fields)).toBe('none');
  });
});

it('a pose is told by the four strongest marks, in their exact words', () => {
  const text = 'Lyon, 10 March 2026. Valdor announces a loss. About Valdor: turbines. Press contact: Ann.';
  expect(poseIn({ title: 'Press release', text })?.signals).toEqual([
    {
      name: 'pose',
      weight: 0,
      evidence:
        '“Valdor announces” (sentence 2); “About Valdor: turbines. Press conta” (sentence 3); “Press release” (title); “Lyon, 10 March” (sentence 1)',
      explanation: 'It poses as a release of the brand.',
    },
  ]);
});
