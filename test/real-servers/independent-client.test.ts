import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { answersByUser, type Load } from './independent-client.ts';

const load: Load = { users: 4, spreadSeconds: 0.01, warmupSeconds: 0, windowSeconds: 1 };
const never = new AbortController().signal;
let server: Server;
const connections = new Set<Socket>();

async function serve(answer: RequestListener): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1');
  connections.clear();
  server.on('connection', (socket) => connections.add(socket));
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it('gives each user one connection, and tells those who are served from those who are not', async () => {
  const served = new Set<Socket>();
  const url = await serve(({ socket }, response) => {
    if (served.size < 2) served.add(socket);
    if (served.has(socket)) setTimeout(() => response.end('ok'), 5);
  });
  const answers = await answersByUser(url, load, never);
  expect(answers.filter((count) => count > 0)).toHaveLength(2);
  expect(answers.filter((count) => count === 0)).toHaveLength(2);
  expect(connections.size).toBe(4);
});

it('counts only right answers', async () => {
  const url = await serve((_, response) => response.writeHead(503).end());
  expect(await answersByUser(url, load, never)).toEqual([0, 0, 0, 0]);
});

it('counts no answer of the warm-up', async () => {
  let answered = 0;
  const url = await serve((_, response) => {
    if (answered++ === 0) response.end('ok');
  });
  const patient = { ...load, users: 1, warmupSeconds: 0.5, windowSeconds: 0.2 };
  expect(await answersByUser(url, patient, never)).toEqual([0]);
});

it('rejects where it is interrupted', async () => {
  const url = await serve(() => undefined);
  await expect(answersByUser(url, load, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
});
