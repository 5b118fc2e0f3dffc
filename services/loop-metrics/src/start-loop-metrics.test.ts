import { once } from 'node:events';
import { createServer } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { metricNames as names } from '@headroom/contract/metric-names.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scrape, scrapeUntil } from '../fixtures/scrape.ts';
import { type LoopMetrics, startLoopMetrics } from './start-loop-metrics.ts';

describe('startLoopMetrics', () => {
  let metrics: LoopMetrics;

  beforeAll(async () => {
    metrics = await startLoopMetrics({ host: '127.0.0.1', port: 0 });
  });
  afterAll(() => metrics.close());

  it('rejects with a clear error when the port is taken', async () => {
    const { port } = metrics;
    await expect(startLoopMetrics({ host: '127.0.0.1', port })).rejects.toMatchObject({
      message: `Cannot serve metrics on 127.0.0.1:${port}: the port is taken.`,
      code: 'EADDRINUSE',
    });
  });

  it('frees the port when it is closed', async () => {
    const { port, close } = await startLoopMetrics({ host: '127.0.0.1', port: 0 });
    await close();
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
  });

  it('serves metrics on its path only', async () => {
    const base = `http://127.0.0.1:${metrics.port}`;
    expect((await fetch(`${base}/`)).status).toBe(404);
    expect((await fetch(`${base}/metrics`, { method: 'POST' })).status).toBe(404);
    expect((await scrape(metrics.port)).contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
  });

  it('reports process, heap and loop', async () => {
    const { value, text } = await scrape(metrics.port);
    for (const name of [
      names.cpuUser,
      names.cpuSystem,
      names.cpuTotal,
      names.residentMemory,
      names.heapTotal,
      names.heapUsed,
    ]) {
      expect(value(name), name).toBeGreaterThan(0);
    }
    for (const suffix of ['min_', 'max_', 'mean_', 'stddev_', 'p50_', 'p90_', 'p99_', '']) {
      expect(value(`nodejs_eventloop_lag_${suffix}seconds`), suffix).toBeGreaterThanOrEqual(0);
    }
    expect(value(names.utilization)).toBeGreaterThanOrEqual(0);
    expect(value(names.loopTime, { nodejs_eventloop_state: 'active' })).toBeGreaterThan(0);
    expect(value(names.loopTime, { nodejs_eventloop_state: 'idle' })).toBeGreaterThanOrEqual(0);
    expect(Math.abs((value('process_start_time_seconds') ?? 0) - performance.timeOrigin / 1000)).toBeLessThan(
      5,
    );
    expect(text).toContain(`nodejs_version_info{version="${process.version}"`);
  });

  it('counts the garbage collections of the main thread', async () => {
    const count = `${names.gcDuration}_count`;
    const before = (await scrape(metrics.port)).value(count, { kind: 'minor' }) ?? 0;
    const garbage = async () => {
      for (let round = 0; round < 100; round += 1) Array.from({ length: 10_000 }, () => ({ round }));
      await setImmediate();
    };
    await garbage();
    await scrapeUntil(metrics.port, ({ value }) => (value(count, { kind: 'minor' }) ?? 0) > before);
  });
});
