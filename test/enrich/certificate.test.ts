import { Brand } from '#enrich/brand';
import { BrandMention } from '#enrich/brand-mention';
import { createEnrichment, type Enrichment } from '#enrich/enrich-mention';
import { watchHosts } from '#enrich/watch-hosts';
import { hostOfName, mentionOfCertificate } from '#ingest/certificate-log/certificate-mention';
import type { Mention } from '#ingest/mention';

const brandOf = (id: string, officialDomains: readonly string[]) =>
  Brand.parse({ id, name: id, names: [id], officialDomains });
const brands = [
  brandOf('vinci', ['vinci.com']),
  brandOf('axa', ['axa.fr']),
  brandOf('sony', ['sony.com']),
  brandOf('crt', ['crt.example']),
];

describe('a certificate', () => {
  const watchesHost = watchHosts(brands);
  let enrichment: Enrichment;
  beforeAll(async () => {
    enrichment = await createEnrichment({ brands });
  });

  /** The mention that the collector makes of a certificate with these names. */
  function certificateFor(...names: readonly string[]): Mention {
    const hits = names.flatMap((name) => {
      const likenesses = watchesHost(hostOfName(name)).map(({ lookAlike }) => lookAlike);
      return likenesses.length > 0 ? [{ name, likenesses }] : [];
    });
    const at = Date.parse('2016-11-07T14:03:00Z');
    const facts = {
      names,
      issuer: "Let's Encrypt",
      identity: names.join(),
      serial: '05',
      notBefore: at,
      notAfter: at,
    };
    const sighting = {
      source: 'certificates',
      place: '#0',
      loggedAt: at,
      collectedAt: at,
      allowedLatenessMs: 0,
    };
    return mentionOfCertificate(facts, hits, sighting);
  }
  const matched = (...names: readonly string[]) =>
    enrichment.enrich(certificateFor(...names)).map((found) => [found.brand, ...found.matched]);

  it.each([
    ['the brand that it imitates', ['vinci.group'], [['vinci', 'vinci.group (look-alike)']]],
    ['by a wildcard', ['*.vinci.group'], [['vinci', 'vinci.group (look-alike)']]],
    ['in letters of another script', ['xn--vnci-l9d.com'], [['vinci', 'vіnci.com (look-alike)']]],
    [
      'each of two brands',
      ['vinci.group', 'axa.group'],
      [
        ['vinci', 'vinci.group (look-alike)'],
        ['axa', 'axa.group (look-alike)'],
      ],
    ],
    [
      'nobody who is only named on it',
      ['vinci.group', 'sony.com', 'sony.shop.example', 'axa.fr'],
      [['vinci', 'vinci.group (look-alike)']],
    ],
  ])('is about %s', (_, names, expected) => {
    expect(matched(...names)).toEqual(expected);
  });

  it('is about its look-alike also when fifty other names stand on it', () => {
    const others = Array.from({ length: 200 }, (_, at) => `a${at}.shop.example`);
    expect(matched(...others, 'press.vinci.group')).toEqual([['vinci', 'press.vinci.group (look-alike)']]);
  });

  it('carries the risk in plain words, and no tone, voice or story: nobody speaks', () => {
    const [first, second] = [certificateFor('vinci.group'), certificateFor('vinci-group.com')].flatMap(
      enrichment.enrich,
    );
    expect(BrandMention.parse(first)).toMatchObject({
      channel: 'certificate-log',
      language: 'en',
      domains: ['crt.sh', 'vinci.group', 'vinci.com'],
      reach: { raw: 0, discounted: 0 },
      risks: [
        {
          kind: 'look-alike-domain',
          evidence: 'vinci.group',
          explanation:
            'A certificate was issued for vinci.group, which has the name of vinci.com under another suffix.',
        },
      ],
      failures: [],
    });
    for (const found of [first, second])
      expect([found?.sentiment, found?.voice, found?.story]).toEqual([undefined, undefined, undefined]);
  });
});
