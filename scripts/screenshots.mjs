// Takes four pictures of a running console: node scripts/screenshots.mjs URL FOLDER
// 1280 and 390 pixels wide, light and dark. CHROMIUM_PATH names the browser when it is not in a usual place.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [url, folder] = process.argv.slice(2);
if (!url || !folder) {
  console.error('usage: node scripts/screenshots.mjs URL FOLDER');
  process.exit(2);
}
const named = process.env.CHROMIUM_PATH;
const executablePath = (
  named ? [named] : ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
).find((path) => existsSync(path));
if (!executablePath) {
  console.error('no Chromium found: install it (apt-get install chromium), or name it in CHROMIUM_PATH');
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath,
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
for (const width of [1280, 390])
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({ viewport: { width, height: width > 600 ? 900 : 844 }, colorScheme });
    page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
    page.on('pageerror', (error) => console.error(error.message));
    await page.goto(url);
    await page.waitForSelector('.chart canvas, h1, .log-in', { timeout: 15_000 });
    await page.waitForTimeout(1_500);
    const file = join(folder, `console-${width}-${colorScheme}.png`);
    await page.screenshot({ path: file });
    console.log(file);
    await page.close();
  }
await browser.close();
