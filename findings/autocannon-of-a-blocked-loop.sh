#!/bin/sh
# autocannon 9.0.0 against a Node.js server that blocks: a latency, no errors, no time-outs, and half of its connections never answered.
#
# A blocked libuv loop accepts one new connection a turn and serves in that turn all that it has. Of 30 connections to a
# handler that blocks for 100 ms some 12 are served within 8 s, the first of them a dozen times, the rest not once.
# autocannon's time-out is 10 s, so a run of 8 s counts neither an error nor a time-out, and its mean latency is that of the
# requests that were answered: well below the 3 s that 30 users of 10 requests a second wait by Little's law.
# Seen with autocannon 9.0.0 on Node 20 and 24 (libuv 1.46 and 1.51). Fails where most are served, or the rest is told.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund autocannon@9.0.0
cat >blocked.mjs <<'SCRIPT'
import { once } from 'node:events';
import http from 'node:http';
import { Worker } from 'node:worker_threads';
import autocannon from 'autocannon';

// The server has a thread of its own, so that it blocks nobody but those who ask it.
const server = new Worker(
  `const http = require('node:http');
   const { parentPort } = require('node:worker_threads');
   const cell = new Int32Array(new SharedArrayBuffer(4));
   const server = http.createServer((_, response) => { Atomics.wait(cell, 0, 0, 100); response.end(); });
   server.listen(0, '127.0.0.1', 1024, () => parentPort.postMessage(server.address().port));`,
  { eval: true },
);
const [port] = await once(server, 'message');

const answers = new Map();
const run = autocannon({
  url: `http://127.0.0.1:${port}`,
  connections: 30,
  duration: 8,
  setupClient: (client) => {
    answers.set(client, 0);
    client.on('response', () => answers.set(client, answers.get(client) + 1));
  },
});
const result = await run;
const counts = [...answers.values()].sort((a, b) => b - a);
const silent = counts.filter((count) => count === 0).length;
console.log(`answers of each connection: ${counts.join(' ')}`);
console.log(`autocannon: mean ${result.latency.average} ms, ${result.requests.total} requests, ${result.errors} errors, ${result.timeouts} time-outs, ${result.non2xx} non-2xx`);
console.log(`connections without an answer: ${silent} of 30`);
const asSeen = silent >= 10 && result.errors === 0 && result.timeouts === 0 && result.latency.average < 2000;
if (!asSeen) console.log('CHANGED');
process.exit(asSeen ? 0 : 1);
SCRIPT
node blocked.mjs
