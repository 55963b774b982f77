import { originOf } from '#enrich/press-release/origin';
import { createReleaseReader, VALDOR } from './release';

const { read } = await createReleaseReader();
const text = 'Valdor will restate its accounts for 2015.';
const by = (handle: string, more: object = {}) => ({ author: { id: handle, handle, ...more } });
const ON_X = { url: 'https://x.com/post/1' };
const YOUNG = { createdAt: '2026-03-07T17:00:00.000Z' };
const originOfPost = (fields: object) => originOf(read({ text, channel: 'social', ...fields }));

describe('what is said on a network', () => {
  it.each([
    ['by an account of the brand', { ...ON_X, ...by('ValdorGroup') }, 'official-account', [-3]],
    ['by it, in other letters and with an @', { ...ON_X, ...by('@valdorgroup') }, 'official-account', [-3]],
    [
      'by it on a page of the network’s old name',
      { url: 'https://twitter.com/p/1', ...by('ValdorGroup') },
      'official-account',
      [-3],
    ],
    ['by it, where no link tells the network', by('ValdorGroup'), 'official-account', [-3]],
    [
      'by its handle on another network',
      { url: 'https://bsky.app/p/1', ...by('ValdorGroup') },
      'look-alike-account',
      [2.4],
    ],
    [
      'by an account that bears the name of the brand',
      { ...ON_X, ...by('vld99', { name: 'VALDOR' }) },
      'look-alike-account',
      [2.4],
    ],
    ['by one that is three days old', { ...ON_X, ...by('valdor', YOUNG) }, 'look-alike-account', [3.5]],
    [
      'by a person whose name holds more',
      { ...ON_X, ...by('fan', { name: 'Valdor fans of Lyon' }) },
      'person',
      [],
    ],
    ['by a person', { ...ON_X, ...by('trader_7', YOUNG) }, 'person', [0.8]],
    ['by nobody who is named', ON_X, 'person', []],
    [
      'by a person who passes on what stands on a look-alike',
      { ...ON_X, ...by('t7'), text: `${text} valdor.group/1` },
      'person',
      [2],
    ],
    [
      'by a person who warns of a look-alike',
      { ...ON_X, ...by('t7'), text: `Beware of the scam: ${text} valdor.group/1` },
      'person',
      [1],
    ],
    [
      'by a person who passes on what stands on a host that bears the name',
      { ...ON_X, ...by('t7'), text: `${text} https://valdor-zukunft.example.com/1` },
      'person',
      [2],
    ],
    [
      'by a person who links to such a host and claims nothing',
      { ...ON_X, ...by('t7'), text: 'Valdor was nice today: https://valdor-zukunft.example.com/1' },
      'person',
      [],
    ],
    [
      'by an account that bears the name among other words, and speaks loudly as "we"',
      { ...ON_X, ...by('valdor_uk'), text: 'We apologise and will pay every victim of Valdor compensation.' },
      'look-alike-account',
      [2.4],
    ],
    [
      'by an account that bears the name among other words, and chats',
      { ...ON_X, ...by('valdor_uk'), text: 'We meet on Friday to talk about Valdor.' },
      'person',
      [],
    ],
    [
      'in a forum by a person',
      { channel: 'forum', url: 'https://forum.example/1', ...by('t7') },
      'person',
      [],
    ],
  ] as const)('%s: %j comes from: %s', (_, fields, kind, weights) => {
    const origin = originOfPost(fields);
    expect([origin.kind, origin.signals.map(({ weight }) => weight)]).toEqual([kind, weights]);
  });

  it('is told in words for a spokesman', () => {
    expect(originOfPost({ ...ON_X, ...by('valdor', YOUNG) }).signals).toEqual([
      {
        name: 'origin',
        weight: 3.5,
        evidence: '@valdor',
        explanation: 'The author is @valdor, which has the name of Valdor, which does not speak from it.',
      },
    ]);
  });

  it('is nobody’s imitation where no account of the brand is on file', async () => {
    const unknown = await createReleaseReader({ ...VALDOR, officialAccounts: [] });
    const release = unknown.read({ text, channel: 'social', ...ON_X, ...by('valdor') });
    expect(originOf(release)).toEqual({ kind: 'person', signals: [] });
  });

  it.each(['social', 'web'] as const)(
    'is a look-alike account’s where that was found before (%s)',
    (channel) => {
      const risk = {
        kind: 'look-alike-account',
        evidence: '@Va1dorGroup',
        explanation: 'It only looks alike.',
      };
      const release = { ...read({ text, channel, ...by('Va1dorGroup') }), risks: [risk] };
      expect(originOf(release)).toMatchObject({
        kind: 'look-alike-account',
        signals: [{ weight: 3.5, evidence: '@Va1dorGroup', explanation: 'It only looks alike.' }],
      });
    },
  );
});
