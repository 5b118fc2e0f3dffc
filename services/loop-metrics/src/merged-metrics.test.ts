import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { metricNames as names } from '@headroom/contract/metric-names.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scrape } from '../fixtures/scrape.ts';
import { type Subject, startSubject } from '../fixtures/start-subject.ts';
import { type MergedMetrics, serveMergedMetrics } from './merged-metrics.ts';

const unmatched = { http_request_method: 'GET', http_route: 'unmatched', http_response_status_code: '200' };

describe('serveMergedMetrics', () => {
  let merged: MergedMetrics;
  let subjects: Subject[];
  let remove: (() => void)[];

  beforeEach(async () => {
    merged = await serveMergedMetrics({ host: '127.0.0.1', port: 0 });
    subjects = await Promise.all([startSubject(), startSubject()]);
    remove = subjects.map(({ metricsPort }) => merged.add(metricsPort));
  });
  afterEach(async () => {
    for (const subject of subjects) subject.process.kill('SIGKILL');
    await merged.close();
  });

  const ask = async (index: number, times: number): Promise<void> => {
    for (let n = 0; n < times; n += 1) await fetch(`http://127.0.0.1:${subjects[index]?.port}/`);
  };
  const page = () => scrape(merged.port);
  const count = async () => (await page()).value(`${names.requestDuration}_count`, unmatched);
  const workers = async (state: string) => (await page()).value('nodejs_cluster_workers', { state });

  it('has the names and labels of a single process', async () => {
    await ask(0, 1);
    const series = (text: string) => text.match(/^[a-z_]+(\{[^}]*\})?(?= )/gm)?.toSorted() ?? [];
    const single = await scrape(subjects[0]?.metricsPort ?? 0);
    const { text, contentType } = await page();
    expect(contentType).toBe(single.contentType);
    expect(series(text).filter((name) => !name.startsWith('nodejs_cluster_workers'))).toEqual(
      series(single.text),
    );
  });

  it('adds up what the processes count', async () => {
    await ask(0, 3);
    await ask(1, 4);
    await expect.poll(count, { timeout: 5000 }).toBe(7);
    expect(await workers('answered')).toBe(2);
  });

  it('keeps what a process had counted that has ended', async () => {
    await ask(0, 3);
    await ask(1, 4);
    await expect.poll(count, { timeout: 5000 }).toBe(7);
    subjects[0]?.process.kill('SIGKILL');
    await expect.poll(() => workers('silent'), { timeout: 5000 }).toBe(1);
    expect(await count()).toBe(7);
    remove[0]?.();
    expect(await workers('silent')).toBe(0);
    await ask(1, 1);
    await expect.poll(count, { timeout: 5000 }).toBe(8);
  });

  it('answers without a process that does not', async () => {
    const mute: Server = createServer(() => {});
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    merged.add((mute.address() as AddressInfo).port);
    expect(await workers('silent')).toBe(1);
    expect(await workers('answered')).toBe(2);
    mute.closeAllConnections();
    mute.close();
  });

  it('rejects with a clear error when the port is taken', async () => {
    await expect(serveMergedMetrics({ host: '127.0.0.1', port: merged.port })).rejects.toMatchObject({
      message: `Cannot serve metrics on 127.0.0.1:${merged.port}: the port is taken.`,
      code: 'EADDRINUSE',
    });
  });
});
