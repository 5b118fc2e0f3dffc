import { once } from 'node:events';
import { metricNames as names } from '@headroom/contract/metric-names.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Scrape, scrape, scrapeUntil } from '../fixtures/scrape.ts';
import { type Subject, startSubject } from '../fixtures/start-subject.ts';

describe('a process whose event loop is blocked', () => {
  let subject: Subject;
  const ask = (path: string) => fetch(`http://127.0.0.1:${subject.port}${path}`);
  const stalledFor = (seconds: number) =>
    scrapeUntil(subject.metricsPort, ({ value }) => (value(names.stallCurrent) ?? 0) > seconds);

  describe('and turns again', () => {
    beforeAll(async () => {
      subject = await startSubject();
    });
    afterAll(() => {
      subject.process.kill('SIGKILL');
    });

    it('answers scrapes that show the stall as it grows, and keeps its sum', async () => {
      const seconds = ({ value }: Scrape, name: string) => value(name) ?? Number.NaN;
      const beganAt = performance.now();
      // The process may have stalled in its start.
      const before = seconds(await scrape(subject.metricsPort), names.stallTotal);
      const answer = ask('/block');
      // A page that tells of a present stall was answered during it.
      const first = seconds(await stalledFor(0.1), names.stallCurrent);
      const during = await scrapeUntil(
        subject.metricsPort,
        ({ value }) => (value(names.utilization) ?? 0) > 0.9,
      );
      const stall = seconds(during, names.stallCurrent);

      expect(stall).toBeGreaterThan(first);
      expect(seconds(during, names.stallTotal) - before).toBeGreaterThan(first);
      expect(during.value('nodejs_eventloop_lag_max_seconds')).toBeGreaterThan(first);
      expect(during.value(names.loopLag)).toBeGreaterThan(first);
      expect(during.value(names.activeRequests, { http_request_method: 'GET', http_route: '/block' })).toBe(
        1,
      );

      subject.release();
      expect((await answer).status).toBe(200);
      // The loop beats before it takes this in.
      await ask('/');
      const after = await scrape(subject.metricsPort);
      const grown = seconds(after, names.stallTotal) - before;
      expect(grown).toBeGreaterThan(stall);
      expect(grown).toBeLessThan((performance.now() - beganAt) / 1000);
      expect(after.value('nodejs_eventloop_lag_max_seconds')).toBeGreaterThan(stall);
      await scrapeUntil(subject.metricsPort, ({ value }) => value(names.stallCurrent) === 0);
    });

    it('never takes a counter back while the loop blocks and turns by turns', async () => {
      const totals: number[] = [];
      /** Looks at the page without a pause until `holds` does. */
      const look = async (holds: (stall: number) => boolean): Promise<void> => {
        let page: Scrape;
        do {
          page = await scrape(subject.metricsPort);
          totals.push(page.value(names.stallTotal) ?? Number.NaN);
        } while (!holds(page.value(names.stallCurrent) ?? Number.NaN));
      };
      for (let round = 0; round < 5; round += 1) {
        const answer = ask('/block');
        await look((stall) => stall > 0.05);
        subject.release();
        await look((stall) => stall < 0.05);
        await answer;
      }
      expect(totals).toEqual(totals.toSorted((a, b) => a - b));
    });
  });

  describe('and that is told to end', () => {
    afterEach(() => {
      subject.process.kill('SIGKILL');
    });

    it('knows of SIGTERM in the blocked call itself, and ends', async () => {
      subject = await startSubject();
      const ended = once(subject.process, 'exit');
      const answer = ask('/heed');
      await stalledFor(0.1);
      subject.process.kill('SIGTERM');
      expect(await (await answer).text()).toBe('true');
      expect(await ended).toEqual([0, null]);
    });

    it('is ended when it stays blocked past the limit after SIGTERM', async () => {
      subject = await startSubject(0.5);
      const ended = once(subject.process, 'close');
      const answer = ask('/block').catch(() => 'connection lost');
      await stalledFor(0.1);
      subject.process.kill('SIGTERM');
      expect(await ended).toEqual([null, 'SIGKILL']);
      expect(await answer).toBe('connection lost');
      expect(JSON.parse(subject.stderr()).msg).toContain('still blocked 0.5 s after the termination signal');
    });
  });
});
