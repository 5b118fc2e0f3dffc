import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';

const programs = ['valkey-server', 'redis-server'];
const program = programs.find((name) => spawnSync(name, ['--version']).status === 0);

/** Why a test that needs a Redis cannot run here; `undefined` where it can. */
export const noRedis = program === undefined ? `neither ${programs.join(' nor ')} is installed` : undefined;

/** Titles such a test, so that a skipped one says why. */
export const withRedis = (title: string): string => (noRedis === undefined ? title : `${title} (${noRedis})`);

/** A server of one's own that keeps everything in memory: what it held is lost when it stops. */
export interface TestRedis {
  readonly port: number;
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts it on a port, or on a free one. */
export async function startTestRedis(wanted?: number, ...options: string[]): Promise<TestRedis> {
  if (program === undefined) throw new Error(noRedis);
  const port = wanted ?? (await freePort());
  const folder = await mkdtemp(join(tmpdir(), 'headroom-redis-'));
  const inMemory = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(program, [...inMemory, '--dir', folder, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await Promise.race([
    says(child, 'Ready to accept connections'),
    exited.then(() => Promise.reject(new Error(`${program} ended instead of listening on ${port}`))),
  ]);
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    process: child,
    async stop() {
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const says = ({ stdout }: ChildProcess, text: string): Promise<void> =>
  new Promise((resolve) => {
    if (stdout === null) return;
    createInterface(stdout).on('line', (line) => {
      if (line.includes(text)) resolve();
    });
  });
