import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { FLASH, mention, type Storm, startStorm } from '../dashboards/console/storm';

const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const executablePath = CANDIDATES.find((path) => path !== undefined && existsSync(path));
if (executablePath === undefined)
  process.stderr.write(
    `SKIPPED: the console was not tried in a real browser, as there is no Chromium at ${CANDIDATES.filter(Boolean).join(', ')}. Install it (apt-get install chromium), or name it in CHROMIUM_PATH.\n`,
  );
const inBrowser = executablePath === undefined ? describe.skip : describe;

inBrowser('the console in a real browser', () => {
  let folder = '';
  let storm: Storm;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vigie-test-'));
    storm = await startStorm(folder);
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
    await page.goto(`${storm.url}/#/brands/acme`);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await storm?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  it('shows the replay, the storm and who was paged', async () => {
    await page.getByText('Replay of 22 November 2016 – 16:46 · 30×').waitFor();
    const incident = page.locator('[data-incident=inc-acme-1]');
    await incident.getByText('email night-desk@acme.example (not delivered)').waitFor();
    await page.locator('.chart canvas').waitFor();
    await page.locator('.chart [data-mentions="295"]').waitFor();
  }, 30_000);

  it('acknowledges an incident in the name of the person', async () => {
    const incident = page.locator('[data-incident=inc-acme-1]');
    await incident.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByLabel('Your name').fill('Anna');
    await page.getByRole('button', { name: 'Go on' }).click();
    await incident.getByText('Acknowledged').waitFor();
    await incident.getByText('by Anna').waitFor();
    expect(storm.commands.map(({ by, do: asked }) => [by, asked.kind])).toEqual([['Anna', 'acknowledge']]);
    await incident.getByRole('link').click();
    await page.locator('.timeline').getByText('Acknowledged by Anna').waitFor();
    await page.getByText('rules/storm.yaml:4').waitFor();
    await page.getByText('threshold_cur 20: 61 mentions').waitFor();
    await page.goBack();
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

  it('says when the connection is lost, and nothing went wrong before', async () => {
    expect(complaints).toEqual([]);
    await storm.stopConsole();
    await page.getByText('Connection lost. What you see may be old').waitFor();
  }, 30_000);
});
