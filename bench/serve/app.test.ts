import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { problemSchema } from '@headroom/contract/live.ts';
import { afterEach, expect, it } from 'vitest';
import { eventually } from '../fixtures/eventually.ts';
import { writeRun } from '../runs/fixtures/results-folder.ts';
import { followEvents } from './fixtures/event-client.ts';
import { type LiveServer, liveServer } from './fixtures/live-server.ts';
import { usualLimits } from './security/limits.ts';

let server: LiveServer;
let port: number;
afterEach(() => server.app.close());

async function listen(limits = {}): Promise<void> {
  server = await liveServer({
    address: { host: '127.0.0.1', port: 0 },
    limits: { ...usualLimits, ...limits },
  });
  await server.app.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = server.app.server.address() as AddressInfo);
}

/** What the server answers to these very bytes, until it closes. */
function speak(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}
const problemIn = (answer: string) => problemSchema.parse(JSON.parse(answer.split('\r\n\r\n')[1] ?? ''));

it('goes by the port that it was given', async () => {
  await listen();
  expect((await fetch(`http://localhost:${port}/api/lab`)).status).toBe(200);
  expect(await speak('GET /api/lab HTTP/1.1\r\nHost: 127.0.0.1:1\r\nConnection: close\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 403 /,
  );
});

it.each([
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['a head that is too large', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    400,
  ],
])('answers %s with a problem and hangs up', async (_what, bytes, status) => {
  await listen();
  const answer = await speak(bytes);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(problemIn(answer).code).toBe('BENCH_SERVE_REFUSED');
});

it.each([
  ['a head', 'GET / HTTP/1.1\r\nHost: x\r\n'],
  ['a body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n'],
])('does not wait for ever for %s', async (_what, bytes) => {
  await listen({ headerSeconds: 0.2, requestSeconds: 0.4 });
  const startedAt = performance.now();
  expect(await speak(bytes)).toMatch(/^HTTP\/1\.1 (408|403) /);
  // Node by itself waits a minute for a head, and five for all of it.
  expect(performance.now() - startedAt).toBeLessThan(50_000);
});

it('serves no names of another age without a host', async () => {
  await listen();
  expect(await speak('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
});

it('closes at once, whatever is open', async () => {
  // As long as a test may last, for a head the most that Node allows: nothing else closes them.
  await listen({ headerSeconds: 300, requestSeconds: 3600, idleSeconds: 3600 });
  const client = await followEvents(port);
  const idle = connect(port, '127.0.0.1');
  await once(idle, 'connect');
  const half = connect(port, '127.0.0.1');
  await once(half, 'connect');
  half.write('GET / HTTP/1.1\r\n');
  const left = [idle, half].map((socket) => new Promise((resolve) => socket.on('close', resolve)));
  for (const socket of [idle, half]) socket.on('error', () => undefined).resume();
  await server.app.close();
  await client.closed;
  await Promise.all(left);
});

it('keeps no file open for a download that nobody waits for any more', async () => {
  await listen();
  const run = writeRun(server.out, { runId: 'big' });
  for (let i = 0; i < 10; i++) writeFileSync(join(run.path, `noise-${i}`), randomBytes(2_000_000));
  const openFiles = () => readdirSync('/proc/self/fd').filter((fd) => linkOf(fd).startsWith(run.path)).length;
  const response = await new Promise<IncomingMessage>((resolve) => {
    get({ host: '127.0.0.1', port, path: '/runs/big/download', agent: false }, resolve);
  });
  await eventually(() => expect(openFiles()).toBeGreaterThan(0));
  response.destroy();
  await eventually(() => expect(openFiles()).toBe(0));
  expect((await fetch(`http://127.0.0.1:${port}/api/lab`)).status).toBe(200);
});

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}
