// The dashboard in a real browser: what a person does with it, each rule a test.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { key, start, startDashboard, startPlatform } from './programs.mjs';

const markup = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';
let browser, platform, dashboard;

async function createSession(task) {
  const reply = await fetch(`${platform.url}/api/v2/sessions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ agent: 'h/web-surfer-pro', messages: [{ type: 'user_message', message: task }] }),
  });
  assert.equal(reply.status, 201, await reply.clone().text());
}

async function openPage(url = dashboard.url, options = {}) {
  const page = await browser.newPage(options);
  page.faults = [];
  page.on('pageerror', (fault) => page.faults.push(String(fault)));
  await page.goto(url);
  return page;
}

function cards(page) { return page.locator('#fleet .card:not([hidden])'); }

async function waitForCards(page, count) {
  await page.waitForFunction((n) => document.querySelectorAll('#fleet .card:not([hidden])').length >= n, count);
}

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
  platform = await startPlatform();
  dashboard = await startDashboard(platform);
});

after(async () => {
  await browser?.close();
  await dashboard?.stop();
  await platform?.stop();
});

test('cards appear and move', async () => {
  const page = await openPage();
  await waitForCards(page, 5);
  const texts = () => cards(page).allTextContents();
  const first = JSON.stringify(await texts());
  await page.waitForFunction((old) => JSON.stringify([...document.querySelectorAll('#fleet .card:not([hidden])')]
    .map((each) => each.textContent)) !== old, first);
  await page.waitForFunction(() => [...document.querySelectorAll('.card img')].some((each) => each.naturalWidth > 0));
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('a click opens the timeline, and it goes on', async () => {
  const page = await openPage();
  await waitForCards(page, 5);
  await cards(page).first().locator('button').click();
  await page.waitForFunction(() => document.querySelectorAll('#timeline li').length > 3);
  const seen = await page.locator('#timeline li').count();
  await page.waitForFunction((n) => document.querySelectorAll('#timeline li').length > n, seen);
  await page.close();
});

test('a message sent in the page reaches the platform and comes back', async () => {
  const page = await openPage();
  await waitForCards(page, 5);
  await cards(page).nth(1).locator('button').click();
  await page.fill('#message-text', 'look at the harbour branch');
  await page.keyboard.press('Enter');
  await page.getByText('message: taken').waitFor();
  await page.locator('#timeline li.message', { hasText: 'look at the harbour branch' }).waitFor();
  await page.close();
});

test('pause and resume change the state that is shown', async () => {
  const page = await openPage();
  await waitForCards(page, 5);
  await cards(page).nth(2).locator('button').click();
  await page.click('[data-command=pause]');
  await page.getByText('pause: taken').waitFor();
  await page.locator('#panel-facts', { hasText: /^paused / }).waitFor();
  await page.click('[data-command=resume]');
  await page.getByText('resume: taken').waitFor();
  await page.locator('#panel-facts', { hasText: /^running / }).waitFor();
  await page.close();
});

test('what agents write stays text', async () => {
  await createSession(`${markup} as a task`);
  const page = await openPage();
  await page.fill('#search', 'as a task');
  const card = page.locator('#fleet .card:not([hidden])', { hasText: 'onerror' });
  await card.waitFor();
  assert.equal(await card.locator('.title img, .title script').count(), 0);
  await card.locator('button').click();
  await page.locator('#timeline li.message', { hasText: markup }).waitFor();
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  await page.close();
});

test('search and state filter the cards', async () => {
  const page = await openPage();
  await waitForCards(page, 5);
  await page.fill('#search', 'no session says this');
  await page.waitForFunction(() => document.querySelectorAll('#fleet .card:not([hidden])').length === 0);
  assert.ok(await page.locator('#nothing').isVisible());
  await page.fill('#search', '');
  await waitForCards(page, 5);
  await page.selectOption('#state', 'paused');
  await page.waitForFunction(() => document.querySelectorAll('#fleet .card:not([hidden])').length === 0);
  await page.selectOption('#state', 'live');
  await waitForCards(page, 4);
  await page.close();
});

test('is usable by keyboard alone', async () => {
  const page = await openPage();
  await waitForCards(page, 5);
  await page.locator('#state').focus();
  await page.keyboard.press('Tab');
  const id = await page.evaluate(() => document.activeElement.closest('.card')?.dataset.id);
  assert.ok(id, 'the first card follows the filters');
  await page.keyboard.press('Enter');
  await page.locator('#panel').waitFor({ state: 'visible' });
  assert.equal(await page.evaluate(() => document.activeElement.id), 'panel-title');
  await page.keyboard.press('Escape');
  await page.locator('#panel').waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement.closest('.card')?.dataset.id), id);
  await page.close();
});

test('fits a phone', async () => {
  const page = await openPage(dashboard.url, { viewport: { width: 360, height: 740 } });
  await waitForCards(page, 5);
  const sideways = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(await sideways(), false);
  await cards(page).first().locator('button').click();
  await page.locator('#message-text').waitFor({ state: 'visible' });
  assert.equal(await sideways(), false);
  await page.close();
});

test('commands of another site and foreign names are refused', async () => {
  const target = `${dashboard.url}sessions/any/cancel`;
  const foreign = { 'Content-Type': 'application/json', Origin: 'https://elsewhere.example' };
  assert.equal((await fetch(target, { method: 'POST', headers: foreign, body: '{}' })).status, 403);
  assert.equal((await fetch(target, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' })).status, 403);
  const own = { 'Content-Type': 'text/plain', Origin: dashboard.url.replace(/\/$/, '') };
  assert.equal((await fetch(target, { method: 'POST', headers: own, body: '{}' })).status, 415);
  const { hostname, port } = new URL(dashboard.url);
  const said = await new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write('GET / HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n'));
    let text = '';
    socket.on('data', (bytes) => { text += bytes; });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
  assert.match(said, /^HTTP\/1.1 403 /);
});

test('no page is ever given the key', async () => {
  for (const path of ['', 'dashboard.js', 'metrics'])
    assert.ok(!(await (await fetch(dashboard.url + path)).text()).includes(key), path);
  assert.match(await (await fetch(`${dashboard.url}metrics`)).text(), /^# HELP hai_/m);
});

test('a restart of the server heals by itself', async () => {
  const page = await openPage();
  await waitForCards(page, 5);
  const { port } = new URL(dashboard.url);
  await dashboard.stop();
  await page.locator('#line.down').waitFor();
  dashboard = await startDashboard(platform, Number(port));
  await page.locator('#line:not(.down)', { hasText: 'live' }).waitFor();
  await waitForCards(page, 5);
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('a platform that does not answer is told, and so is its return', { timeout: 120_000 }, async () => {
  let other = await startPlatform();
  const { port } = new URL(other.url);
  const blind = await startDashboard(other);
  try {
    const page = await openPage(blind.url);
    page.setDefaultTimeout(60_000);
    await waitForCards(page, 5);
    await other.stop();
    await page.locator('#line.down', { hasText: 'no word from the platform' }).waitFor();
    other = await startPlatform('--port', port);
    await page.locator('#line:not(.down)', { hasText: 'live' }).waitFor();
    assert.deepEqual(page.faults, []);
    await page.close();
  } finally {
    await blind.stop();
    await other.stop();
  }
});

test('goes on while the platform breaks at every turn', { timeout: 120_000 }, async () => {
  const storm = await startPlatform('--faults', 'storm');
  const dashboard = await startDashboard(storm);
  try {
    const page = await openPage(dashboard.url);
    page.setDefaultTimeout(60_000);
    await waitForCards(page, 5);
    await cards(page).first().locator('button').click();
    await page.waitForFunction(() => document.querySelectorAll('#timeline li').length > 30);
    assert.equal(await page.locator('#line.down').count(), 0);
    assert.deepEqual(page.faults, []);
    await page.close();
  } finally {
    await dashboard.stop();
    await storm.stop();
  }
});

test('a thousand sessions, and a browser that stops reading', { timeout: 240_000 }, async () => {
  const big = await start('hai-dashboard', ['--port', '0', '--simulate', '1000']);
  try {
    const { hostname, port } = new URL(big.url);
    const stalled = connect(Number(port), hostname);
    stalled.write(`GET /fleet HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
    stalled.pause();
    stalled.on('error', () => {});
    const page = await openPage(big.url);
    page.setDefaultTimeout(120_000);
    await waitForCards(page, 1000);
    const first = await page.locator('#counts').textContent();
    assert.match(first, /^1\d\d\d in flight/);
    const before = memoryOf(big.pid);
    const facts = await cards(page).first().textContent();
    await page.waitForFunction((old) => document.querySelector('.card').textContent !== old, facts);
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    const grown = memoryOf(big.pid) - before;
    assert.ok(grown < 64 * 1024, `the server grew by ${grown} KiB in 15 s`);
    assert.deepEqual(page.faults, []);
    stalled.destroy();
    await page.close();
  } finally {
    await big.stop();
  }
});

function memoryOf(pid) { return Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]); }
