import { composePage } from '#alerting/compose-page';
import { findEarlierCertificates } from '#alerting/earlier-certificates';
import { Brand } from '#enrich/brand';
import type { BrandMention } from '#enrich/brand-mention';
import { openEmbeddedStore } from '#enrich/store/embedded';
import type { Store } from '#enrich/store/store';
import { systemClock } from '#ingest/clock';
import { mentionOf } from '../contract/naive-store';
import { temporaryFolder } from '../temporary-folder';
import { alertOf, incidentOf } from './pages';

const FAKE_AT = '2016-11-22T15:05:02.000Z';
const brand = Brand.parse({ id: 'vinci', name: 'VINCI', names: ['Vinci'], officialDomains: ['vinci.com'] });

function suspect(fields: Partial<BrandMention> & { id: string }, ...hosts: readonly string[]): BrandMention {
  const risks = hosts.map((host) => ({
    kind: 'look-alike-domain',
    evidence: host,
    explanation: `The mention stands on ${host}, which has the name of vinci.com under another suffix.`,
  }));
  return mentionOf({ brand: 'vinci', channel: 'web', publishedAt: FAKE_AT, risks, ...fields });
}

const certificate = (host: string, publishedAt: string, fields: Partial<BrandMention> = {}) =>
  suspect(
    {
      id: `${host} ${publishedAt}`,
      channel: 'certificate-log',
      domains: ['crt.sh', host],
      publishedAt,
      ...fields,
    },
    host,
  );
const fake = suspect({ id: 'fake', title: 'VINCI restates its accounts' }, 'press.vinci.group');

describe('what a page says of earlier certificates', () => {
  const folder = temporaryFolder();
  let store: Store;
  beforeEach(async () => {
    store = await openEmbeddedStore({ dataFolder: folder(), clock: systemClock });
    await store.save([
      certificate('vinci.group', '2016-11-07T14:03:00.000Z'),
      certificate('vinci.group', '2016-11-09T14:03:00.000Z'),
      certificate('vinci-group.com', '2016-11-22T14:50:00.000Z'),
      certificate('vinci.press', '2016-11-23T09:00:00.000Z'),
      certificate('vinci.email', '2016-11-01T09:00:00.000Z', { brand: 'other' }),
      suspect({ id: 'text', domains: ['vinci.news'], publishedAt: '2016-11-01T09:00:00.000Z' }, 'vinci.news'),
      fake,
    ]);
  });
  afterEach(() => store.close());

  it.each<[string, BrandMention, readonly string[]]>([
    [
      'the first one, by days',
      fake,
      ['a certificate for vinci.group had been seen on 7 Nov 2016 (15 days before)'],
    ],
    [
      'by minutes on the same day',
      suspect({ id: 'a' }, 'vinci-group.com'),
      ['a certificate for vinci-group.com had been seen on 22 Nov 2016 (15 minutes before)'],
    ],
    [
      'one for each domain',
      suspect({ id: 'a' }, 'vinci-group.com', 'www2.vinci.group', 'vinci.group'),
      [expect.stringContaining('vinci-group.com'), expect.stringContaining('vinci.group')],
    ],
    ['none that came later', suspect({ id: 'a' }, 'vinci.press'), []],
    ["none of another brand's", suspect({ id: 'a' }, 'vinci.email'), []],
    ['nothing but certificates', suspect({ id: 'a' }, 'vinci.news'), []],
    ['none of a certificate itself', certificate('vinci.group', '2016-11-20T09:00:00.000Z'), []],
    ['none where nothing is suspect', suspect({ id: 'a' }), []],
  ])('tells %s', async (_, mention, lines) => {
    expect(await findEarlierCertificates(store, 'vinci', [mention], 'Europe/Paris')).toEqual(lines);
  });

  const compose = (filter: readonly string[], startedAt: string, to: string) => {
    const alert = alertOf({
      filter: [...filter],
      startedAt,
      window: { from: startedAt, to },
      expected: undefined,
      seen: 1,
    });
    return composePage({
      incident: incidentOf([], { alerts: [alert], startedAt }),
      kind: 'first',
      reason: 'first notification',
      number: 1,
      brand,
      store,
      timezone: 'Europe/Paris',
      consoleUrl: 'http://127.0.0.1:8460/',
      now: Date.parse(to),
    });
  };

  it('stands first on the page about what is published from the domain', async () => {
    const filter = ['risk="look-alike-domain"', 'channel!="certificate-log"'];
    const page = await compose(filter, FAKE_AT, '2016-11-22T15:06:00.000Z');
    expect(page.findings[0]?.explanation).toEqual([
      'a certificate for vinci.group had been seen on 7 Nov 2016 (15 days before)',
      ...alertOf().explanation,
    ]);
    expect(page.samples.map(({ text }) => text)).toEqual([expect.stringContaining('restates')]);
  });

  it('is the headline of the warning itself, and no voice is made up', async () => {
    const filter = ['channel="certificate-log"', 'risk="look-alike-domain"'];
    const page = await compose(filter, '2016-11-07T14:03:00.000Z', '2016-11-07T14:04:00.000Z');
    expect(page.headline).toBe(
      'VINCI: a certificate for vinci.group, which only looks like vinci.com — since 15:03',
    );
    expect([page.topAuthors, page.topOutlets, page.findings[0]?.explanation]).toEqual([
      [],
      [],
      alertOf().explanation,
    ]);
  });
});
