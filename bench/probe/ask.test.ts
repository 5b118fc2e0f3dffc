import { EventEmitter, once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { Agent } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ask, type Question } from './ask.ts';

/** Tells of each question to the silent one, and of each piece of an answer without an end. */
const told = new EventEmitter();

const answers: Readonly<Record<string, RequestListener>> = {
  '/ok': (_, response) => response.end('{"ok":true}'),
  '/echo': (request, response) => request.pipe(response),
  '/moved': (_, response) =>
    response.writeHead(302, { location: 'https://login.example/in?next=s3cret' }).end(),
  '/error': (_, response) => response.writeHead(500).write('x'.repeat(100_000)),
  '/silent': () => void told.emit('asked'),
  '/endless': (_, response) => {
    const timer = setInterval(() => response.write('more', () => told.emit('sent')), 5);
    response.on('close', () => clearInterval(timer));
  },
  '/large': (_, response) => response.end(`${'x'.repeat(1_500_000)}end`),
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half');
    setTimeout(() => response.destroy(), 20);
  },
};

const connections = new Agent();
const never = new AbortController().signal;
let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((request, response) => answers[request.url ?? '']?.(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await connections.destroy();
  server.closeAllConnections();
  server.close();
});

/** A server that speaks whatever it likes. */
async function tcpServer(serve: (socket: Socket) => void): Promise<{ url: string; close: () => void }> {
  const sockets = new Set<Socket>();
  const listener = createTcpServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    serve(socket);
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
    },
  };
}

/** @param timeoutSeconds so much that only what never answers takes it */
const askFor = (path: string, changes: Partial<Question> = {}, signal = never, timeoutSeconds = 300) =>
  ask(
    {
      url: base + path,
      shown: base + path,
      method: 'GET',
      headers: {},
      body: null,
      expectedStatus: 200,
      expectedBody: null,
      ...changes,
    },
    connections,
    timeoutSeconds,
    signal,
  );

describe('one question', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each<[string, Partial<Question>]>([
    ['/ok', {}],
    ['/ok', { expectedBody: { kind: 'exact', text: '{"ok":true}' } }],
    ['/ok', { expectedBody: { kind: 'contains', text: 'true' } }],
    ['/echo', { method: 'POST', body: 'hello', expectedBody: { kind: 'exact', text: 'hello' } }],
    ['/moved', { expectedStatus: 302 }],
    ['/large', {}],
  ])('%s with %j is answered', async (path, changes) => {
    const startedAt = performance.now();
    const { seconds, bytes } = await askFor(path, changes);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual((performance.now() - startedAt) / 1000);
    expect(bytes).toBeGreaterThanOrEqual(path === '/moved' ? 0 : 5);
  });

  it.each<[string, Partial<Question>, string, RegExp]>([
    ['/error', {}, 'BENCH_PROBE_WRONG_ANSWER', /answered status 500: expected 200.*--expect-status 500/],
    [
      '/moved',
      {},
      'BENCH_PROBE_WRONG_ANSWER',
      /leads to https:\/\/login\.example\/in\?…, which is not followed/,
    ],
    [
      '/ok',
      { expectedBody: { kind: 'exact', text: '{"ok":false}' } },
      'BENCH_PROBE_WRONG_ANSWER',
      /a body of 11 bytes that is not that of --expect-body \(12 bytes\).*from character 7 on/,
    ],
    [
      '/large',
      { expectedBody: { kind: 'contains', text: 'end' } },
      'BENCH_PROBE_WRONG_ANSWER',
      /the first MiB was read/,
    ],
    [
      '/cut',
      {},
      'BENCH_PROBE_NO_ANSWER',
      /closed the connection in the midst of its answer \(\d+ bytes so far\)/,
    ],
  ])('%s with %j is refused', async (path, changes, code, message) => {
    const error = await askFor(path, changes).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(String(error)).not.toContain('s3cret');
  });

  it('is given up when there is no answer in time', async () => {
    await expect(askFor('/silent', {}, never, 0.1)).rejects.toMatchObject({
      code: 'BENCH_PROBE_NO_ANSWER',
      message: expect.stringMatching(/gave no answer within 0\.1 s.*--timeout/),
    });
  });

  it('is given up when the answer does not end in time', async () => {
    const time = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(time.signal);
    const asking = askFor('/endless', {}, never, 20).catch((reason: unknown) => reason);
    // Of several, the first has come.
    for (let i = 0; i < 3; i++) await once(told, 'sent');
    time.abort();
    expect(await asking).toMatchObject({
      code: 'BENCH_PROBE_NO_ANSWER',
      message: expect.stringMatching(/an answer that did not end \(\d+ bytes so far\) within 20 s/),
    });
    expect(timeout).toHaveBeenCalledWith(20_000);
  });

  it.each<[string, (socket: Socket) => void, RegExp]>([
    [
      'is SSH',
      (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'),
      /gave an answer that is not HTTP\/1\.1 .*another service/,
    ],
    [
      'gives large headers',
      (socket) =>
        socket.end(`HTTP/1.1 200 OK\r\nset-cookie: ${'x'.repeat(70_000)}\r\ncontent-length: 0\r\n\r\n`),
      /gave headers that are larger than 16 KiB/,
    ],
    ['closes each connection', (socket) => socket.end(), /closed the connection without an answer/],
  ])('says what is there that %s', async (_, answer, message) => {
    const { url, close } = await tcpServer((socket) => socket.once('data', () => answer(socket)));
    await expect(askFor('/', { url, shown: url })).rejects.toMatchObject({
      code: 'BENCH_PROBE_NO_ANSWER',
      message: expect.stringMatching(message),
    });
    close();
  });

  it('is asked once more where a connection was kept and then closed without a word', async () => {
    let connections = 0;
    const { url, close } = await tcpServer((socket) => {
      connections++;
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
        socket.once('data', () => socket.resetAndDestroy());
      });
    });
    for (let i = 0; i < 3; i++) expect(await askFor('/', { url, shown: url })).toMatchObject({ bytes: 2 });
    expect(connections).toBeGreaterThan(1);
    close();
  });

  it('says that nobody listens, and that it was stopped', async () => {
    await expect(askFor('/ok', { url: 'http://127.0.0.1:1/' })).rejects.toThrow(/nobody listens at/);
    const stop = new AbortController();
    told.once('asked', () => stop.abort());
    await expect(askFor('/silent', {}, stop.signal)).rejects.toMatchObject({
      code: 'BENCH_TRIAL_INTERRUPTED',
    });
  });
});
