import { readVerifiable } from '#enrich/press-release/verifiable';

const NOW = Date.parse('2026-03-10T17:00:00.000Z');
const AT = '2026-03-09T08:30:00.000Z';
const read = (json: unknown) => readVerifiable(json, NOW).mention;

describe('a mention as JSON', () => {
  it('may lack almost everything', () => {
    expect(read({ text: 'Valdor announces' })).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      source: 'verify',
      channel: 'web',
      text: 'Valdor announces',
      publishedAt: '2026-03-10T17:00:00.000Z',
      collectedAt: '2026-03-10T17:00:00.000Z',
    });
  });

  it('keeps what it has', () => {
    const whole = {
      id: 'm1',
      source: 'desk',
      channel: 'e-mail',
      url: 'https://valdor.com/1?a=b',
      canonicalUrl: 'https://valdor.com/1',
      outlet: 'Valdor',
      title: 'Results',
      text: 'Valdor announces',
      language: 'en',
      author: { id: 'a1', name: 'Anna', handle: 'anna', followers: 3 },
      publishedAt: AT,
      collectedAt: '2026-03-09T08:31:00.000Z',
      engagement: { likes: 2 },
      sender: 'presse@valdor.com',
      links: ['https://valdor.com/2'],
      mail: { headers: 'From: x', authentication: ['mx; dmarc=pass'], replyTo: 'ir@valdor.com' },
    };
    expect(read(whole)).toEqual(whole);
  });

  it.each([
    ['ISO with a zone', '2026-03-09T09:30:00+01:00'],
    ['ISO without a zone, which is UTC', '2026-03-09 08:30'],
    ['Unix seconds', Date.parse(AT) / 1_000],
    ['Unix milliseconds', Date.parse(AT)],
  ])('has its time in %s', (_, time) => {
    expect(
      [read({ text: 'a', time }), read({ text: 'a', publishedAt: time })].map((m) => m.publishedAt),
    ).toEqual([AT, AT]);
    expect(read({ text: 'a', time }).collectedAt).toBe(AT);
  });

  it.each([
    ['email', 'e-mail'],
    ['Twitter', 'social'],
    ['wire', 'newswire'],
    ['filing', 'regulator'],
    ['newsroom', 'newsroom'],
    ['pigeon', 'web'],
  ])('may call its channel %s, and is of %s', (channel, expected) => {
    expect(read({ text: 'a', channel }).channel).toBe(expected);
  });

  it('names its author after the sender where nobody else is named', () => {
    const sender = '"VALDOR - Presse" <presse@valdor.com>';
    expect(read({ text: 'a', sender })).toMatchObject({
      sender: 'presse@valdor.com',
      author: { id: 'presse@valdor.com', name: 'VALDOR - Presse' },
    });
    expect(read({ text: 'a', sender, author: 'Jean' }).author?.name).toBe('Jean');
  });

  it.each([[null], ['']])('is of now where its time is %j', (time) => {
    expect(read({ text: 'a', time }).publishedAt).toBe('2026-03-10T17:00:00.000Z');
  });

  it.each([['yesterday'], [-5], [1e300]])('is refused where its time is %j', (time) => {
    expect(() => read({ text: 'a', time })).toThrow(
      'the mention.time: expected an ISO time, or Unix time in seconds',
    );
  });

  it.each([
    [
      'a text',
      { sender: 'Valdor Presse <presse@valdor.com>' },
      { sender: 'presse@valdor.com', channel: 'e-mail' },
    ],
    [
      'an author, in a mail',
      { channel: 'e-mail', author: { id: 'presse@valdor.com', name: 'Valdor' } },
      { sender: 'presse@valdor.com', channel: 'e-mail' },
    ],
    ['the field "from"', { from: 'presse@valdor.com' }, { sender: 'presse@valdor.com', channel: 'e-mail' }],
    [
      'a sender on another channel',
      { from: 'p@valdor.com', channel: 'news' },
      { sender: 'p@valdor.com', channel: 'news' },
    ],
    [
      'where answers go',
      { from: 'p@valdor.com', replyTo: 'V <v@free.example>' },
      { mail: { headers: '', authentication: [], replyTo: 'v@free.example' } },
    ],
    [
      'one result of authentication',
      { from: 'p@valdor.com', authentication: 'mx; dmarc=fail' },
      { mail: { headers: '', authentication: ['mx; dmarc=fail'] } },
    ],
    [
      'an author as a name',
      { author: '@ValdorGroup' },
      { author: { id: '@ValdorGroup', name: '@ValdorGroup', handle: 'ValdorGroup' } },
    ],
    [
      'an author without an id',
      { author: { handle: 'ann', name: 'Anna' } },
      { author: { id: 'ann', handle: 'ann', name: 'Anna' } },
    ],
    ['an author whose id is a number', { author: { id: 7 } }, { author: { id: '7' } }],
    [
      'an author’s age in seconds',
      { author: { id: 'a', createdAt: Date.parse(AT) / 1_000 } },
      { author: { id: 'a', createdAt: AT } },
    ],
    [
      'an author’s age without milliseconds',
      { author: { id: 'a', createdAt: '2026-03-09T08:30:00Z' } },
      { author: { id: 'a', createdAt: AT } },
    ],
    ['a title only', { text: ' ', title: 'Valdor' }, { title: 'Valdor', text: 'Valdor' }],
  ])('may have %s: %j', (_, fields, expected) => {
    expect(read({ text: 'a', ...fields })).toMatchObject(expected);
  });

  it.each([
    ['an unknown channel', { channel: 'pigeon' }, 'channel', 'web'],
    ['an author that is none', { author: { followers: 'many' } }, 'author', undefined],
    ['an author’s age that is none', { author: { id: 'a', createdAt: 'long ago' } }, 'author', { id: 'a' }],
    ['engagement that is none', { engagement: { likes: 'many' } }, 'engagement', undefined],
    ['links that are none', { links: 'https://a.example' }, 'links', undefined],
    ['fields that nobody knows', { colour: 'red' }, 'colour', undefined],
  ])('is read without %s: %j', (_, fields, field, expected) => {
    expect(read({ text: 'a', ...fields })[field as 'text']).toEqual(expected);
  });

  it('has the same id when it is read again, and another for another text', () => {
    const [first, again, other] = ['a', 'a', 'b'].map((text) => read({ text, time: AT }).id);
    expect([again === first, other === first]).toEqual([true, false]);
  });

  it.each([
    [null, 'the mention: Invalid input: expected object, received null'],
    [[], 'the mention: Invalid input: expected object, received array'],
    [{}, 'the mention.text: a text or a title is needed'],
    [{ text: ' ', title: '' }, 'the mention.text: a text or a title is needed'],
    [{ text: 7 }, 'the mention.text: Invalid input: expected string, received number'],
    [
      { text: 'a', url: 7, outlet: 8 },
      'the mention.url: Invalid input: expected string, received number; the mention.outlet: Invalid input: expected string, received number',
    ],
    [
      { text: 'a', context: [{ text: 'b' }, { title: 7 }] },
      'context.1.title: Invalid input: expected string, received number',
    ],
  ])('%j cannot be read: %s', (json, message) => {
    expect(() => read(json)).toThrow(message);
  });
});

it('the context is read in order, each like a mention', () => {
  const { context } = readVerifiable({ text: 'a', context: [{ text: 'b', time: AT }, { text: 'c' }] }, NOW);
  expect(context.map(({ text, publishedAt }) => [text, publishedAt])).toEqual([
    ['b', AT],
    ['c', '2026-03-10T17:00:00.000Z'],
  ]);
});

it.each([[undefined], [null], [[]]])('the context may be %j', (context) => {
  expect(readVerifiable({ text: 'a', context }, NOW).context).toEqual([]);
});

it('a context that is no list is said, not left out', () => {
  expect(() => readVerifiable({ text: 'a', context: { text: 'b' } }, NOW)).toThrow(
    'context: Invalid input: expected array, received object',
  );
});
