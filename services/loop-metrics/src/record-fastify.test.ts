import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { metricNames as names } from '@headroom/contract/metric-names.ts';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scrapeUntil } from '../fixtures/scrape.ts';
import { recordFastify } from './record-fastify.ts';
import { type LoopMetrics, startLoopMetrics } from './start-loop-metrics.ts';

describe('recordFastify', () => {
  let metrics: LoopMetrics;
  let app: ReturnType<typeof fastify>;
  let port: number;
  const labels = (route: string) => ({ http_request_method: 'GET', http_route: route });
  const answered = (route: string, status: string) => ({
    ...labels(route),
    http_response_status_code: status,
  });
  const count = `${names.requestDuration}_count`;

  beforeAll(async () => {
    metrics = await startLoopMetrics({ host: '127.0.0.1', port: 0 });
    app = fastify({ forceCloseConnections: true });
    recordFastify(app, metrics.recorder);
    app.get('/users/:id', async () => 'one');
    app.get('/failing', async () => {
      throw new Error('on purpose');
    });
    app.get('/never', () => new Promise(() => {}));
    await app.listen({ host: '127.0.0.1', port: 0 });
    port = (app.server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    await app.close();
    await metrics.close();
  });

  it('labels requests with the template of their route, or as unmatched, and their status', async () => {
    for (const path of ['/users/1', '/users/2', '/failing', '/nowhere/1', '/nowhere/2']) {
      await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
    }
    const { value, text } = await scrapeUntil(
      metrics.port,
      (scrape) => scrape.value(count, answered('unmatched', '404')) === 2,
    );
    expect(value(count, answered('/users/:id', '200'))).toBe(2);
    expect(value(count, answered('/failing', '500'))).toBe(1);
    expect(value(names.activeRequests, labels('/users/:id'))).toBe(0);
    expect(value(`${names.requestDuration}_bucket`, { le: '+Inf', ...answered('/users/:id', '200') })).toBe(
      2,
    );
    expect(text).not.toContain('/nowhere');
  });

  it('no longer counts a request as active once its client has gone', async () => {
    const client = connect(port, '127.0.0.1');
    await once(client, 'connect');
    client.write('GET /never HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await scrapeUntil(metrics.port, ({ value }) => value(names.activeRequests, labels('/never')) === 1);
    client.destroy();
    // The new series is announced to the metrics thread by a message, which may come after the count went down.
    const after = await scrapeUntil(
      metrics.port,
      ({ value }) => value(count, answered('/never', '499')) === 1,
    );
    expect(after.value(names.activeRequests, labels('/never'))).toBe(0);
  });
});
