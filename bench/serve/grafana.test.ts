import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { grafanaUrl } from './grafana.ts';

let server: Server | null = null;
afterEach(() => server?.close());

async function answering(body: string): Promise<number> {
  server = createServer((_, answer) => answer.end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('grafanaUrl', () => {
  it('is where Grafana tells of its health', async () => {
    const port = await answering('{"database":"ok","version":"12.3.0"}');
    await expect(grafanaUrl(port)).resolves.toBe(`http://127.0.0.1:${port}/`);
  });

  it('is none where something else answers, or nobody', async () => {
    const port = await answering('hello');
    await expect(grafanaUrl(port)).resolves.toBeNull();
    server?.close();
    await once(server as Server, 'close');
    await expect(grafanaUrl(port)).resolves.toBeNull();
  });
});
