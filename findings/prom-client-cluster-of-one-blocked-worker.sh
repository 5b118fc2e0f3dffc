#!/bin/sh
# prom-client 15.1.3 in a Node.js cluster: one blocked worker takes the page of all with it, and its lag is shared out.
#
# `AggregatorRegistry.clusterMetrics()` asks every worker and waits for the slowest: the page comes when the blocked worker
# is free again, and after five seconds not at all, with the figures of the healthy workers lost too. The page that does come
# holds one lag for all: of the quantiles and the mean it takes the plain mean over the workers, so one of two workers that
# stood still for 1.5 s reads as a median lag of 0.75 s, which no worker had; of eight, as 0.19 s. The maximum alone is kept.
# Seen with prom-client 15.1.3 on Node 20 and 24. Fails where the page comes sooner, or tells the lag of the slowest.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund prom-client@15.1.3
cat >cluster.mjs <<'SCRIPT'
import cluster from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import client from 'prom-client';

const pages = new client.AggregatorRegistry();
if (cluster.isPrimary) {
  const workers = [cluster.fork(), cluster.fork()];
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const ask = async () => {
    const from = performance.now();
    const page = await pages.clusterMetrics().catch(String);
    const lag = (figure) => Number(new RegExp(`^nodejs_eventloop_lag_${figure}_seconds (\\S+)`, 'm').exec(page)?.[1]);
    return { seconds: (performance.now() - from) / 1000, median: lag('p50'), greatest: lag('max'), page };
  };
  await pause(1000);
  const atRest = await ask();
  console.log(`both at rest: the page after ${atRest.seconds.toFixed(2)} s, median lag ${atRest.median.toFixed(2)} s`);
  workers[0].send(1.5);
  const blocked = await ask();
  console.log(
    `one blocked for 1.5 s: the page after ${blocked.seconds.toFixed(2)} s, median lag ${blocked.median.toFixed(2)} s, greatest ${blocked.greatest.toFixed(2)} s`,
  );
  workers[0].send(6);
  const lost = await ask();
  console.log(`one blocked for 6 s: after ${lost.seconds.toFixed(2)} s ${lost.page.slice(0, 40)}`);
  for (const worker of workers) worker.process.kill('SIGKILL');
  const hasWaited = blocked.seconds > 1 && /timed out/i.test(lost.page);
  if (!hasWaited || blocked.median > 1.2 || blocked.median < 0.4) {
    console.log('CHANGED: the page does not wait for a blocked worker, or does not share its lag out');
    process.exitCode = 1;
  }
} else {
  client.collectDefaultMetrics();
  const cell = new Int32Array(new SharedArrayBuffer(4));
  process.on('message', (seconds) => {
    if (typeof seconds === 'number') Atomics.wait(cell, 0, 0, seconds * 1000);
  });
  process.send('ready');
}
SCRIPT
node cluster.mjs
