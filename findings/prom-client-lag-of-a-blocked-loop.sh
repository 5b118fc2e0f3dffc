#!/bin/sh
# prom-client 15.1.3 on Node.js: of a loop that is blocked all the time, every second page says that it has no lag at all.
#
# Its default metrics take the lag from perf_hooks.monitorEventLoopDelay and empty that histogram at each scrape. The
# histogram does not record the interval in which it was emptied. Where a turn of the loop lasts as long as the time between
# two scrapes, there is no other, and the page shows an empty histogram: nodejs_eventloop_lag_max_seconds 0, a median of half
# a microsecond, and a least value (nine thousand million seconds) above the greatest. An alert on the maximum or on p99
# flaps, and an average over both kinds of page is half of the truth.
# Seen with prom-client 15.1.3 on Node 20 and 24. Fails where the page says something else.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund prom-client@15.1.3
cat >server.mjs <<'SCRIPT'
import http from 'node:http';
import client from 'prom-client';

client.collectDefaultMetrics();
const cell = new Int32Array(new SharedArrayBuffer(4));
const server = http.createServer(async (request, response) => {
  if (request.url === '/metrics') return response.end(await client.register.metrics());
  Atomics.wait(cell, 0, 0, 200);
  response.end();
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
SCRIPT
cat >ask.mjs <<'SCRIPT'
import { fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';

const server = fork('server.mjs');
const [port] = await once(server, 'message');
const ask = (path, agent) =>
  new Promise((resolve, reject) =>
    http
      .get({ host: '127.0.0.1', port, path, agent }, async (response) => {
        let text = '';
        for await (const part of response) text += part;
        resolve(text);
      })
      .on('error', reject),
  );
let isOver = false;
const users = Array.from({ length: 8 }, async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  while (!isOver) await ask('/x', agent).catch(() => undefined);
});

const scraper = new http.Agent({ keepAlive: true, maxSockets: 1 });
const lag = (page, figure) => Number(new RegExp(`^nodejs_eventloop_lag_${figure}_seconds (\\S+)`, 'm').exec(page)[1]);
let empty = 0;
for (let i = 0; i < 12; i++) {
  const page = await ask('/metrics', scraper);
  const figures = Object.fromEntries(['min', 'max', 'p50', 'p99'].map((figure) => [figure, lag(page, figure)]));
  if (figures.max === 0 && figures.min > 1e9) empty++;
  console.log(`lag in seconds: ${JSON.stringify(figures)}`);
}
isOver = true;
server.kill('SIGKILL');
await Promise.all(users);
console.log(`${empty} of 12 pages say that there was no lag, beside eight users who wait 1.6 s each for 0.2 s of blocking`);
if (empty < 3) {
  console.log('CHANGED: the pages of a blocked loop tell of its lag');
  process.exit(1);
}
SCRIPT
node ask.mjs
