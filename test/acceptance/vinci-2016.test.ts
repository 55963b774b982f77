import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { Incident } from '#alerting/incident';
import { Page } from '#alerting/page';
import { loadConfig } from '#config/load-config';
import { plugins } from '#config/plugins';
import { brandMentionId, type PressRelease } from '#enrich/brand-mention';
import { Mention, mentionId } from '#ingest/mention';
import { packageRoot } from '#ingest/thread';
import { openBusAndState, openStore } from '../../adapters';
import { allIds } from '../all-ids';
import { startVigie } from '../real-process';
import { startPageReceiver } from '../services/page-receiver';
import { configureVinciDay } from '../services/vinci-day';
import { temporaryFolder } from '../temporary-folder';

const FAKE = '4157b73956773e1efd8c6671dadd7ee8';
const FAKE_DENIAL = '49cb0216f4381698f255480ba0b91b1b';
const DENIAL = '981d7ec2b4ba34ed301802703bb55d05';
const FALSE_CLAIM = 'd4d23810e34bed6e34c5194b38bdbc23';

type Genuine = { id: string; mention: Omit<Mention, 'id' | 'source' | 'collectedAt'> };

/** Releases of the same week in the shape that the company uses. */
function genuineReleases(): Mention[] {
  const file = join(packageRoot(), 'test/fixtures/press-release/genuine-vinci.ndjson');
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Genuine)
    .map(({ id, mention }) =>
      Mention.parse({
        ...mention,
        id: mentionId('week', id),
        source: 'week',
        collectedAt: mention.publishedAt,
      }),
    );
}

/** The recording of the day with what the company published that week, in order of time. */
function writeWeek(file: string): Mention[] {
  const genuine = genuineReleases();
  const day = readFileSync(join(packageRoot(), 'config/replays/vinci-2016.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Mention);
  const week = [...day, ...genuine].sort((a, b) => a.collectedAt.localeCompare(b.collectedAt));
  writeFileSync(file, week.map((mention) => `${JSON.stringify(mention)}\n`).join(''));
  return genuine;
}

describe('the Vinci minute', () => {
  const folder = temporaryFolder();

  it('is paged with its reasons, in one incident from the fake to the denial and the false claim', async () => {
    const hook = await startPageReceiver();
    const config = configureVinciDay({ folder: join(folder(), 'config'), adapters: '', hook: hook.url });
    const recording = join(folder(), 'week.ndjson');
    const genuine = writeWeek(recording);
    const { ended, errors } = startVigie(['--config', config, 'replay', recording, '--speed', 'max']);
    expect([await ended, errors()]).toEqual([0, expect.not.stringMatching(/error|FATAL/i)]);
    await hook.close();

    const { incidents, verdictOf } = await outcome(config);
    const pages = hook.received.map(({ body }) => Page.parse(body));

    // One incident, one thread, not five.
    expect(incidents).toHaveLength(1);
    expect(new Set(pages.map(({ incident }) => incident)).size).toBe(1);
    const [incident] = incidents as [Incident];
    const told = incident.events.flatMap((event) =>
      'alert' in event && event.alert.release ? [event.alert] : [],
    );
    const [first] = told;
    expect(Date.parse(first?.at ?? '') - Date.parse('2016-11-22T15:05:02Z')).toBeLessThan(60_000);
    expect(first?.release?.lead).toMatchObject({
      verdict: 'likely-fake',
      from: expect.stringContaining('vinci.group'),
    });
    expect(first?.release?.lead.reasons[0]?.explanation).toContain('vinci.group');

    // The page itself says why.
    expect(pages[0]?.kind).toBe('first');
    expect(pages[0]?.headline).toMatch(/vinci\.group/);
    expect(JSON.stringify(pages[0]?.release)).toContain('vinci.group');

    // What came of each text.
    expect(verdictOf(FAKE)).toMatchObject({ verdict: 'refuted', rejudged: { from: 'likely-fake' } });
    expect(verdictOf(FAKE_DENIAL)).toMatchObject({
      ...{ verdict: 'refuted', role: 'denial', denial: 'partial', rejudged: { from: 'likely-fake' } },
    });
    expect(verdictOf(DENIAL)).toMatchObject({ verdict: 'official', role: 'denial', denial: 'full' });
    expect(verdictOf(FALSE_CLAIM)?.verdict).toBe('likely-fake');
    for (const { id, title } of genuine)
      expect([title, verdictOf(id)?.verdict ?? 'official']).toEqual([title, 'official']);

    // The incident hears of all of it: the second fake, the denial at 16:49, the false claim.
    const at = (time: string) => `2016-11-22T${time}`;
    const refuted = told.find(({ release }) => release?.settled?.verdict === 'refuted');
    expect(refuted?.release?.settled?.at).toMatch(at('15:49'));
    const last = told.at(-1)?.release;
    expect(last?.texts.map(({ from }) => from)).toEqual(
      expect.arrayContaining(['vinci.group', 'vinci-group.com', 'vincigroup.com']),
    );
    expect(last?.relays[0]).toMatchObject({ by: 'Bloomberg', at: expect.stringMatching(at('15:06:04')) });
    expect(pages.some(({ reason }) => reason === 'verdict changed')).toBe(true);

    // The record of the day, for a reader who was not there.
    const record = (format: string) =>
      startVigie(['--config', config, 'incident', 'export', incident.id, '--format', format]);
    const [markdown, html] = [record('markdown'), record('html')];
    expect([await markdown.ended, await html.ended]).toEqual([0, 0]);
    expect(minutesOf(markdown.output())).toMatchObject({
      '16:05': expect.stringMatching(
        /The first mention of it.*A press release from vinci.*group.*probably fake.*Page 1 sent.*Delivered by hook to 127/s,
      ),
      '16:06': expect.stringContaining('Passed on by Bloomberg, Dow Jones'),
      '16:27': expect.stringMatching(/A denial from vinci-group.*Page 3 sent \(another fake\)/s),
      '16:49': expect.stringMatching(
        /Denied on vinci.*fake, and denied by the brand \(before: probably fake\).*\(verdict changed\)/s,
      ),
      '17:35': expect.stringMatching(/vincigroup.*nous revendiquons/s),
    });
    expect(html.output()).toContain('<h4>16:49</h4>');
    expect(html.output()).toMatch(/<path class="mentions" d="M[^"]{500,}"/);
  }, 120_000);
});

/** What stands in the Markdown under each minute. */
function minutesOf(markdown: string): Record<string, string> {
  const parts = markdown.split(/^\*\*(\d\d:\d\d)\*\*$/m).slice(1);
  return Object.fromEntries(
    parts.flatMap((time, index) => (index % 2 === 0 ? [[time, parts[index + 1] ?? '']] : [])),
  );
}

type Outcome = {
  readonly incidents: readonly Incident[];
  readonly verdictOf: (mention: string) => PressRelease | undefined;
};

async function outcome(folder: string): Promise<Outcome> {
  const log = pino({ level: 'silent' });
  const { config } = await loadConfig({ folder, env: {}, plugins });
  if (!config) throw new Error('the configuration is not sound');
  const { state, close } = await openBusAndState(config, log);
  const store = await openStore(config, log);
  const incidents = (await state.read('incidents')).map(({ value }) => Incident.parse(value));
  const verdicts = new Map<string, PressRelease | undefined>();
  for (const id of await allIds(store)) verdicts.set(id, (await store.get(id))?.pressRelease);
  await store.close();
  await close();
  return { incidents, verdictOf: (mention) => verdicts.get(brandMentionId(mention, 'vinci')) };
}
