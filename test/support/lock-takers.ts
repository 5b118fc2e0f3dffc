import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A process that takes locks when it is told to. */
export interface LockTaker {
  readonly process: ChildProcess;
  /** @returns "got", or why not */
  take(path: string): Promise<string>;
  free(): Promise<string>;
  /** Ends it at once, with what it has. */
  kill(): Promise<void>;
}

/** Starts one, and resolves when it can be told. */
export async function startLockTaker(): Promise<LockTaker> {
  const program = fileURLToPath(new URL('../../bench/fixtures/lock-taker.ts', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const next = async (): Promise<string> => (await once(lines, 'line'))[0];
  const tell = (line: string): Promise<string> => {
    const answer = next();
    child.stdin.write(`${line}\n`);
    return answer;
  };
  await next();
  return {
    process: child,
    take: (path) => tell(`take ${path}`),
    free: () => tell('free'),
    kill: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
