import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { SecretText } from '#config/fields/secret';
import { FLASH, mention } from '../dashboards/console/storm';
import { startWatchedStorm, type WatchedStorm } from './watched-storm';

const named = process.env.CHROMIUM_PATH;
const CANDIDATES = named
  ? [named]
  : ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = CANDIDATES.find((path) => existsSync(path));
if (executablePath === undefined)
  process.stderr.write(
    `SKIPPED: the console was not tried in a real browser, as there is no Chromium at ${CANDIDATES.join(', ')}. Install it (apt-get install chromium), or name it in CHROMIUM_PATH.\n`,
  );
const inBrowser = executablePath === undefined ? describe.skip : describe;

inBrowser('the console in a real browser', () => {
  let folder = '';
  let storm: WatchedStorm;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const incident = () => page.locator(`[data-incident=${storm.incident}]`);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vigie-test-'));
    storm = await startWatchedStorm(folder, new SecretText('correct horse'));
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await storm?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  it('asks for the password first', async () => {
    await page.goto(`${storm.url}/#/brands/acme`);
    await page.getByLabel('Password').fill('correct hose');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('wrong password').waitFor();
    await page.getByLabel('Password').fill('correct horse');
    await page.keyboard.press('Enter');
    await incident().waitFor();
    expect(complaints.every((text) => text.includes('401'))).toBe(true);
    complaints.length = 0;
  }, 30_000);

  it('shows the replay, the storm and who was paged', async () => {
    await page.getByText('Replay of 22 November 2016 – 16:46 · 30×').waitFor();
    await incident().getByText('mentions in 10 minutes').first().waitFor();
    await incident().getByText('slack #crise ✓').waitFor();
    await incident().getByText('email night-desk@acme.example ✕ not delivered').waitFor();
    await page.locator('.chart canvas').waitFor();
    await page.locator('.chart [data-mentions="295"]').waitFor();
  }, 30_000);

  it('opens the link of a page on its incident: findings, samples, deliveries', async () => {
    await page.goto(storm.link());
    await page.getByText('rules/acme.yaml:3').first().waitFor();
    const sample = page.locator('.sample', { hasText: 'transferts irréguliers' });
    await sample.getByText('acme.group is not acme.example').waitFor();
    await sample.getByText('acme[.]group/communiques/revision').waitFor();
    expect(await sample.locator('a').count()).toBe(0);
    await page
      .locator('.delivery', { hasText: 'night-desk' })
      .getByText('550 no such mailbox')
      .first()
      .waitFor();
    await page.locator('.delivery', { hasText: '#crise' }).getByText('answered: ts-1').first().waitFor();
    await page.getByRole('link', { name: 'All incidents' }).click();
  }, 30_000);

  it('acknowledges an incident by keyboard, in the name of the person', async () => {
    await incident().getByRole('button', { name: 'Acknowledge' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Your name').waitFor();
    await page.keyboard.type('Anna');
    await page.keyboard.press('Enter');
    await incident().getByText('Acknowledged').waitFor();
    await incident().getByText('by Anna').waitFor();
    await incident().locator('button:focus', { hasText: 'Snooze 1 h' }).waitFor();
    expect(await storm.readIncident()).toMatchObject({
      state: 'acknowledged',
      events: expect.arrayContaining([expect.objectContaining({ kind: 'acknowledged', by: 'Anna' })]),
    });
    await incident().getByRole('link').click();
    await page.locator('.timeline').getByText('Acknowledged by Anna').waitFor();
    await page.goBack();
  }, 30_000);

  it('asks behind a link whether the page was useful, and tells of the answer beside the rule', async () => {
    await page.goto(storm.rateLink());
    const asked = page.locator('.rate-page.asked');
    await asked.getByText('Nobody has said yet').waitFor();
    expect((await storm.readIncident())?.events.map(({ kind }) => kind)).not.toContain('rated');
    await asked.getByPlaceholder('Why?').fill('a real crisis');
    await page.keyboard.press('Enter');
    await asked.getByRole('button', { name: 'Page 1 was useful' }).click();
    await asked.getByText('Anna: useful, a real crisis').waitFor();
    await page.locator('.timeline').getByText('Page 1 was useful, says Anna: a real crisis').waitFor();
    await page.getByRole('link', { name: 'fake', exact: true }).first().click();
    await page.getByText('risk is look-alike-domain').waitFor();
    await page.locator('.raised').getByText('Anna: useful').first().waitFor();
    await page.getByRole('link', { name: 'All rules' }).click();
    await page.getByRole('row', { name: 'storm' }).getByText('firing').waitFor();
    await page.goto(`${storm.url}/#/brands/acme`);
  }, 30_000);

  it('searches by keyboard, and shows a suspect mention as text that cannot be followed', async () => {
    await page.locator('.mention').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('"transferts irréguliers" -trader');
    await page.locator('[data-total="1"]').waitFor();
    const found = page.locator('.mention');
    expect(await found.count()).toBe(1);
    await found.getByText('acme.group is not acme.example, the domain that Acme speaks from').waitFor();
    await found.getByText('acme[.]group/communiques/revision').waitFor();
    await found.getByText('<img src=x onerror=alert(1)>').waitFor();
    expect([await found.locator('a').count(), await found.locator('img').count()]).toEqual([0, 0]);
    await page.getByLabel('Search mentions').fill('');
    await page.locator('[data-total="295"]').waitFor();
  }, 30_000);

  it('follows the live chart and stream', async () => {
    const at = FLASH + 3_000_000;
    await storm.store.save(
      Array.from({ length: 25 }, (_, index) => mention(at + index, `Acme dément formellement ${index}`)),
    );
    await storm.setReplay('running', at + 1_000);
    await page.getByText('Replay of 22 November 2016 – 16:56').waitFor();
    await page.locator('.mention').getByText('Acme dément formellement 24').waitFor();
    await page.locator('.chart [data-mentions="318"]').waitFor();
  }, 30_000);

  it('announces an incident that is new, and shows what happens now on demand', async () => {
    await storm.publish(
      Array.from({ length: 6 }, (_, index) => mention(Date.now() - 60_000 + index, `Acme en panne ${index}`)),
    );
    await page
      .locator('[aria-live=assertive]')
      .getByText(/^New \w+ incident: /)
      .waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Live', exact: true }).click();
    await page.locator('.mention').getByText('Acme en panne 5').waitFor();
    await page.locator('.chart [data-mentions="6"]').waitFor();
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.locator('.chart [data-mentions="318"]').waitFor();
  }, 30_000);

  it('says when the connection is lost, and nothing went wrong before', async () => {
    expect(complaints).toEqual([]);
    await storm.stopConsole();
    await page.getByText('Connection lost. What you see may be old').waitFor();
  }, 30_000);
});
