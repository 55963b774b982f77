import { SecretText } from '#config/fields/secret';
import { temporaryFolder } from '../../temporary-folder';
import { type Storm, startStorm, stormIncident } from './storm';

describe("an incident's time line in the console", () => {
  const folder = temporaryFolder();
  let storm: Storm;
  afterEach(() => storm.stop());
  const { id } = stormIncident();

  it('is a page that runs and loads nothing, and a Markdown file', async () => {
    storm = await startStorm(folder());
    const page = await fetch(`${storm.url}/api/incidents/${id}/time-line`);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'/,
    );
    const html = await page.text();
    expect(html).toContain('<h2>Minute by minute</h2>');
    expect(html).toContain('<path class="mentions"');
    expect(html).toContain('Not delivered by email to night-desk@acme[.]example');
    const file = await fetch(`${storm.url}/api/incidents/${id}/time-line.md`);
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${id}.md"`);
    expect(await file.text()).toMatch(/^# Acme: /);
    for (const end of ['', '.md'])
      expect((await fetch(`${storm.url}/api/incidents/inc-none/time-line${end}`)).status).toBe(404);
  });

  it('is for those who have logged in', async () => {
    storm = await startStorm(folder(), { password: new SecretText('correct horse') });
    for (const end of ['', '.md'])
      expect((await fetch(`${storm.url}/api/incidents/${id}/time-line${end}`)).status).toBe(401);
  });
});
