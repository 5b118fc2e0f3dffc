import cluster from 'node:cluster';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isFirstWorker, numbered } from './worker-number.ts';

describe('isFirstWorker', () => {
  it('holds where there are no workers', () => {
    expect(isFirstWorker()).toBe(true);
  });

  it('holds in each worker that has the number 1, and in no other', async () => {
    const exec = fileURLToPath(new URL('../testing/tell-whether-first.ts', import.meta.url));
    cluster.setupPrimary({ exec, execArgv: [] });
    const told = [2, 1, 1].map(async (number) => {
      const worker = cluster.fork(numbered(number));
      const [first] = await once(worker, 'message');
      worker.process.kill('SIGKILL');
      return first;
    });
    expect(await Promise.all(told)).toEqual([false, true, true]);
  });
});
