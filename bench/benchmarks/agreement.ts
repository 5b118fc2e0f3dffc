import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveStart } from '@headroom/contract/live.ts';
import { reportSchema } from '@headroom/contract/report.ts';
import { readEnvironment } from '../config/environment.ts';
import { repositoryRoot } from '../config/repository-root.ts';
import { plainTable } from '../report/table.ts';
import { startChild } from '../runtime/native/child.ts';
import { apiEntry } from '../runtime/native/subject-program.ts';
import { type Asked, autocannon, locust } from './agreement/other-tools.ts';
import { runOfPage } from './run-of-page.ts';

/**
 * Whether everybody counts the same: right answers of the lab's service inside a window of the same length, as
 * `headroom run`, the live page and `headroom probe` count them with the article's think time, and, without one, as
 * Locust and autocannon do too. Those two are installed into a temporary folder. About 25 minutes.
 * Users who do not think are answered in step: a window is off by up to one answer of everybody, which is below 3 %
 * from 34 cycles on. Arguments: users, and the window in seconds (none: 8 and 40).
 */
const [users = 8, durationSeconds = 40] = process.argv.slice(2).map(Number);
const warmupSeconds = 3;
const endpoints = ['/sync', '/async'] as const;
const folder = mkdtempSync(join(tmpdir(), 'headroom-agreement-'));
const program = join(repositoryRoot, 'bench/bin/headroom');
const base = `http://127.0.0.1:${readEnvironment().API_PORT}`;

interface Think {
  readonly min: number;
  readonly max: number;
}

function byRun(endpoint: string, think: Think): number {
  const config = join(folder, 'agreement.config.ts');
  const thinkTime = { min: think.min, max: think.max };
  writeFileSync(config, `export default ${JSON.stringify({ thinkTime, baselines: false })};\n`);
  headroom(
    ...['run', '--config', config, '--runtime', 'native', '--endpoint', endpoint, '--vus', String(users)],
    ...['--duration', `${durationSeconds}s`, '--warmup', `${warmupSeconds}s`, '--out', folder],
  );
  return answersIn(join(folder, 'latest'), users);
}

async function byPage(endpoint: string, { min, max }: Think): Promise<number> {
  const start: LiveStart = {
    ...{ kind: 'live', subject: 'nest', endpoint, users, spawnRate: null, bystandersPerSecond: 0 },
    ...{ thinkMinSeconds: min, thinkMaxSeconds: max, warmupSeconds, durationSeconds },
  };
  return answersIn(await runOfPage(folder, start), users);
}

function byProbe(endpoint: string, { min, max }: Think): number {
  headroom(
    ...['probe', `${base}${endpoint}`, '--users-max', String(users), '--think', `${min}s..${max}s`],
    ...['--duration', `${durationSeconds}s`, '--max-time', '10m', '--out', folder],
  );
  return answersIn(join(folder, 'latest'), users);
}

/** Right answers of the cell with so many users. */
function answersIn(run: string, vus: number): number {
  const { cells } = reportSchema.parse(JSON.parse(readFileSync(join(run, 'report.json'), 'utf8')));
  const cell = cells.find((one) => one.vus === vus);
  if (cell === undefined) throw new Error(`${run} has no cell at ${vus} users`);
  return cell.requests - cell.failedRequests;
}

function headroom(...args: string[]): void {
  spawnSync(program, args, { cwd: repositoryRoot, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Gives what counts a service of its own, as fresh as the lab's. */
async function onFreshService<T>(count: () => T): Promise<T> {
  const variables = { API_HOST: '127.0.0.1', API_REQUEST_LOG: 'off', NODE_ENV: 'production' };
  const service = await startChild([process.execPath, apiEntry], variables, join(folder, 'service.log'));
  try {
    for (let tries = 0; tries < 100; tries++) {
      const healthy = await fetch(`${base}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (healthy) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return count();
  } finally {
    await service.stop(3);
  }
}

const rows: string[][] = [];

/** @returns whether all lie within 3 % or one request of one another */
function hold(endpoint: string, what: string, counts: Readonly<Record<string, number>>): boolean {
  const values = Object.values(counts);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const agree = most - least <= Math.max(1, 0.03 * most);
  for (const [who, count] of Object.entries(counts)) {
    rows.push([endpoint, what, who, String(count), (count / durationSeconds).toFixed(3)]);
  }
  rows.push(['', '', 'apart', String(most - least), agree ? 'agree' : '<-- more than 3 % and one request']);
  return agree;
}

let agree = true;
try {
  mkdirSync(folder, { recursive: true });
  const tools = { autocannon: autocannon(folder), Locust: locust(folder) };
  const article = { min: 0.1, max: 0.2 };
  const none = { min: 0, max: 0 };
  for (const endpoint of endpoints) {
    const thinking = {
      run: byRun(endpoint, article),
      page: await byPage(endpoint, article),
      probe: await onFreshService(() => byProbe(endpoint, article)),
    };
    agree = hold(endpoint, 'thinking 0.1 to 0.2 s', thinking) && agree;
    const asked: Asked = { url: base + endpoint, users, warmupSeconds, durationSeconds };
    const atOnce = {
      run: byRun(endpoint, none),
      page: await byPage(endpoint, none),
      probe: await onFreshService(() => byProbe(endpoint, none)),
      autocannon: await onFreshService(() => tools.autocannon(asked)),
      Locust: await onFreshService(() => tools.Locust(asked)),
    };
    agree = hold(endpoint, 'at once', atOnce) && agree;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const head = ['endpoint', 'users', 'counted by', 'right answers', 'per second'];
console.log(`\n${users} users, windows of ${durationSeconds} s after ${warmupSeconds} s\n`);
console.log(plainTable({ rows: [head, ...rows], right: [3, 4] }));
process.exitCode = agree ? 0 : 1;
