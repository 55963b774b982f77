import { imitationIn } from '#enrich/press-release/imitation';
import { originOf } from '#enrich/press-release/origin';
import { createReleaseReader } from './release';

const { read } = await createReleaseReader();
const text = 'Valdor announces a change in its accounts.';
const auditor = { id: 'a', name: 'Anna' };

describe('a page', () => {
  it.each([
    ['of the brand', { url: 'https://www.valdor.com/press/1' }, 'official-domain'],
    ['of the brand on another of its domains', { url: 'https://valdor-energie.com/n' }, 'official-domain'],
    ['of the feed of the newsroom', { channel: 'newsroom' }, 'official-domain'],
    [
      'of the newsroom that stands elsewhere',
      { channel: 'newsroom', url: 'https://pr.example/1' },
      'other-domain',
    ],
    ['of a regulator', { channel: 'regulator' }, 'regulated'],
    ['of an exchange', { url: 'https://live.euronext.com/en/1' }, 'regulated'],
    ['of a wire', { url: 'https://www.businesswire.com/news/1' }, 'wire'],
    ['of an agency without a link', { channel: 'newswire' }, 'wire'],
    ['of a newspaper', { channel: 'news', url: 'https://journal.example/1' }, 'press'],
    ['of a newspaper without a link', { channel: 'news' }, 'press'],
    ['of a blog', { channel: 'blog', url: 'https://turbines.example/1' }, 'press'],
    [
      'of a blog where anybody can have one',
      { channel: 'blog', url: 'https://t.wordpress.com/1' },
      'free-host',
    ],
    [
      'of a paper that bears the name of the brand',
      { channel: 'news', url: 'https://n.example/', outlet: 'Valdor' },
      'other-domain',
    ],
    ['of somebody else', { url: 'https://invest.example/valdor' }, 'other-domain'],
    ['of an address without a name', { url: 'http://203.0.113.7/press' }, 'free-host'],
    ['under another suffix', { url: 'https://valdor.group/press' }, 'look-alike'],
    ['whose host begins like the brand’s', { url: 'https://valdor.com.files.example/' }, 'look-alike'],
    ['in letters of another script', { url: 'https://valdоr.com/' }, 'look-alike'],
    ['that nobody knows', {}, 'unknown'],
  ] as const)('%s: %j comes from: %s', (_, fields, kind) => {
    expect(originOf(read({ text, ...fields })).kind).toBe(kind);
  });

  it.each([
    ['of the brand speaks against a fake', { url: 'https://www.valdor.com/1' }, [-4]],
    ['of a regulated channel less so', { channel: 'regulator', outlet: 'AMF' }, [-2.5]],
    ['of a wire that the brand uses a little', { url: 'https://businesswire.com/1' }, [-1.5]],
    ['of a wire that it does not use for one', { url: 'https://www.prnewswire.com/1' }, [1]],
    ['of a look-alike most of all', { url: 'https://valdor.group/1' }, [4.2]],
    ['of a newspaper says nothing', { channel: 'news', url: 'https://journal.example/1' }, []],
  ] as const)('%s: %j weighs %j', (_, fields, weights) => {
    expect(originOf(read({ text, ...fields })).signals.map(({ weight }) => weight)).toEqual(weights);
  });

  it('of a look-alike says which domain it imitates, and how', () => {
    expect(originOf(read({ text, url: 'https://www.valdor.group/press' }))).toEqual({
      kind: 'look-alike',
      host: 'valdor.group',
      signals: [
        {
          name: 'origin',
          weight: 4.2,
          evidence: 'valdor.group (stands on)',
          explanation: 'It stands on valdor.group, which has the name of valdor.com under another suffix.',
        },
      ],
    });
  });

  it('that points to a look-alike is taken for one, beside what speaks against where it stands', () => {
    const origin = originOf(read({ text: `${text} See valdor.group`, url: 'https://invest.example/1' }));
    expect([origin.kind, origin.host, origin.signals.map(({ weight }) => weight)]).toEqual([
      'look-alike',
      'valdor.group',
      [3, 2.2],
    ]);
  });

  it.each([
    ['of a newspaper', { channel: 'news', url: 'https://journal.example/1' }, 'press'],
    ['of the brand', { url: 'https://valdor.com/1' }, 'official-domain'],
    ['of a regulator', { channel: 'regulator' }, 'regulated'],
  ] as const)('%s that names a look-alike, as a warning does, stays what it is: %j', (_, fields, kind) => {
    const warning = `${text} It came from valdor.group, which is not the company’s.`;
    const { kind: found, signals } = originOf(read({ text: warning, ...fields }));
    expect([found, signals.filter(({ weight }) => weight > 0)]).toEqual([kind, []]);
  });

  it('tells that its author appeared only days before', () => {
    const author = { ...auditor, createdAt: '2026-03-05T17:00:00.000Z' };
    const { signals } = originOf(read({ text, channel: 'news', url: 'https://journal.example/1', author }));
    expect(signals).toEqual([
      {
        name: 'origin',
        weight: 0.8,
        evidence: 'Anna, 5 days old',
        explanation: 'Who wrote it appeared only 5 days before.',
      },
    ]);
  });

  it.each([
    ['thirty days before', '2026-02-08T17:00:00.000Z'],
    ['after it had been written', '2026-03-11T17:00:00.000Z'],
    ['nobody knows when', undefined],
  ])('says nothing of an author who appeared %s', (_, createdAt) => {
    const author = { ...auditor, ...(createdAt && { createdAt }) };
    expect(originOf(read({ text, channel: 'news', author })).signals).toEqual([]);
  });
});

describe('the host that imitates the brand', () => {
  it('is the sender’s before that of a link, and that before one in the text', () => {
    const hostOf = (fields: object) => imitationIn(read({ text, channel: 'e-mail', ...fields }))?.found.host;
    const inText = { text: 'Valdor, see valdor.press' };
    const linked = { ...inText, url: 'https://valdor.group/1' };
    expect([hostOf(inText), hostOf(linked), hostOf({ ...linked, sender: 'p@valdor-press.com' })]).toEqual([
      'valdor.press',
      'valdor.group',
      'valdor-press.com',
    ]);
  });

  it('is none where the brand has no domain on file', async () => {
    const { VALDOR } = await import('./release');
    const { read: readUnknown } = await createReleaseReader({ ...VALDOR, officialDomains: [] });
    const origin = originOf(readUnknown({ text, url: 'https://valdor.group/1' }));
    expect([origin.kind, origin.signals[0]?.explanation]).toEqual([
      'other-domain',
      'It stands on valdor.group.',
    ]);
  });
});
