/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import type { Report } from '@headroom/contract/report.ts';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumFlags, chromiumFor, mostMilliseconds } from './chromium.ts';
import { unfold, violationsOf } from './violations.ts';
import { writeHostilePage, writePage, writePairPage } from './written-page.ts';

const executablePath = chromiumFor('Tests in a browser');

describe.skipIf(executablePath === null)('report.html in a browser without a network', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let address: string;
  /** Of two kinds of work: looking at every element of it takes seconds. */
  let small: string;
  let pair: string;
  let report: Report;
  /** What the page complained of or asked for: nothing, if it is right. */
  let complaints: string[];

  beforeAll(async () => {
    ({ address, report } = await writePage(144));
    const isOfTheArticle = (endpoint: string) => /^\/(sync|async|cpu)/.test(endpoint);
    small = (await writePage(432, isOfTheArticle)).address;
    pair = await writePairPage(432, isOfTheArticle);
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: chromiumFlags });
  });
  afterAll(() => browser?.close());

  beforeEach(() => open({ width: 1440, height: 1000 }, 'light'));
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  async function open(
    viewport: { width: number; height: number },
    colorScheme: 'light' | 'dark',
    at = address,
  ) {
    await context?.close();
    complaints = [];
    context = await browser.newContext({ viewport, colorScheme, acceptDownloads: true });
    context.setDefaultTimeout(mostMilliseconds);
    await context.setOffline(true);
    await context.route('**/*', (route) => {
      const url = route.request().url();
      if (/^(file|blob|data):/.test(url)) return route.continue();
      complaints.push(`asked for ${url}`);
      return route.abort();
    });
    page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() !== 'log') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(at);
  }

  const chartOf = (family: string, title: string): Locator =>
    page
      .locator('.family', { has: page.getByRole('heading', { level: 3, name: family, exact: true }) })
      .locator('figure', { has: page.getByRole('heading', { level: 4, name: title, exact: true }) });
  const tip = (): Locator => page.locator('#tip');

  it('shows a value when it is pointed at, and hides it again', async () => {
    const point = chartOf('nest, sleep', 'Throughput').locator('[data-tip^="/async, 100 users"]');
    await expect(tip().isVisible()).resolves.toBe(false);
    await point.hover();
    const cell = report.cells.find(
      ({ subject, endpoint, vus }) => subject === 'nest' && endpoint === '/async' && vus === 100,
    );
    await expect(tip().textContent()).resolves.toContain(`${cell?.throughputRps.toFixed(1)} requests/s`);
    const [box, mark] = await Promise.all([tip().boundingBox(), point.boundingBox()]);
    expect(Math.abs((box?.y ?? 0) - (mark?.y ?? 1e9))).toBeLessThan(150);
    await page.getByRole('heading', { level: 1 }).hover();
    await expect(tip().isVisible()).resolves.toBe(false);
  });

  it('shows the nearest value to a pointer that misses', async () => {
    const point = chartOf('nest, sleep', 'Latency').locator('[data-tip^="/async, 10 users"]');
    await point.scrollIntoViewIfNeeded();
    const box = await point.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 18, (box?.y ?? 0) + 14);
    await expect(tip().textContent()).resolves.toContain('/async, 10 users');
  });

  it('shows all values that lie on one another', async () => {
    const chart = chartOf('nest, sleep', 'Throughput');
    await chart.locator('[data-tip^="/async, 1 user"]').hover();
    await expect(tip().textContent()).resolves.toMatch(
      /\/async, 1 user\n.*\/sync, 1 user\n|\/sync, 1 user\n.*\/async, 1 user\n/s,
    );
  });

  it('is reached by keyboard, chart by chart and value by value', async () => {
    await open({ width: 1440, height: 1000 }, 'light', small);
    const plot = chartOf('nest, sleep', 'Throughput').locator('.plot');
    await page.locator('nav a').last().focus();
    for (let presses = 0; presses < 300; presses++) {
      if (await plot.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    await expect(tip().textContent()).resolves.toContain('/sync, 1 user');
    await page.keyboard.press('ArrowRight');
    await expect(tip().textContent()).resolves.toContain('/sync, 10 users');
    await page.keyboard.press('End');
    await expect(tip().textContent()).resolves.toContain('/async, 100 users');
    await page.keyboard.press('Escape');
    await expect(tip().isVisible()).resolves.toBe(false);
  });

  it('shows values on a phone when they are tapped', async () => {
    await context.close();
    await open({ width: 390, height: 844 }, 'light');
    const point = chartOf('fastapi, cpu', 'Latency').locator('[data-tip^="/cpu, 10 users"]');
    await point.scrollIntoViewIfNeeded();
    await point.dispatchEvent('pointerdown', await pointer(point));
    await expect(tip().textContent()).resolves.toContain('/cpu, 10 users');
    expect(await overflow()).toBe(0);
  });

  async function pointer(point: Locator) {
    const box = await point.boundingBox();
    return { clientX: (box?.x ?? 0) + 2, clientY: (box?.y ?? 0) + 2, bubbles: true, pointerType: 'touch' };
  }

  async function download(button: Locator): Promise<{ name: string; content: string }> {
    const [saved] = await Promise.all([page.waitForEvent('download'), button.click()]);
    return { name: saved.suggestedFilename(), content: readFileSync(await saved.path(), 'utf8') };
  }

  it('gives the data of a chart as CSV', async () => {
    const chart = chartOf('nest, sleep', 'Throughput');
    const { name, content } = await download(chart.getByRole('link', { name: 'CSV' }));
    expect(name).toBe('nest-sleep-throughput.csv');
    const [head, ...rows] = content
      .trimEnd()
      .split('\r\n')
      .map((row) => row.split(','));
    expect(head).toEqual([
      'endpoint',
      'users',
      'throughput_rps',
      'low_rps',
      'high_rps',
      'ideal_rps',
      'repeats',
    ]);
    const cells = report.cells.filter(({ subject, workload }) => subject === 'nest' && workload === 'sleep');
    expect(rows.map(([endpoint, users, rps]) => [endpoint, Number(users), Number(rps)])).toEqual(
      cells.map(({ endpoint, vus, throughputRps }) => [endpoint, vus, throughputRps]),
    );
  });

  it('gives a chart as an SVG that stands alone', async () => {
    await open({ width: 1440, height: 1000 }, 'dark');
    const { name, content } = await download(
      chartOf('nest, sleep', 'Latency').getByRole('button', { name: 'SVG' }),
    );
    expect(name).toBe('nest-sleep-latency.svg');
    expect(content).not.toContain('var(');
    expect(content).toContain('#b5400a');
    const other = await context.newPage();
    const found = await other.evaluate((svg) => {
      const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
      return [root.nodeName, root.querySelector('title')?.textContent, root.textContent];
    }, content);
    expect(found[0]).toBe('svg');
    expect(found[1]).toContain('/sync, 1 user');
    expect(found[2]).toContain('nest, sleep: Latency');
  });

  it('shows the data of a chart as a table', async () => {
    const chart = chartOf('nest, sleep', 'Latency');
    await chart.getByText('Data', { exact: true }).click();
    await expect(chart.getByRole('row').count()).resolves.toBe(7);
    expect(await overflow()).toBe(0);
  });

  const overflow = (): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  it.each([1440, 390])(
    'does not scroll sideways, %s pixels wide, with everything unfolded',
    async (width) => {
      await open({ width, height: 844 }, 'light');
      await unfold(page);
      expect(await overflow()).toBe(0);
    },
  );

  it('shows two runs in one page, accessible too', async () => {
    await open({ width: 390, height: 844 }, 'light', pair);
    expect(await violationsOf(page)).toEqual([]);
    expect(await overflow()).toBe(0);
    await chartOf('nest, sleep', 'Throughput').locator('[data-tip^="/async (B), 100 users"]').hover();
    await expect(tip().textContent()).resolves.toMatch(/^\/async \([AB]\), 100 users/);
  });

  describe.each(['light', 'dark'] as const)('%s', (scheme) => {
    it.each([1440, 390])('is accessible, %s pixels wide', async (width) => {
      await open({ width, height: 844 }, scheme, small);
      expect(await violationsOf(page)).toEqual([]);
    });
  });

  it('runs nothing of a run whose every text is hostile, hovered, folded out and taken away', async () => {
    await open({ width: 1440, height: 1000 }, 'light', await writeHostilePage());
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await unfold(page);
    await page.locator('[data-tip]').first().hover({ force: true });
    await expect.poll(() => tip().textContent()).toContain('<img src=x');
    expect(await page.locator('img, iframe, object').count()).toBe(0);
    const links = await page
      .locator('a')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
    expect(links.filter((link) => !/^(#|data:text\/csv;)/.test(link))).toEqual([]);
    const { content } = await download(page.getByRole('button', { name: 'SVG' }).first());
    const scripts = await page.evaluate((svg) => {
      const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml');
      return [drawing.documentElement.nodeName, drawing.querySelectorAll('script, img, parsererror').length];
    }, content);
    expect(scripts).toEqual(['svg', 0]);
    expect(dialogs).toEqual([]);
  });

  it('can be printed: light, without what only a screen can do', async () => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    );
    await expect(page.locator('nav').isVisible()).resolves.toBe(false);
    await expect(page.locator('.take').first().isVisible()).resolves.toBe(false);
  });
});
