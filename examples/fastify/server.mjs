// Two ways to wait for something slow, with a page of metrics that needs no library.
import { setTimeout as later } from 'node:timers/promises';
import fastify from 'fastify';

const { HOST = '127.0.0.1', PORT = '8110', WAIT_MS = '20' } = process.env;
const wait = Number(WAIT_MS);
const cell = new Int32Array(new SharedArrayBuffer(4));

const app = fastify();
app.get('/healthz', async () => 'ok');
app.get('/ping', async () => 'pong');
app.get('/quote/sync', async () => {
  // Stands for a client that blocks.
  Atomics.wait(cell, 0, 0, wait);
  return { price: 42 };
});
app.get('/quote/async', async () => {
  await later(wait);
  return { price: 42 };
});
app.post('/quote', async ({ body }) => {
  await later(wait);
  return { price: 42, item: body.item };
});
app.get('/metrics', async () => {
  const { user, system } = process.cpuUsage();
  return `process_cpu_seconds_total ${(user + system) / 1e6}\nprocess_resident_memory_bytes ${process.memoryUsage.rss()}\n`;
});

process.once('SIGTERM', () => app.close());
await app.listen({ host: HOST, port: Number(PORT) });
