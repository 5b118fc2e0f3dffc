import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { LoopMetrics } from '@headroom/loop-metrics';
import { describe, expect, it, vi } from 'vitest';
import { readSettings } from '../config/settings.ts';
import { createApp } from '../create-app.ts';
import { DataFiles } from '../disk/data-files.ts';
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
    const read = Promise.withResolvers<number>();
    vi.spyOn(app.get(DataFiles, { strict: false }), 'read').mockReturnValue(read.promise);
    await app.listen({ host: '127.0.0.1', port: 0 });
    const server: Server = app.getHttpServer();
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1').setNoDelay();
    const answers = text(socket);
    const ask = async (path: string): Promise<void> => {
      const arrived = once(server, 'request');
      socket.write(`GET ${path} HTTP/1.1\r\nhost: headroom\r\n\r\n`);
      await arrived;
    };
    await ask('/disk/async');
    const closed = app.close();
    await expect.poll(() => server.listening).toBe(false);
    await ask('/noop/sync');
    read.resolve(1);
    const [, first, second] = (await answers).split('HTTP/1.1 ');
    expect(first).toMatch(/^200 OK/);
    expect(second).toMatch(/^503 Service Unavailable.+application\/problem\+json.+"status":503/s);
    await closed;
  });
});
