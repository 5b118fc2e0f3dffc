import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startUpstream } from '../fixtures/start-upstream.ts';

describe('the upstream as a process', () => {
  it('ends at once with code 0 on SIGTERM, whatever is in hand', async () => {
    const upstream = startUpstream();
    const url = await upstream.url;
    const inHand = fetch(`${url}/reply?delay=60&bytes=1`).catch(() => 'lost');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    upstream.process.kill('SIGTERM');
    expect(await upstream.ended).toEqual({ code: 0, stderr: '' });
    expect(await inHand).toBe('lost');
  });

  it('ends with one line and code 2 on bad settings', async () => {
    const stderr = 'Bad settings: UPSTREAM_PORT is "http", expected a whole number from 0 to 65535.\n';
    expect(await startUpstream({ UPSTREAM_PORT: 'http' }).ended).toEqual({ code: 2, stderr });
  });

  it('ends with one line and code 1 on a port that is taken', async () => {
    const taker = createServer().listen(0, '127.0.0.1');
    await once(taker, 'listening');
    const { port } = taker.address() as AddressInfo;
    const stderr = `Port ${port} on 127.0.0.1 is taken: end what uses it, or set UPSTREAM_PORT to another port.\n`;
    expect(await startUpstream({ UPSTREAM_PORT: String(port) }).ended).toEqual({ code: 1, stderr });
    taker.close();
  });
});
