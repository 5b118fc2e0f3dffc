import { once } from 'node:events';
import { metricNames as names } from '@headroom/contract/metric-names.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scrape, scrapeUntil } from '../fixtures/scrape.ts';
import { type Subject, startSubject } from '../fixtures/start-subject.ts';

describe('a process whose event loop is blocked', () => {
  let subject: Subject;
  const block = (seconds: number) => fetch(`http://127.0.0.1:${subject.port}/block?seconds=${seconds}`);
  const stalled = () =>
    scrapeUntil(subject.metricsPort, ({ value }) => (value(names.stallCurrent) ?? 0) > 0.1);

  beforeEach(async () => {
    subject = await startSubject();
  });
  afterEach(() => {
    subject.process.kill('SIGKILL');
  });

  it('answers scrapes that show the stall as it grows, and keeps its sum', async () => {
    // The process may have stalled in its start.
    const before = (await scrape(subject.metricsPort)).value(names.stallTotal) ?? Number.NaN;
    const beganAt = performance.now();
    const answer = block(2);
    await stalled();
    // A page that tells of a present stall was answered during it.
    const second = await scrapeUntil(
      subject.metricsPort,
      ({ value }) => (value(names.stallCurrent) ?? 0) > 1.3,
    );

    expect(second.value('nodejs_eventloop_lag_max_seconds')).toBeGreaterThan(1.3);
    expect(second.value(names.loopLag)).toBeGreaterThan(1.3);
    expect(second.value(names.utilization)).toBeGreaterThan(0.9);
    expect(second.value(names.activeRequests, { http_request_method: 'GET', http_route: '/block' })).toBe(1);

    expect((await answer).status).toBe(200);
    const after = await scrapeUntil(subject.metricsPort, ({ value }) => value(names.stallCurrent) === 0);
    const grown = (after.value(names.stallTotal) ?? Number.NaN) - before;
    expect(grown).toBeGreaterThan(1.8);
    expect(grown).toBeLessThan((performance.now() - beganAt) / 1000);
    expect(after.value('nodejs_eventloop_lag_max_seconds')).toBeGreaterThan(1.8);
  });

  it('never takes a counter back while the loop blocks and turns by turns', async () => {
    const totals: number[] = [];
    let blocking = true;
    const blocks = (async () => {
      for (let round = 0; round < 5; round += 1) await block(0.15);
      blocking = false;
    })();
    while (blocking) totals.push((await scrape(subject.metricsPort)).value(names.stallTotal) ?? Number.NaN);
    await blocks;
    expect(totals).toEqual(totals.toSorted((a, b) => a - b));
  });

  it('knows of SIGTERM in the blocked call itself, and ends', async () => {
    const answer = block(0.5);
    await stalled();
    subject.process.kill('SIGTERM');
    expect(await (await answer).text()).toBe('true');
    expect(await once(subject.process, 'exit')).toEqual([0, null]);
  });

  it('is ended when it stays blocked past the limit after SIGTERM', async () => {
    const answer = block(60).catch(() => 'connection lost');
    await stalled();
    subject.process.kill('SIGTERM');
    expect(await once(subject.process, 'exit')).toEqual([null, 'SIGKILL']);
    expect(await answer).toBe('connection lost');
    expect(JSON.parse(subject.stderr()).msg).toContain('still blocked 1 s after the termination signal');
  });
});
