import { readReceived } from '#enrich/press-release/read-received';

const NOW = Date.parse('2026-03-10T17:00:00.000Z');
const read = async (input: string | Buffer, more: object = {}) =>
  (await readReceived({ bytes: Buffer.from(input as string), ...more }, NOW)).mention;

const MAIL = [
  'Authentication-Results: mx.desk.example; dmarc=fail header.from=valdor.com',
  'Received: from a.example by mx.desk.example; Mon, 9 Mar 2026 09:30:05 +0100',
  'From: Valdor Presse <presse@valdor.com>',
  'Reply-To: presse@valdor.group',
  'Subject: =?utf-8?Q?R=C3=A9vision_des_comptes?=',
  'Message-ID: <1@valdor.example>',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Valdor révise ses comptes.',
].join('\r\n');

describe('a text that was received', () => {
  it('has its short first line as its title', async () => {
    expect(await read('\ufeffPress release\r\n\r\nValdor announces.\nIt regrets.')).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      source: 'verify',
      channel: 'web',
      title: 'Press release',
      text: 'Valdor announces.\nIt regrets.',
      publishedAt: '2026-03-10T17:00:00.000Z',
      collectedAt: '2026-03-10T17:00:00.000Z',
    });
  });

  it.each([
    ['one line', 'Valdor announces.', undefined, 'Valdor announces.'],
    [
      'a first line as long as a paragraph',
      `${'Valdor '.repeat(40)}\nmore`,
      undefined,
      `${'Valdor '.repeat(40)}\nmore`,
    ],
    [
      'blank lines around',
      '\n\n Press release \n\n Valdor announces. \n',
      'Press release',
      'Valdor announces.',
    ],
    ['a tag in the middle', 'Valdor\nuses <b> and a < b', 'Valdor', 'uses <b> and a < b'],
    [
      'lines like those of a mail, and nothing that makes it one',
      'Press: Ann\nTel: 1\nFax: 2\n\nValdor',
      'Press: Ann',
      'Tel: 1\nFax: 2\n\nValdor',
    ],
  ])('of %s', async (_, input, title, text) => {
    const mention = await read(input);
    expect([mention.title, mention.text]).toEqual([title, text]);
  });

  it('is read in the encoding that it is written in', async () => {
    const latin = Buffer.from(
      'Communiqué de presse\nValdor révise ses comptes consolidés à Évreux.',
      'latin1',
    );
    expect((await read(latin)).text).toBe('Valdor révise ses comptes consolidés à Évreux.');
  });

  it('keeps the address that it was fetched from', async () => {
    expect((await read('Valdor', { url: 'https://valdor.group/1' })).url).toBe('https://valdor.group/1');
  });
});

describe('a page', () => {
  const PAGE =
    '<!doctype html><title>\n Press &amp; news </title><style>p{}</style><p>Valdor announces.</p>' +
    '<p style="display:none">Nobody sees this.</p><a href="https://valdor.group/1">valdor.com</a>';

  it.each([
    ['by its beginning', {}],
    ['by the name of the file', { name: 'page.HTML' }],
    ['by what the server says', { contentType: 'text/html; charset=utf-8' }],
  ])('is told %s', async (_, more) => {
    const mention = await read(PAGE, more);
    expect([mention.title, mention.text.split(/\s*\n\s*/), mention.links]).toEqual([
      'Press & news',
      ['Press & news', 'Valdor announces.', 'valdor.com'],
      ['https://valdor.group/1'],
    ]);
  });

  it.each([
    ['without a title', '<p>Valdor</p>', undefined],
    ['whose title has attributes', '<html><title lang="en">Valdor</title><p>Valdor</p>', 'Valdor'],
    ['whose title does not end', '<html><title>Valdor <p>Valdor</p>', undefined],
  ])('%s is read', async (_, html, title) => {
    const mention = await read(html);
    expect([mention.title, mention.text.includes('Valdor')]).toEqual([title, true]);
  });

  it('has fifty links at most', async () => {
    const links = Array.from({ length: 80 }, (_, number) => `<a href="https://a${number}.example/">x</a>`);
    expect((await read(`<p>Valdor</p>${links.join('')}`)).links).toHaveLength(50);
  });
});

describe('a raw e-mail', () => {
  it.each([
    ['by the name of the file', { name: 'received.EML' }],
    ['by its head', {}],
  ])('is told %s', async (_, more) => {
    expect(await read(MAIL, more)).toMatchObject({
      channel: 'e-mail',
      title: 'Révision des comptes',
      text: 'Valdor révise ses comptes.',
      sender: 'presse@valdor.com',
      publishedAt: '2026-03-09T08:30:05.000Z',
      collectedAt: '2026-03-09T08:30:05.000Z',
      mail: {
        replyTo: 'presse@valdor.group',
        authentication: ['mx.desk.example; dmarc=fail header.from=valdor.com'],
      },
    });
  });

  it('cannot be read where it is none, and says so', async () => {
    await expect(read('Valdor announces', { name: 'received.eml' })).rejects.toThrow(
      'this is no e-mail: it has no From, Subject, Date or Message-ID',
    );
  });
});

describe('a mention as JSON', () => {
  it('is told by its beginning, and brings its context', async () => {
    const json = JSON.stringify({ text: 'Valdor', channel: 'news', context: [{ text: 'Earlier' }] });
    const { mention, context } = await readReceived({ bytes: Buffer.from(`\n ${json}`) }, NOW);
    expect([mention.text, mention.channel, context.map(({ text }) => text)]).toEqual([
      'Valdor',
      'news',
      ['Earlier'],
    ]);
  });

  it.each([
    ['that breaks off', '{"text": "Valdor', /^the input begins like JSON and cannot be read as such: /],
    [
      'without a text',
      '{"title": 7}',
      /^the mention\.title: Invalid input: expected string, received number/,
    ],
  ])('%s cannot be read, and says what and where', async (_, input, message) => {
    await expect(read(input)).rejects.toThrow(message);
  });
});

it.each([
  ['nothing', '', {}, 'the input is empty: paste or name the text to be judged'],
  ['spaces', ' \n\t', { name: 'a.txt' }, 'a.txt is empty: paste or name the text to be judged'],
  ['a byte-order mark', '\ufeff', { name: 'a.html' }, 'a.html is empty: paste or name the text to be judged'],
])('%s is no text: %j', async (_, input, more, message) => {
  await expect(read(input, more)).rejects.toThrow(message);
});
