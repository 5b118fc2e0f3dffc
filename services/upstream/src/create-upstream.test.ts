import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createUpstream } from './create-upstream.ts';

describe('createUpstream', () => {
  let server: Server;
  let url: string;

  beforeEach(async () => {
    server = createUpstream().listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const expectProblem = async (answer: Response, status: number, detail: string): Promise<void> => {
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({ type: 'about:blank', status, detail });
  };

  it.each([0, 1, 1024, 1_048_576, 1024])('answers with a filler of %i bytes', async (bytes) => {
    const answer = await fetch(`${url}/reply?delay=0&bytes=${bytes}`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(`{"bytes":${bytes},"filler":"${'x'.repeat(bytes)}"}`);
  });

  it('answers many after the delay, at the same time and each with its own size', async () => {
    const leaving = new AbortController();
    const long = fetch(`${url}/reply?delay=60&bytes=1`, { signal: leaving.signal }).then(
      () => 'answered',
      () => 'left',
    );
    const startedAt = performance.now();
    const sizes = Array.from({ length: 20 }, (_, index) => index);
    const answers = sizes.map(async (bytes) => (await fetch(`${url}/reply?delay=0.2&bytes=${bytes}`)).json());
    expect(await Promise.all(answers)).toEqual(sizes.map((bytes) => ({ bytes, filler: 'x'.repeat(bytes) })));
    expect((performance.now() - startedAt) / 1000).toBeGreaterThan(0.19);
    expect(await Promise.race([long, 'in hand'])).toBe('in hand');
    leaving.abort();
  });

  it.each([
    ['', 'delay is "", expected a number from 0 to 60.'],
    ['delay=61&bytes=1', 'delay is "61", expected a number from 0 to 60.'],
    ['delay=-1&bytes=1', 'delay is "-1", expected a number from 0 to 60.'],
    ['delay=soon&bytes=1', 'delay is "soon", expected a number from 0 to 60.'],
    ['delay=0', 'bytes is "", expected a whole number from 0 to 1048576.'],
    ['delay=0&bytes=0.5', 'bytes is "0.5", expected a whole number from 0 to 1048576.'],
    ['delay=0&bytes=1048577', 'bytes is "1048577", expected a whole number from 0 to 1048576.'],
  ])('answers 400 to ?%s', async (query, detail) => {
    await expectProblem(await fetch(`${url}/reply?${query}`), 400, detail);
  });

  it('answers 404 to another path and 405 to another method', async () => {
    await expectProblem(await fetch(`${url}/nowhere`), 404, 'There is no /nowhere.');
    const posted = await fetch(`${url}/reply`, { method: 'POST' });
    expect(posted.headers.get('allow')).toBe('GET');
    await expectProblem(posted, 405, '/reply answers to GET only.');
  });

  it('survives a request target that is no URL', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('GET // HTTP/1.1\r\nhost: upstream\r\nconnection: close\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 404 /);
    expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok');
  });

  it('offers to keep a connection for 75 seconds, and does', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async (): Promise<[port: number | undefined, keepAlive: unknown]> => {
      const [answer]: IncomingMessage[] = await once(get(`${url}/healthz`, { agent }), 'response');
      const port = answer?.socket.localPort;
      await once(answer?.resume() ?? server, 'end');
      return [port, answer?.headers['keep-alive']];
    };
    const first = await ask();
    expect(first[1]).toBe('timeout=75');
    expect(await ask()).toEqual(first);
    agent.destroy();
  });

  it('has the faults of a real upstream', async () => {
    await expectProblem(await fetch(`${url}/fault/error`), 500, 'This is a fault that was asked for.');
    await expect(fetch(`${url}/fault/reset`)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    const signal = AbortSignal.timeout(100);
    await expect(fetch(`${url}/fault/hang`, { signal })).rejects.toThrow('timeout');
  });
});
