import { composePage } from '#alerting/compose-page';
import type { ReleaseCase } from '#alerting/release-case';
import { Brand } from '#enrich/brand';
import { openEmbeddedStore } from '#enrich/store/embedded';
import type { Store } from '#enrich/store/store';
import { systemClock } from '#ingest/clock';
import { temporaryFolder } from '../temporary-folder';
import { alertOf, incidentOf, releaseAlert, releaseOf } from './pages';
import { FAKE, FLASH } from './press-release-mentions';

const at = (clock: string) => `2016-11-22T${clock}.000Z`;
const NOW = Date.parse(at('15:27:00'));
const emergencySheet = { people: [{ name: 'Duty desk' }], decisionChain: ['The director decides'] };
const names = { id: 'vinci', name: 'VINCI', names: ['Vinci'], officialDomains: ['vinci.com'] };
const brand = Brand.parse({ ...names, emergencySheet });

const { lead } = releaseOf();
const text = (given: Partial<ReleaseCase['lead']>) => ({ ...lead, ...given });
const settled = (verdict: 'refuted' | 'corroborated', by: string) =>
  ({ verdict, settled: { verdict, at: at('15:49:00'), by } }) as const;
const falseDenial = text({ role: 'denial', from: 'vinci-group.com', at: at('15:27:00') });
const fake = text({ from: 'vincigroup.com', at: at('16:35:00') });

describe('the page about a fake press release', () => {
  const folder = temporaryFolder();
  let store: Store;
  beforeEach(async () => {
    store = await openEmbeddedStore({ dataFolder: folder(), clock: systemClock });
    await store.save([FAKE, FLASH]);
  });
  afterEach(() => store.close());
  const compose = (
    release: Partial<ReleaseCase>,
    given: { reason?: string; kind?: 'update' | 'resolved'; now?: number; brand?: Brand } = {},
  ) => {
    const { kind = 'update', reason = 'first notification' } = given;
    const status = kind === 'resolved' ? 'resolved' : 'firing';
    const fakeAlert = releaseAlert(release, {
      status,
      startedAt: at('15:05:00'),
      at: at(kind === 'resolved' ? '17:05:00' : '15:06:04'),
      window: { from: at('15:05:00'), to: at('15:06:04') },
      focus: ['press_release.score>=0'],
    });
    return composePage({
      incident: incidentOf([], {
        alerts: [alertOf({ severity: 'critical', status: 'resolved' }), fakeAlert],
        severity: 'critical',
        startedAt: at('15:05:00'),
      }),
      kind,
      reason,
      number: 1,
      brand: given.brand ?? brand,
      store,
      timezone: 'Europe/Paris',
      consoleUrl: 'http://127.0.0.1:8780',
      now: given.now ?? NOW,
    });
  };

  it.each<[string, Partial<ReleaseCase>, string]>([
    ['first notification', {}, 'probably a fake press release from vinci.group — since 16:05'],
    ['first notification', { verdict: 'suspect' }, 'a suspect press release from vinci.group — since 16:05'],
    [
      'first notification',
      { verdict: 'unverified' },
      'an unconfirmed press release from vinci.group — since 16:05',
    ],
    [
      'first notification',
      { verdict: 'suspect', lead: text({ role: 'report', from: 'Bloomberg' }) },
      'a suspect press release that Bloomberg tells of — since 16:05',
    ],
    [
      'another fake',
      { texts: [lead, falseDenial], furtherFakes: 1 },
      'another fake, a denial from vinci-group.com, at 16:27 — the first at 16:05',
    ],
    [
      'another fake',
      { texts: [lead, falseDenial, fake], furtherFakes: 2, ...settled('refuted', 'vinci.com') },
      'another fake, from vincigroup.com, at 17:35 — the first was refuted at 16:49',
    ],
    [
      'verdict changed',
      settled('refuted', 'vinci.com'),
      'fake release refuted at 16:49 on vinci.com, 44 min after',
    ],
    [
      'verdict changed',
      settled('corroborated', 'businesswire.com'),
      'doubted release is genuine, carried by businesswire.com at 16:49, 44 min after',
    ],
    [
      'repeat interval elapsed',
      { ...settled('refuted', 'vinci.com'), verdict: 'likely-fake', lead: fake },
      'probably a fake press release from vincigroup.com — since 17:35',
    ],
  ])('says, for "%s" %#, what it is', async (reason, release, expected) => {
    expect((await compose(release, { reason })).headline).toBe(`VINCI: ${expected}`);
  });

  it('keeps its headline to 120 characters, whatever the sender calls himself', async () => {
    const long = text({ from: `${'x'.repeat(300)}.example` });
    const { headline } = await compose({ lead: long, texts: [long] });
    expect([...headline].length).toBeLessThanOrEqual(120);
  });

  it('says at the end what became of it', async () => {
    const page = await compose(settled('refuted', 'vinci.com'), { kind: 'resolved', reason: 'resolved' });
    expect(page.headline).toBe(
      'VINCI: over after 2 hours; a fake press release from vinci.group, denied by the brand at 16:49',
    );
    expect(page.release).not.toHaveProperty('emergencySheet');
  });

  it('stands before what was only counted, and quotes the fake itself', async () => {
    const page = await compose({});
    expect(page.findings.map(({ rule }) => rule)).toEqual(['vinci-press-release']);
    expect(page.samples[0]).toMatchObject({
      at: FAKE.publishedAt,
      risks: ['This press release is probably fake', expect.stringContaining('vinci.group')],
    });
  });

  it('tells how long newsroom and wires have been silent, by our clock or in a replay by event time', async () => {
    expect((await compose({})).release?.silentMs).toBe(22 * 60_000);
    expect((await compose({}, { now: NOW + 9e9 })).release?.silentMs).toBe(64_000);
    expect((await compose({ silentSince: undefined })).release?.silentMs).toBeUndefined();
  });

  it('carries the emergency sheet where the brand has one, until the release turns out to be genuine', async () => {
    expect((await compose({})).release?.emergencySheet).toMatchObject(emergencySheet);
    expect((await compose(settled('refuted', 'vinci.com'))).release).toHaveProperty('emergencySheet');
    expect((await compose(settled('corroborated', 'x.com'))).release).not.toHaveProperty('emergencySheet');
    expect((await compose({}, { brand: Brand.parse(names) })).release).not.toHaveProperty('emergencySheet');
  });
});
