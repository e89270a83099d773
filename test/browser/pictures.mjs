// The pictures of the documentation: pictures.mjs DIRECTORY
import { chromium } from 'playwright-core';
import { start } from './programs.mjs';

const [directory] = process.argv.slice(2);
const dashboard = await start('hai-dashboard', ['--port', '0', '--simulate', '24']);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(dashboard.url);
  await page.waitForFunction(() => [...document.querySelectorAll('.card img')].filter((each) => each.naturalWidth > 0).length >= 12, null, { timeout: 120_000 });
  await page.waitForTimeout(20_000);
  await page.screenshot({ path: `${directory}/dashboard-fleet.png` });
  await page.locator('.card button').nth(3).click();
  await page.waitForFunction(() => document.querySelectorAll('#timeline li').length > 8, null, { timeout: 60_000 });
  await page.screenshot({ path: `${directory}/dashboard-session.png` });
} finally {
  await browser.close();
  await dashboard.stop();
}
