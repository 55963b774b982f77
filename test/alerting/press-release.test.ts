import type { Finding } from '#alerting/detector';
import { detectors } from '#alerting/detectors/index';
import { pressRelease } from '#alerting/detectors/press-release';
import { createEvaluation } from '#alerting/evaluate-rules';
import type { BrandMention } from '#enrich/brand-mention';
import { claim, denial, FAKE, FALSE_DENIAL, FLASH, judged, REJUDGES } from './press-release-mentions';
import { rule } from './rule';

const HOUR = 3_600_000;
const context = { timeframe: 24 * HOUR, allowedLateness: HOUR / 2, worsenFactor: 2, counted: 'mentions' };
const at = (clock: string) => Date.parse(`2016-11-22T${clock}.000Z`);

/** What is found after each mention; `alsoAt` is asked at the end, in hours after the last. */
function play(mentions: readonly BrandMention[], options: Record<string, unknown> = {}) {
  const detector = pressRelease.create(pressRelease.options.parse(options), context);
  let state = detector.fresh();
  let newest = 0;
  const findings: (Finding | undefined)[] = [];
  for (const mention of mentions) {
    const time = Date.parse(mention.publishedAt);
    newest = Math.max(newest, time);
    detector.observe(state, { at: time, mention }, true);
    findings.push(detector.evaluate(state, newest, findings.at(-1) !== undefined));
    state = JSON.parse(JSON.stringify(state));
  }
  const later = (hours: number) => detector.evaluate(state, newest + hours * HOUR, true);
  return { findings, state, later, last: findings.at(-1) };
}
const verdicts = (mentions: readonly BrandMention[], options = {}) =>
  play(mentions, options).findings.map((finding) => finding?.release?.verdict ?? '-');
const fakes = (mentions: readonly BrandMention[]) =>
  play(mentions).findings.map((finding) => finding?.release?.furtherFakes ?? 0);

describe('a release that poses as one of the brand', () => {
  it('is found at once, with what it claims and the heaviest reasons against it', () => {
    const { last } = play([FAKE]);
    expect(last).toMatchObject({
      at: at('15:05:00'),
      summary: 'probably a fake press release from vinci.group; 1 mention of it so far',
      release: {
        verdict: 'likely-fake',
        since: FAKE.publishedAt,
        lead: {
          role: 'release',
          from: 'vinci.group',
          title: 'Vinci lance une révision de ses comptes consolidés',
          claims: ['accounts-restated', 'executive-leaves'],
          reasons: [
            {
              evidence: 'vinci.group',
              explanation: 'It comes from vinci.group, which only looks like vinci.com',
            },
            { evidence: 'certain transfers', explanation: 'It follows the text of an earlier hoax' },
          ],
        },
        silentSince: FAKE.publishedAt,
        relays: [],
        denials: [],
        furtherFakes: 0,
      },
    });
  });

  it.each([
    ['likely-fake', {}, true],
    ['suspect', {}, true],
    ['refuted', {}, true],
    ['unverified', {}, false],
    ['corroborated', {}, false],
    ['official', {}, false],
    ['unverified', { verdict: 'unverified' }, true],
    ['suspect', { verdict: 'likely-fake' }, false],
    ['refuted', { verdict: 'likely-fake' }, true],
  ] as const)('judged %s under a rule with %j: raised %s', (verdict, options, isRaised) => {
    expect(play([judged('one~vinci', '15:05:00', { verdict })], options).last !== undefined).toBe(isRaised);
  });

  it('takes its verdict from a later mention of the same affair', () => {
    const unverified = judged('one~vinci', '15:05:00', { verdict: 'unverified', case: 'one~vinci' });
    const worse = judged('two~vinci', '15:08:00', { verdict: 'suspect', role: 'report', case: 'one~vinci' });
    expect(
      verdicts([
        unverified,
        worse,
        {
          ...FAKE,
          pressRelease: { ...worse.pressRelease, verdict: 'likely-fake' } as never,
          publishedAt: '2016-11-22T15:09:00.000Z',
        },
      ]),
    ).toEqual(['-', 'suspect', 'likely-fake']);
  });

  it('is over when nothing more of it has come for the timeframe', () => {
    const { later } = play([FAKE, FLASH]);
    expect(later(24)).toBeDefined();
    expect(later(24.1)).toBeUndefined();
  });

  it('has another sender at the same provider of mailboxes for another fake', () => {
    const from = (sender: string) => ({ channel: 'e-mail', sender }) as const;
    const first = judged('one~vinci', '15:05:00', {}, from('vinci.presse@mail.example'));
    const second = judged('two~vinci', '15:09:00', {}, from('vinci.finance@mail.example'));
    const copy = judged('three~vinci', '15:10:00', {}, from('vinci.presse@mail.example'));
    expect(fakes([first, second, copy])).toEqual([0, 1, 1]);
  });

  it('has its sender, site or author for an origin', () => {
    const from = (given: Partial<BrandMention>) =>
      play([judged('one~vinci', '15:05:00', {}, given)]).last?.release?.lead.from;
    expect([
      from({ channel: 'e-mail', sender: 'press@vinci.media' }),
      from({ channel: 'web', url: 'https://www.vinci.press/a' }),
      from({ channel: 'social', url: 'https://x.com/a/1', author: { id: '7', handle: 'vinci_press' } }),
      from({ channel: 'news', url: 'not an address', outlet: 'Le Fil' }),
      from({ channel: 'social', author: { id: 'a@vinci.group' } }),
      from({ channel: 'social' }),
    ]).toEqual([
      'press@vinci.media',
      'vinci.press',
      'vinci_press',
      'Le Fil',
      'a@vinci.group',
      'somebody unknown',
    ]);
  });
});

describe('its relays', () => {
  it('are listed by minute, each once, and make nothing worse', () => {
    const again = judged('again~vinci', '15:07:10', { ...FLASH.pressRelease }, { outlet: 'Bloomberg' });
    const { findings, last } = play([FAKE, FLASH, again]);
    expect(last?.release).toMatchObject({
      verdict: 'likely-fake',
      relayed: 2,
      relays: [{ by: 'Bloomberg', at: FLASH.publishedAt, times: 2 }],
    });
    expect(findings.map((finding) => finding?.badness)).toEqual([1, 1, 1]);
    expect(last?.revision).not.toEqual(findings[0]?.revision);
  });

  it('may come first: then it is their news until the release itself is seen, which is no further fake', () => {
    const { findings } = play([FLASH, FAKE]);
    expect(findings.map((finding) => finding?.summary)).toEqual([
      'a suspect press release that Bloomberg tells of; 1 mention of it so far',
      'probably a fake press release from vinci.group; 2 mentions of it so far',
    ]);
    expect(findings[1]?.release).toMatchObject({ since: FAKE.publishedAt, furtherFakes: 0, relayed: 1 });
  });

  it('count a copy on another site among them, and one from the same sender not', () => {
    const copy = judged(
      'copy~vinci',
      '15:12:00',
      {},
      { channel: 'web', url: 'https://bourse.example/1', outlet: 'Bourse', story: FAKE.story },
    );
    const toLondon = judged(
      'london~vinci',
      '15:05:30',
      {},
      { channel: 'e-mail', sender: 'press@vinci.group', risks: FAKE.risks },
    );
    expect(play([FAKE, toLondon, copy]).last?.release).toMatchObject({
      furtherFakes: 0,
      relayed: 1,
      relays: [{ by: 'Bourse' }],
    });
  });

  it('by ten thousand leave a small state, the outlets in it, and few alerts', () => {
    const crowd = Array.from({ length: 10_000 }, (_, index) =>
      judged(
        `relay${index}~vinci`,
        '15:10:00',
        { verdict: 'suspect', role: 'report' },
        { channel: 'social', author: { id: `user${index}`, name: `${'x'.repeat(300)}${index}` } },
      ),
    );
    const reuters = judged('late~vinci', '15:20:00', { role: 'report' }, { outlet: 'Reuters' });
    const { findings, state, last } = play([FAKE, ...crowd, reuters]);
    expect(JSON.stringify(state).length).toBeLessThan(12_000);
    expect(JSON.stringify(last).length).toBeLessThan(8_000);
    expect(new Set(findings.map((finding) => finding?.revision)).size).toBeLessThan(25);
    expect(last?.release?.relayed).toBe(10_001);
    expect(last?.release?.relays.map(({ by }) => by)).toContain('Reuters');
  });
});

describe('a denial', () => {
  const story = [FAKE, FLASH, FALSE_DENIAL];

  it.each([
    ['names what it refutes', denial({ rejudges: REJUDGES })],
    ['names the first of it only', denial({ rejudges: [{ id: 'fake~vinci', verdict: 'refuted' }] })],
    ['names a relay of it', denial({ rejudges: [{ id: 'flash~vinci', verdict: 'refuted' }] })],
    [
      'names what nobody has seen, in the same affair',
      denial({ rejudges: [{ id: 'x~vinci', verdict: 'refuted' }] }),
    ],
    ['is full and names nothing, in an affair of its own', denial({ case: 'denial~vinci' })],
  ])('of the brand that %s refutes', (_how, genuine) => {
    const { findings, last } = play([...story, genuine]);
    expect(findings.map((finding) => finding?.release?.verdict)).toEqual([
      'likely-fake',
      'likely-fake',
      'likely-fake',
      'refuted',
    ]);
    expect(last?.release).toMatchObject({
      settled: { verdict: 'refuted', at: genuine.publishedAt, by: 'vinci.com', extent: 'full' },
      denials: [{ by: 'vinci.com', at: genuine.publishedAt, extent: 'full', verdict: 'official' }],
    });
    expect(last?.release).not.toHaveProperty('silentSince');
    expect(last?.summary).toBe(
      'a fake press release from vinci.group, denied by the brand, and 1 further fake; 3 mentions of it so far',
    );
  });

  it.each([
    ['partial and names nothing', denial({ denial: 'partial', case: 'denial~vinci' }), 'likely-fake'],
    ['of somebody else', denial({ verdict: 'unverified', case: 'denial~vinci' }), 'likely-fake'],
    [
      'older than the fake',
      { ...denial({ case: 'x~vinci' }), publishedAt: '2016-11-22T15:00:00.000Z' },
      'likely-fake',
    ],
    ['carried by a wire', denial({ verdict: 'corroborated', case: 'denial~vinci' }), 'refuted'],
  ])('%s: %s', (_how, other, verdict) => {
    expect(verdicts([...story, other]).at(-1)).toBe(verdict);
  });

  it('that came in before what it denies refutes it all the same', () => {
    expect(verdicts([denial({ case: 'denial~vinci' }), FAKE])).toEqual(['-', 'refuted']);
    expect(verdicts([denial({ rejudges: REJUDGES }), FAKE])).toEqual(['-', 'refuted']);
    const other = judged('other~vinci', '15:10:00', { case: 'other~vinci' });
    expect(verdicts([denial({ rejudges: REJUDGES }), other])).toEqual(['-', 'likely-fake']);
  });

  it('of what nobody had found suspect tells people of the fake', () => {
    const unverified = judged('fake~vinci', '15:05:00', { verdict: 'unverified' });
    expect(verdicts([unverified, denial({ rejudges: REJUDGES })])).toEqual(['-', 'refuted']);
    expect(verdicts([unverified, denial({ case: 'denial~vinci' })])).toEqual(['-', '-']);
  });

  it('that is false is a further fake, whoever it poses as', () => {
    expect(fakes([FAKE, FLASH, FALSE_DENIAL])).toEqual([0, 0, 1]);
    const own = { ...FALSE_DENIAL.pressRelease, case: 'false-denial~vinci' };
    expect(fakes([FAKE, { ...FALSE_DENIAL, pressRelease: own as never }])).toEqual([0, 1]);
  });
});

describe('after a denial', () => {
  const story = [FAKE, FLASH, FALSE_DENIAL, denial({ rejudges: REJUDGES })];

  it('a claim in the same affair is a further fake, and the first stays refuted', () => {
    const { last } = play([...story, claim()]);
    expect(last?.release).toMatchObject({ verdict: 'refuted', furtherFakes: 2 });
    expect(last?.release?.texts.map(({ from }) => from)).toEqual([
      'vinci.group',
      'vinci-group.com',
      'vincigroup.com',
    ]);
  });

  it('a fake of its own is open again, beside the first that was refuted', () => {
    const { last } = play([...story, claim({ case: 'claim~vinci' })]);
    expect(last?.release).toMatchObject({
      verdict: 'likely-fake',
      furtherFakes: 2,
      lead: { from: 'vincigroup.com' },
      settled: { verdict: 'refuted' },
    });
  });

  it('what a wire had carried may still be refuted, and what was refuted stays so', () => {
    const wire = judged(
      'wire~vinci',
      '15:15:00',
      { verdict: 'corroborated', rejudges: [{ id: 'fake~vinci', verdict: 'corroborated' }] },
      { channel: 'newswire', url: 'https://www.businesswire.com/1' },
    );
    expect(verdicts([FAKE, wire, denial({ rejudges: REJUDGES })])).toEqual([
      'likely-fake',
      'corroborated',
      'refuted',
    ]);
    const late = { ...wire, publishedAt: '2016-11-22T15:55:00.000Z' };
    expect(verdicts([...story, late]).at(-1)).toBe('refuted');
    expect(play([FAKE, wire]).last?.release?.settled).toMatchObject({
      verdict: 'corroborated',
      by: 'businesswire.com',
    });
  });
});

describe('a rule about press releases', () => {
  const watched = (mentions: readonly BrandMention[], given: Record<string, unknown> = {}) => {
    const base = { type: 'press_release', timeframe: '24h', options: { verdict: 'suspect' }, ...given };
    const evaluation = createEvaluation([rule(base)], detectors);
    const { state } = evaluation.restore([]);
    return mentions.flatMap(
      (mention) => evaluation.observe(state, mention, Date.parse(mention.collectedAt)).alerts,
    );
  };
  const onDay = (mention: BrandMention, day: number, id: string): BrandMention => {
    const time = mention.publishedAt.replace('-22T', `-${day}T`);
    return { ...mention, id, publishedAt: time, collectedAt: time };
  };
  const story = [FAKE, FLASH, FALSE_DENIAL, denial({ rejudges: REJUDGES })];

  it('gives an alert out for each thing that is new, and ends it as it stood last', () => {
    const alerts = watched([
      ...story,
      onDay(judged('x~vinci', '12:00:00', { verdict: 'official' }), 25, 'x~vinci'),
    ]);
    expect(
      alerts.map(({ status, release }) => `${status} ${release?.verdict} ${release?.furtherFakes}`),
    ).toEqual([
      'firing likely-fake 0',
      'firing likely-fake 0',
      'firing likely-fake 1',
      'firing refuted 1',
      'resolved refuted 1',
    ]);
    expect(new Set(alerts.map(({ id }) => id)).size).toBe(1);
  });

  it('gives none out again for a mention whose verdict was changed', () => {
    const again = { ...FAKE, pressRelease: { ...FAKE.pressRelease, verdict: 'refuted' } as never };
    expect(watched([FAKE, again, FLASH])).toHaveLength(2);
  });

  it('holds no fake back, however short the time since the last', () => {
    const calm = onDay(judged('x~vinci', '12:00:00', { verdict: 'official' }), 24, 'x~vinci');
    const next = onDay(
      judged('next~vinci', '13:00:00', { case: 'next~vinci' }, { sender: 'a@vinci.example' }),
      24,
      'next~vinci',
    );
    const alerts = watched([FAKE, calm, next], { realert: '7d' });
    expect(alerts.map(({ status }) => status)).toEqual(['firing', 'resolved', 'firing']);
  });
});

describe('many fakes', () => {
  it('leave a small state', () => {
    const flood = Array.from({ length: 1_000 }, (_, index) =>
      judged(
        `flood${index}~vinci`,
        '15:30:00',
        {
          case: index % 2 === 0 ? 'fake~vinci' : `flood${index}~vinci`,
          signals: FAKE.pressRelease?.signals ?? [],
        },
        { channel: 'e-mail', sender: `press@vinci-${index}.example`, title: 'y'.repeat(1_000) },
      ),
    );
    const { state, last } = play([FAKE, ...flood]);
    expect(JSON.stringify(state).length).toBeLessThan(40_000);
    expect(JSON.stringify(last).length).toBeLessThan(8_000);
    expect(last?.release?.texts).toHaveLength(6);
    expect(last?.release?.furtherFakes).toBe(1_000);
  });
});
