#!/bin/sh
# @fastify/under-pressure 9.2.0: a handler that blocks for a second makes it refuse everybody, however long a lag it allows.
#
# It reads the mean of perf_hooks.monitorEventLoopDelay once a second (`sampleInterval`) and then empties that histogram,
# which does not record the interval in which it was emptied. Once a turn of the loop lasts as long as that second, every look
# finds an empty histogram; its mean is no number, and the plugin takes that for an infinite lag. So a server whose limit is
# an hour answers 503 to requests behind a turn of 1.1 s, and none behind turns of 0.6 s. Under a load test such a service
# reads as one that sheds load by its capacity, and it does so by the length of a turn.
# Seen with @fastify/under-pressure 9.2.0, fastify 5.12.8 on Node 20 and 24. Fails where the lag that is told is a number.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund fastify@5.12.8 @fastify/under-pressure@9.2.0
cat >ask.mjs <<'SCRIPT'
import underPressure from '@fastify/under-pressure';
import fastify from 'fastify';

const app = fastify();
await app.register(underPressure, { maxEventLoopDelay: 3_600_000 });
const cell = new Int32Array(new SharedArrayBuffer(4));
app.get('/:milliseconds', ({ params }) => {
  Atomics.wait(cell, 0, 0, Number(params.milliseconds));
  return 'done';
});
const url = await app.listen({ host: '127.0.0.1', port: 0 });

const refusedBehindTurnsOf = async (milliseconds) => {
  let refused = 0;
  const user = async () => {
    for (let i = 0; i < 5; i++) if ((await fetch(`${url}/${milliseconds}`)).status === 503) refused++;
  };
  await Promise.all([user(), user()]);
  console.log(
    `turns of ${milliseconds} ms: ${refused} of 10 refused; lag in ms: ${app.memoryUsage().eventLoopDelay}; allowed: 3600000`,
  );
  return refused;
};
const short = await refusedBehindTurnsOf(300);
const long = await refusedBehindTurnsOf(1100);
await app.close();
if (short !== 0 || long === 0) {
  console.log('CHANGED: a lag that could not be measured is no longer taken for an infinite one');
  process.exitCode = 1;
}
SCRIPT
node ask.mjs
