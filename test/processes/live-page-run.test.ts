/// <reference lib="dom" />
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumFlags, chromiumFor, mostMilliseconds } from '../browser/chromium.ts';
import { violationsOf } from '../browser/violations.ts';
import { type TestLab, testLab } from '../support/lab.ts';
import { type LiveServer, startLiveServer } from '../support/live-server.ts';

const executablePath = chromiumFor('The live page');

describe.skipIf(executablePath === null)('the live page over real runs with real k6', () => {
  let lab: TestLab;
  let server: LiveServer;
  let browser: Browser;
  let page: Page;
  /** What the browser complained of: nothing, if all is right. */
  let complaints: string[];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: chromiumFlags });
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    complaints = [];
    lab = await testLab();
    server = await startLiveServer(lab);
    page = await newPage();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    server.running.process.kill('SIGTERM');
    await server.running.ended;
    expect(complaints).toEqual([]);
    expect(lab.leftovers()).toEqual([]);
  });

  async function newPage(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
    context.setDefaultTimeout(mostMilliseconds);
    const opened = await context.newPage();
    opened.on('console', (message) => {
      if (!message.text().startsWith('Failed to load resource')) complaints.push(message.text());
    });
    opened.on('pageerror', (error) => complaints.push(error.message));
    await opened.goto(server.url);
    return opened;
  }

  const latest = (of: Page, name: string): Locator =>
    of.locator('.latest div', { has: of.locator('dt', { hasText: name }) }).locator('dd');
  const secondsOf = async (of: Page): Promise<number> =>
    Number(await of.locator('.charts').getAttribute('data-seconds'));
  const stop = (of: Page): Locator => of.getByRole('button', { name: 'Stop' });

  async function start(userClass: string, seconds: number): Promise<void> {
    await page
      .getByLabel('User class')
      .selectOption({ label: userClass === 'SyncUser' ? syncUser : asyncUser });
    await page.getByLabel('Number of users').fill('10');
    await page.getByLabel('Warm-up').fill('1');
    await page.getByLabel('Duration').fill(String(seconds));
    await page.keyboard.press('Enter');
    await stop(page).waitFor();
  }

  const serious = async (of: Page): Promise<string[]> =>
    (await violationsOf(of))
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id }) => id);

  it('goes the way of somebody who asks what sync costs', { timeout: 240_000 }, async () => {
    await page.locator('.estimate', { hasText: '8.70' }).waitFor();
    await start('SyncUser', 120);

    // One request a second, however many ask.
    await expect.poll(() => secondsOf(page), { timeout: 30_000 }).toBeGreaterThan(6);
    await latest(page, 'ideal').filter({ hasText: '8.70' }).waitFor();
    await latest(page, 'requests/s')
      .filter({ hasText: /^1(\.0+)?\b/ })
      .waitFor();
    expect(await serious(page)).toEqual([]);

    // Reloaded in the middle, and looked at by somebody else.
    await page.reload();
    const other = await newPage();
    await stop(other).waitFor();
    await expect.poll(() => secondsOf(page), { timeout: 30_000 }).toBeGreaterThan(8);
    await expect.poll(async () => (await secondsOf(other)) >= (await secondsOf(page)) - 1).toBe(true);

    await page.getByLabel('Users', { exact: true }).fill('20');
    await page.keyboard.press('Enter');
    await latest(other, 'users').filter({ hasText: '20' }).waitFor();
    const before = await secondsOf(page);
    await expect.poll(() => secondsOf(page), { timeout: 30_000 }).toBeGreaterThan(before + 5);
    await latest(page, 'requests/s')
      .filter({ hasText: /^1(\.0+)?\b/ })
      .waitFor();
    await stop(page).click();
    await page.locator('.run-end').waitFor({ timeout: 60_000 });
    await other.locator('.run-end').waitFor();
    expect(await secondsOf(other)).toBe(await secondsOf(page));

    await page.getByRole('link', { name: 'Open the report' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    const report = await page.locator('body').textContent();
    expect(report).toContain('nest /sync');
    expect(lab.report().cells.map(({ vus }) => vus)).toEqual([10, 20]);
    for (const { throughputRps, measuredSeconds } of lab.report().cells) {
      expect(Math.abs(throughputRps - 1)).toBeLessThanOrEqual(1 / measuredSeconds + 0.03);
    }

    await page.goto(server.url);
    await page.getByRole('button', { name: 'New run' }).click();
    await start('AsyncUser', 5);
    await page.locator('.run-end', { hasText: 'Done.' }).waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    const rows = page.locator('.runs tbody tr');
    await rows.nth(1).waitFor();
    await rows.nth(0).getByRole('checkbox').check();
    await rows.nth(1).getByRole('checkbox').check();
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    const compared = await page.locator('body').textContent();
    expect(compared).toContain('/sync');
    expect(compared).toContain('/async');
  });

  it('goes on with a run whose browser has gone away', async () => {
    await start('AsyncUser', 4);
    await page.context().close();
    await expect(server.event('ended')).resolves.toMatchObject({ state: 'done' });
    page = await newPage();
    await page.locator('.run-end', { hasText: 'Done.' }).waitFor();
    expect((await server.runs())[0]).toMatchObject({ state: 'complete', hasReport: true });
  });
});

const syncUser = 'SyncUser — /sync (sleep, sync)';
const asyncUser = 'AsyncUser — /async (sleep, async)';
