/// <reference lib="dom" />
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStandIn, type StandIn } from '../../ui/fixtures/stand-in-server.ts';
import { buildPage } from './built-page.ts';
import { chromiumFlags, chromiumFor, mostMilliseconds } from './chromium.ts';
import { violationsOf } from './violations.ts';

const executablePath = chromiumFor('Tests in a browser');

describe.skipIf(executablePath === null)(
  'the live page in a browser, with a lab that makes its runs up',
  () => {
    let dist: string;
    let browser: Browser;
    let context: BrowserContext;
    let page: Page;
    let server: StandIn;
    /** What the page complained of: nothing, if it is right. */
    let complaints: string[];

    beforeAll(async () => {
      [dist, browser] = await Promise.all([
        buildPage(),
        chromium.launch({ executablePath: executablePath ?? '', args: chromiumFlags }),
      ]);
    });
    afterAll(() => browser?.close());

    beforeEach(async () => {
      server = await openStandIn({ dist, millisecondsPerSecond: 20 });
      await open({ width: 1440, height: 1000 }, 'light');
    });
    afterEach(async () => {
      await context.close();
      await server.close();
      expect(complaints).toEqual([]);
    });

    async function open(viewport: { width: number; height: number }, colorScheme: 'light' | 'dark') {
      await context?.close();
      complaints = [];
      context = await browser.newContext({ viewport, colorScheme });
      context.setDefaultTimeout(mostMilliseconds);
      page = await newPage();
    }

    async function newPage(): Promise<Page> {
      const opened = await context.newPage();
      opened.on('console', (message) => {
        // The browser itself tells of answers of 400 and above, and of streams that broke.
        if (!message.text().startsWith('Failed to load resource')) complaints.push(message.text());
      });
      opened.on('pageerror', (error) => complaints.push(error.message));
      await opened.goto(server.url);
      return opened;
    }

    const start = (): Locator => page.getByRole('button', { name: 'Start', exact: true });
    const latest = (of: Page, name: string): Locator =>
      of.locator('.latest div', { has: of.locator('dt', { hasText: name }) }).locator('dd');
    const chart = (name: string): Locator => page.getByRole('img', { name: new RegExp(`^${name}`) });
    const overflow = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

    /** Starts a run whose time passes from when the page shows it, up to that second of the lab's life: a long one never ends by itself. */
    async function startRun(durationSeconds = 3600, standsStillAt = 600) {
      await page.getByLabel('Duration').fill(String(durationSeconds));
      server.lab.standsStillAt = 0;
      await start().click();
      await page.getByRole('button', { name: 'Stop' }).waitFor();
      server.lab.standsStillAt = standsStillAt;
    }

    async function waitForText(locator: Locator, text: string | RegExp) {
      await locator.filter({ hasText: text }).waitFor();
    }

    /** Of a canvas, whether anything but its ground has been painted on it. */
    const isPainted = (canvas: Locator): Promise<boolean> =>
      canvas.evaluate((element) => {
        const { width, height } = element as HTMLCanvasElement;
        const pixels = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height);
        return pixels?.data.some((value) => value !== 0) ?? false;
      });

    describe('the form', () => {
      it('says what to expect, and anew after each change', async () => {
        const ideal = page.locator('.estimate');
        await waitForText(ideal, '8.70');
        await page.getByLabel('Number of users').fill('100');
        await waitForText(ideal, '87.0');
        await page.getByLabel('A preset').check();
        await waitForText(ideal, /6\s*trials|trials\s*6/);
      });

      it('offers every endpoint of a subject, those of the article by their names', async () => {
        const users = page.getByLabel('User class');
        await users.waitFor();
        await expect(users.locator('option').allTextContents()).resolves.toEqual(
          expect.arrayContaining(['SyncUser — /sync (sleep, sync)', '/hash/pool (hash, pool)']),
        );
        await page.getByLabel('Subject').selectOption('fastapi');
        await expect(users.locator('option').allTextContents()).resolves.not.toContain(
          '/hash/pool (hash, pool)',
        );
      });

      it('is filled in and sent by keyboard only', async () => {
        await start().waitFor();
        const focused = () =>
          page.evaluate(
            () => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent ?? '',
          );
        for (let presses = 0; presses < 30 && !(await focused()).startsWith('Number of users'); presses++) {
          await page.keyboard.press('Tab');
        }
        await page.keyboard.press('Control+A');
        await page.keyboard.type('20');
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { level: 1, name: 'SyncUser (nest /sync), 20 users' }).waitFor();
        await expect(page.evaluate(() => document.activeElement?.id)).resolves.toBe('run-heading');
      });

      it('says at each field what is wrong, and goes to the first', async () => {
        await page.getByLabel('Number of users').fill('0');
        await page.getByLabel('Bystanders').fill('2.5');
        await start().click();
        const users = page.getByLabel('Number of users');
        await page.locator('.error', { hasText: 'whole number of users' }).waitFor();
        await expect(users.getAttribute('aria-invalid')).resolves.toBe('true');
        await expect(users.evaluate((element) => element === document.activeElement)).resolves.toBe(true);
        const described = await users.getAttribute('aria-describedby');
        const words = await Promise.all(
          (described ?? '').split(' ').map((id) => page.locator(`[id="${id}"]`).textContent()),
        );
        expect(words.join(' ')).toContain('from 1 to 200');
        await expect(page.getByLabel('Bystanders').getAttribute('aria-invalid')).resolves.toBe('true');
        expect(server.lab.runs).toEqual([]);
      });

      it('takes no separator of thousands for a decimal comma', async () => {
        await page.getByLabel('Number of users').fill('1,000');
        await start().click();
        await waitForText(page.locator('.field .error'), '"1,000": expected a whole number of users');
        expect(server.lab.runs).toEqual([]);
      });

      it('says who runs when the lab is busy', async () => {
        server.lab.isBusyElsewhere = true;
        await start().click();
        await waitForText(page.getByRole('alert'), 'Another run uses this lab');
        await expect(start().isVisible()).resolves.toBe(true);
      });

      it('gets a new token when the lab was started anew', async () => {
        await start().waitFor();
        server.lab.restart();
        await startRun();
        expect(server.lab.runs).toHaveLength(1);
      });
    });

    describe('a run', () => {
      it('is drawn while it runs, and ends with its report', async () => {
        await startRun(25, 20);
        await page.getByRole('link', { name: 'k6 dashboard' }).waitFor();
        await waitForText(page.locator('.progress'), /About \d+ s left/);
        await waitForText(latest(page, 'ideal'), '8.70');
        for (const name of [
          'Throughput',
          'Latency',
          'Failures',
          'Users',
          'CPU',
          'Bystanders',
          'Event-loop',
        ]) {
          expect(await isPainted(chart(name).first().locator('canvas')), name).toBe(true);
        }
        server.lab.standsStillAt = Number.POSITIVE_INFINITY;
        await waitForText(page.locator('.run-end'), 'Done.');
        const report = page.getByRole('link', { name: 'Open the report' });
        await expect(report.getAttribute('href')).resolves.toMatch(/^\/runs\/.+\/report\.html$/);
        await expect(chart('Throughput').getAttribute('aria-label')).resolves.toMatch(
          /measured: 1\.\d+ of late|0\.9/,
        );
        await page.getByText('Show the last 30 seconds').click();
        await expect.poll(() => page.locator('.last-seconds tbody tr').count()).toBe(30);
        await page.getByText(/^Log/).click();
        await waitForText(page.getByRole('log'), 'second 30.');
      });

      it('gets more users, and says why it does not get too many', async () => {
        await startRun();
        const users = page.getByLabel('Users', { exact: true });
        await users.fill('50');
        await page.getByRole('button', { name: 'Change users' }).click();
        await waitForText(latest(page, 'users'), '50');
        await users.fill('500');
        await page.keyboard.press('Enter');
        await waitForText(page.getByRole('alert'), 'expected at most 200 users');
        await expect(users.getAttribute('aria-invalid')).resolves.toBe('true');
      });

      it('goes on as it is when as many users are asked for as there are', async () => {
        await startRun();
        const users = page.getByLabel('Users', { exact: true });
        const changes = () => server.lab.events.filter(({ event }) => event.kind === 'users').length;
        await users.press('Enter');
        await waitForText(page.locator('.users-control .hint'), 'Already 10: nothing was changed.');
        expect(changes()).toBe(1);
        await users.fill('50');
        await expect(page.locator('.users-control .hint').textContent()).resolves.toBe('');
        await users.press('Enter');
        await page.getByRole('heading', { level: 1, name: 'SyncUser (nest /sync), 50 users' }).waitFor();
        expect(changes()).toBe(2);
      });

      it('that failed says so within its own box, however long the words', async () => {
        await open({ width: 1280, height: 800 }, 'light');
        server.lab.fault = `The answer was ${'{"status":"broken"}'.repeat(40)}.`;
        await startRun(5);
        const words = page.locator('.run-end p').first();
        await waitForText(words, 'Failed.');
        const excess = await words.evaluate((element) => element.scrollWidth - element.clientWidth);
        expect(excess).toBe(0);
        const box = await page.locator('.run-end').boundingBox();
        const form = await page.locator('.new-run').boundingBox();
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(form?.x ?? 0);
      });

      it('stops when it is told to, and makes room for another', async () => {
        await startRun();
        await page.getByRole('button', { name: 'Stop' }).click();
        await waitForText(page.locator('.run-end'), 'Stopped.');
        await page.getByRole('button', { name: 'New run' }).click();
        await expect(page.getByLabel('Duration').inputValue()).resolves.toBe('3600');
        await startRun();
        expect(server.lab.runs.map(({ state }) => state)).toEqual(['running', 'incomplete']);
      });

      it('says which of several trials runs', async () => {
        await page.getByLabel('A preset').check();
        server.lab.standsStillAt = 50;
        await start().click();
        await waitForText(page.locator('.progress'), 'Trial 2 of 6: nest /sync, 10 users — about');
        await expect(page.getByRole('button', { name: 'Change users' }).count()).resolves.toBe(0);
        await expect(page.getByRole('link', { name: 'k6 dashboard' }).count()).resolves.toBe(0);
        await waitForText(page.locator('.ended-trials'), 'nest /sync, 1 user: measured.');
      });

      it('is the same after a reload and in a second page', async () => {
        await startRun();
        await waitForText(latest(page, 'p50'), 's');
        await page.reload();
        const other = await newPage();
        await Promise.all([page, other].map((one) => one.getByRole('button', { name: 'Stop' }).waitFor()));
        await page.getByRole('button', { name: 'Stop' }).click();
        await Promise.all([page, other].map((one) => waitForText(one.locator('.run-end'), 'Stopped.')));
        expect(await shownBy(other)).toEqual(await shownBy(page));
        expect((await shownBy(page)).seconds).toBe(
          server.lab.events.filter(({ event }) => event.kind === 'second').length,
        );
      });

      /** What a page shows of a run that has ended, its every second counted in the table as far as that goes. */
      async function shownBy(one: Page) {
        const details = one.locator('.last-seconds');
        if (!(await details.evaluate((element) => (element as HTMLDetailsElement).open))) {
          await details.locator('summary').click();
        }
        const rows = one.locator('.last-seconds tbody th');
        await rows.first().waitFor();
        const instants = await rows.allTextContents();
        const figures = await one.locator('.latest dd').allTextContents();
        const log = await one.locator('.log summary').textContent();
        return { instants, figures, log, seconds: await secondsOf(one) };
      }

      /** How many seconds the charts were given. */
      const secondsOf = async (one: Page): Promise<number> =>
        Number(await one.locator('.charts').getAttribute('data-seconds'));

      it('goes on after the connection was lost, with nothing missing and nothing twice', async () => {
        await startRun();
        await waitForText(latest(page, 'p50'), 's');
        server.dropStreams();
        await waitForText(page.locator('.connection'), 'Connection lost');
        await page.locator('.connection:empty').waitFor({ state: 'attached' });
        await page.getByRole('button', { name: 'Stop' }).click();
        await waitForText(page.locator('.run-end'), 'Stopped.');
        expect(await secondsOf(page)).toBe(
          server.lab.events.filter(({ event }) => event.kind === 'second').length,
        );
      });

      it('is told anew by a server that was started anew', async () => {
        await startRun();
        await waitForText(latest(page, 'p50'), 's');
        await page.getByRole('button', { name: 'Stop' }).click();
        await waitForText(page.locator('.run-end'), 'Stopped.');
        const before = await secondsOf(page);
        server.lab.restart();
        server.dropStreams();
        await waitForText(page.locator('.connection'), 'Connection lost');
        await page.locator('.connection:empty').waitFor({ state: 'attached' });
        await waitForText(page.locator('.run-end'), 'Stopped.');
        expect(await secondsOf(page)).toBe(before);
      });

      it('is watched through the charts by pointing at a second', async () => {
        await startRun(30);
        await waitForText(page.locator('.run-end'), 'Done.');
        const legend = page.locator('.chart', { hasText: 'Latency' }).locator('.legend li').first();
        const atTheEnd = await legend.textContent();
        const box = await chart('Latency').boundingBox();
        await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 60);
        await waitForText(legend, /p50 [^9]/);
        expect(await legend.textContent()).not.toBe(atTheEnd);
        await page.mouse.move(2, 2);
        await waitForText(legend, atTheEnd ?? '');
      });
    });

    describe('the stored runs', () => {
      async function makeRuns(count: number) {
        for (let i = 0; i < count; i++) {
          server.lab.start({ kind: 'preset', preset: 'article' });
          server.lab.stop();
          await page.locator('.run-end').waitFor();
          await expect.poll(() => server.lab.runs[0]?.state).toBe('incomplete');
        }
        await page.getByRole('link', { name: 'Runs', exact: true }).click();
      }
      const rows = (): Locator => page.locator('.runs tbody tr');

      it('say what to do while there are none', async () => {
        await page.getByRole('link', { name: 'Runs', exact: true }).click();
        await page.getByText('No run is stored yet.').waitFor();
        await page.getByRole('link', { name: 'Start one' }).click();
        await start().waitFor();
      });

      it('are held against each other, the older one first', async () => {
        await makeRuns(3);
        await rows().nth(0).getByRole('checkbox').check();
        await rows().nth(2).getByRole('checkbox').check();
        await expect(rows().nth(1).getByRole('checkbox').isDisabled()).resolves.toBe(true);
        const [newest, , oldest] = server.lab.runs.map(({ runId }) => runId);
        await expect(page.getByRole('link', { name: 'Compare' }).getAttribute('href')).resolves.toBe(
          `/runs/${oldest}/compare/${newest}`,
        );
      });

      it('are deleted only when that is confirmed', async () => {
        await makeRuns(2);
        await rows().nth(0).getByRole('button', { name: 'Delete' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        expect(server.lab.runs).toHaveLength(2);
        await rows().nth(0).getByRole('button', { name: 'Delete' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
        await expect.poll(() => rows().count()).toBe(1);
        expect(server.lab.runs).toHaveLength(1);
      });

      it('say why one cannot be deleted', async () => {
        await makeRuns(1);
        await rows().first().waitFor();
        server.lab.runs = [];
        await rows().nth(0).getByRole('button', { name: 'Delete' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
        await waitForText(rows().nth(0), 'There is no run');
      });

      it('are carried on where they were stopped', async () => {
        await makeRuns(1);
        server.lab.standsStillAt = 0;
        await page.getByRole('button', { name: 'Resume' }).click();
        await page.getByRole('button', { name: 'Stop' }).waitFor();
        await expect(
          page.getByRole('link', { name: 'Run', exact: true }).getAttribute('aria-current'),
        ).resolves.toBe('page');
      });
    });

    describe.each(['light', 'dark'] as const)('%s', (scheme) => {
      it.each([1440, 390])('is accessible and does not scroll sideways, %s pixels wide', async (width) => {
        await open({ width, height: 844 }, scheme);
        const check = async (what: string) => {
          expect(await violationsOf(page), what).toEqual([]);
          expect(await overflow(), what).toBe(0);
        };
        await waitForText(page.locator('.estimate'), '8.70');
        await check('the form');
        await page.getByLabel('Number of users').fill('x');
        await start().click();
        await page.locator('.error', { hasText: 'expected a whole number' }).waitFor();
        await check('the form with errors');
        await page.getByLabel('A preset').check();
        await waitForText(page.locator('.estimate'), 'trials');
        await check('the presets');
        await page.getByLabel('One endpoint').check();
        await page.getByLabel('Number of users').fill('10');
        await startRun();
        await waitForText(latest(page, 'p50'), 's');
        await check('the run in hand');
        await page.getByRole('button', { name: 'Stop' }).click();
        await waitForText(page.locator('.run-end'), 'Stopped.');
        await check('the run that has ended');
        await page.getByRole('link', { name: 'Runs', exact: true }).click();
        await page.locator('.runs tbody tr').first().waitFor();
        await check('the stored runs');
        await page.getByRole('button', { name: 'Delete' }).click();
        await check('the question whether to delete');
      });
    });

    it('says without JavaScript that it needs it', async () => {
      const plain = await browser.newContext({ javaScriptEnabled: false });
      plain.setDefaultTimeout(mostMilliseconds);
      const bare = await plain.newPage();
      await bare.goto(server.url);
      await bare.locator('.noscript').waitFor();
      await plain.close();
    });
  },
);
