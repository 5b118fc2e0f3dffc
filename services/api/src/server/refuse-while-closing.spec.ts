import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import type { LoopMetrics } from '@headroom/loop-metrics';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../config/settings.ts';
import { createApp } from '../create-app.ts';
import { expectProblem } from '../testing/expect-problem.ts';
import { testApp } from '../testing/test-app.ts';

describe('refuseWhileClosing', () => {
  it('answers 503 to whatever comes after the signal', async () => {
    let closing = false;
    const metrics = {
      recorder: { begin: () => ({}), end: () => {} },
      port: 0,
      closing: () => closing,
      close: async () => {},
    } as unknown as LoopMetrics;
    const settings = readSettings({
      API_LOG_LEVEL: 'silent',
      API_REQUEST_LOG: 'off',
      API_POOL_SIZE: '1',
    });
    const app = await (await createApp(settings, metrics)).init();
    closing = true;
    for (const path of ['/noop/sync', '/nowhere', '/healthz']) {
      const response = await app.inject(path);
      expectProblem(response, 503, 'The service is shutting down.');
      expect(response.headers.connection).toBe('close');
    }
    await app.close();
  });

  it('answers 503 to what comes while the application closes, without metrics too', async () => {
    const app = await testApp();
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.getHttpServer().address() as AddressInfo;
    const socket = connect(port, '127.0.0.1').setNoDelay();
    const ask = (path: string) => socket.write(`GET ${path} HTTP/1.1\r\nhost: headroom\r\n\r\n`);
    const answers = text(socket);
    ask('/async?delay=0.5');
    await setTimeout(150);
    const closed = app.close();
    await setTimeout(50);
    ask('/noop/sync');
    const [, first, second] = (await answers).split('HTTP/1.1 ');
    expect(first).toMatch(/^200 OK/);
    expect(second).toMatch(/^503 Service Unavailable.+application\/problem\+json.+"status":503/s);
    await closed;
  });
});
