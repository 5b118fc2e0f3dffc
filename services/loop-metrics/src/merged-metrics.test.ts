import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { metricNames as names } from '@headroom/contract/metric-names.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scrape } from '../fixtures/scrape.ts';
import { type Subject, startSubject } from '../fixtures/start-subject.ts';
import { type MergedMetrics, serveMergedMetrics } from './merged-metrics.ts';

const unmatched = { http_request_method: 'GET', http_route: 'unmatched', http_response_status_code: '200' };

describe('serveMergedMetrics', () => {
  let merged: MergedMetrics;
  let subjects: [Subject, Subject];

  beforeAll(async () => {
    subjects = await Promise.all([startSubject(), startSubject()]);
  });
  beforeEach(async () => {
    merged = await serveMergedMetrics({ host: '127.0.0.1', port: 0 });
  });
  afterEach(() => merged.close());
  afterAll(() => {
    for (const subject of subjects) subject.process.kill('SIGKILL');
  });

  const ask = async ({ port }: Subject, times: number): Promise<void> => {
    for (let n = 0; n < times; n += 1) await fetch(`http://127.0.0.1:${port}/`);
  };
  const page = () => scrape(merged.port);
  const count = async () => (await page()).value(`${names.requestDuration}_count`, unmatched) ?? 0;
  const workers = async () => {
    const { value } = await page();
    const inState = (state: string) => value('nodejs_cluster_workers', { state });
    return { answered: inState('answered'), silent: inState('silent') };
  };

  it('has the names and labels of a single process', async () => {
    const [subject] = subjects;
    merged.add(subject.metricsPort);
    await ask(subject, 1);
    await expect.poll(count).toBeGreaterThan(0);
    const series = (text: string) => text.match(/^[a-z_]+(\{[^}]*\})?(?= )/gm)?.toSorted() ?? [];
    const single = await scrape(subject.metricsPort);
    const { text, contentType } = await page();
    expect(contentType).toBe(single.contentType);
    expect(series(text).filter((name) => !name.startsWith('nodejs_cluster_workers'))).toEqual(
      series(single.text),
    );
  });

  it('adds up what the processes count', async () => {
    const [one, other] = subjects;
    for (const { metricsPort } of subjects) merged.add(metricsPort);
    await expect.poll(workers).toEqual({ answered: 2, silent: 0 });
    const before = await count();
    await ask(one, 3);
    await ask(other, 4);
    await expect.poll(count).toBe(before + 7);
  });

  it('answers without a process that does not', async () => {
    const mute = createServer(() => {}).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    for (const { metricsPort } of subjects) merged.add(metricsPort);
    merged.add((mute.address() as AddressInfo).port);
    await expect.poll(workers).toEqual({ answered: 2, silent: 1 });
    mute.closeAllConnections();
    mute.close();
  });

  it('rejects with a clear error when the port is taken', async () => {
    await expect(serveMergedMetrics({ host: '127.0.0.1', port: merged.port })).rejects.toMatchObject({
      message: `Cannot serve metrics on 127.0.0.1:${merged.port}: the port is taken.`,
      code: 'EADDRINUSE',
    });
  });

  // The last, as it ends one of them.
  it('keeps what a process had counted that has ended', async () => {
    const [living, ending] = subjects;
    const [, remove] = subjects.map(({ metricsPort }) => merged.add(metricsPort));
    await expect.poll(workers).toEqual({ answered: 2, silent: 0 });
    const before = await count();
    await ask(ending, 3);
    await ask(living, 4);
    await expect.poll(count).toBe(before + 7);
    ending.process.kill('SIGKILL');
    await expect.poll(workers).toEqual({ answered: 1, silent: 1 });
    expect(await count()).toBe(before + 7);
    remove?.();
    await expect.poll(workers).toEqual({ answered: 1, silent: 0 });
    await ask(living, 1);
    await expect.poll(count).toBe(before + 8);
  });
});
