#!/bin/sh
# k6 2.2.0 sends a GET again whose connection broke before it was answered, and tells of that nowhere but in the times of
# the second attempt: no time of connecting, though a connection was made, and a sending that began with the lost attempt.
#
# Go's HTTP client sends a request without a body again where a connection that it had kept breaks before an answer. Of
# the two attempts k6 makes one request, by a trace that both write into: the first notes its connection as made at once,
# since it was there, and that note stays, so that `connecting` is 0; the second notes when it asked for a connection and
# had it (`blocked`) and when it had written. `sending` lasts from the first note to the last: it holds all that the lost
# attempt took, and `blocked`, and is part of http_req_duration. So drops are no failures, the server sees nearly twice as
# many requests as k6 counts, and a proxy that drops them after 100 ms looks like a slow upload. A POST is not sent again: it fails.
# Seen with k6 2.2.0 (Go 1.26) and Node 24 on Linux. Fails where a lost attempt is told, or told in another way.
# Takes the k6 that HEADROOM_K6 names, that of the lab's cache, or builds the one of tools/go.mod with Go, in some minutes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
k6=${HEADROOM_K6:-${XDG_CACHE_HOME:-$HOME/.cache}/headroom/k6/v2.2.0/k6}
if [ ! -x "$k6" ]; then
  k6="$folder/bin/k6"
  go -C "$(dirname "$0")/../tools" build -o "$k6" go.k6.io/k6/v2
fi
k6=$(cd "$(dirname "$k6")" && pwd)/$(basename "$k6")
"$k6" version
case $("$k6" version) in
  *v2.2.0*) ;;
  *) echo 'expected k6 2.2.0' && exit 2 ;;
esac
cd "$folder"
cat >script.js <<'SCRIPT'
import http from 'k6/http';

export const options = { vus: 1, iterations: 10 };

export default function () {
  const url = `http://127.0.0.1:${__ENV.PORT}/`;
  const answer = __ENV.METHOD === 'POST' ? http.post(url, '{}') : http.get(url);
  const { blocked, connecting, sending, duration } = answer.timings;
  console.log(JSON.stringify({ status: answer.status, error: answer.error_code, blocked, connecting, sending, duration }));
}

export function handleSummary({ metrics: { http_reqs, http_req_failed } }) {
  return { stdout: `${JSON.stringify({ requests: http_reqs.values.count, failed: http_req_failed.values.passes })}\n` };
}
SCRIPT
cat >drops.mjs <<'SCRIPT'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';

const dropAfterMilliseconds = 100;
let connections = 0;
let requests = 0;
/** Answers the first request of a connection, and breaks the connection a while after the second has come. */
const server = http.createServer((request, response) => {
  requests++;
  const { socket } = request;
  socket.asked = (socket.asked ?? 0) + 1;
  if (socket.asked === 1) return response.end('here');
  setTimeout(() => socket.destroy(), dropAfterMilliseconds);
});
server.on('connection', () => connections++);
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const load = async (method) => {
  connections = requests = 0;
  const k6 = spawn(process.argv[2], ['run', '--quiet', '--log-format', 'raw', 'script.js'], {
    env: { ...process.env, METHOD: method, PORT: String(server.address().port), K6_NO_USAGE_REPORT: 'true', XDG_CONFIG_HOME: process.cwd() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  for (const stream of [k6.stdout, k6.stderr]) stream.on('data', (part) => (out += part));
  await once(k6, 'close');
  const lines = out.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  const answers = lines.filter((line) => 'status' in line);
  const [counted] = lines.filter((line) => 'requests' in line);
  if (counted === undefined) throw new Error(`k6 told nothing: ${out}`);
  console.log(`${method}: k6 counts ${counted.requests} requests, ${counted.failed} failed; the server saw ${requests} on ${connections} connections`);
  return { answers, counted, seen: requests, connections };
};

const gets = await load('GET');
for (const { status, blocked, connecting, sending, duration } of gets.answers) {
  console.log(`  ${status}: blocked ${blocked.toFixed(2)} ms, connecting ${connecting.toFixed(2)} ms, sending ${sending.toFixed(2)} ms, duration ${duration.toFixed(2)} ms`);
}
const [first, ...again] = gets.answers;
const posts = await load('POST');
for (const error of new Set(posts.answers.map((answer) => answer.error))) {
  console.log(`  error code ${error}: ${posts.answers.filter((answer) => answer.error === error).length} of ${posts.answers.length}`);
}
server.close();

const checks = {
  'no GET failed': gets.counted.failed === 0 && gets.answers.every(({ status }) => status === 200),
  'the server saw about twice as many GETs': gets.seen >= 1.8 * gets.counted.requests,
  'each on a connection of its own': gets.connections === gets.counted.requests,
  'the first GET tells of its connection': first.connecting > 0,
  'none of the others tells of connecting': again.every(({ connecting }) => connecting === 0),
  'their sending holds blocked and the lost attempt': again.every(
    ({ blocked, sending }) => blocked > 0.05 && sending > blocked && sending > 0.9 * dropAfterMilliseconds,
  ),
  'a POST fails': posts.counted.failed > 0 && posts.answers.some(({ error }) => error === 1000 || error === 1220),
};
const changed = Object.entries(checks).filter(([, holds]) => !holds);
for (const [what] of changed) console.log(`CHANGED: not so: ${what}`);
process.exit(changed.length === 0 ? 0 : 1);
SCRIPT
node drops.mjs "$k6"
