import type { Readable } from 'node:stream';
import { spawnWatched } from '../runtime/native/watchdog/spawn-watched.ts';
import { reasonOf } from './reason.ts';

/** How a program ended, with the last of what it wrote. */
interface Ended {
  readonly exitCode: number | null;
  readonly killedBy: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Conditions {
  readonly env: Record<string, string>;
  readonly cwd?: string;
  readonly limitSeconds: number;
  readonly signal: AbortSignal;
}

const graceSeconds = 1;
const keptCharacters = 20_000;

/**
 * Runs a program without a shell, to its end, in a process group of its own. When the time is over or the
 * signal aborts, the whole group is ended (SIGINT, SIGKILL a second later) before this returns.
 * @throws Error when it cannot be started or takes too long; the signal's reason when that aborts
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  { env, cwd, limitSeconds, signal }: Conditions,
): Promise<Ended> {
  signal.throwIfAborted();
  const child = start(file, args, env, cwd);
  const stdout = keepLast(child.stdout);
  const stderr = keepLast(child.stderr);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exited = new Promise<Pick<Ended, 'exitCode' | 'killedBy'>>((resolve, reject) => {
    child.once('error', (cause) => reject(notStarted(file, cause)));
    child.once('exit', (exitCode, killedBy) => resolve({ exitCode, killedBy }));
  });

  let late = false;
  const stop = endInGoodOrder(child.pid);
  const limit = setTimeout(() => {
    late = true;
    stop.begin();
  }, limitSeconds * 1000);
  signal.addEventListener('abort', stop.begin);
  try {
    const exit = await exited;
    stop.finish();
    await Promise.race([closed, seconds(graceSeconds)]);
    signal.throwIfAborted();
    if (late) throw new Error(`${file} did not end within ${limitSeconds} s`);
    return { ...exit, stdout: stdout(), stderr: stderr() };
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', stop.begin);
  }
}

function start(file: string, args: readonly string[], env: Record<string, string>, cwd: string | undefined) {
  try {
    return spawnWatched(file, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] }).child;
  } catch (cause) {
    // Some failures are thrown, as that of a program for another kind of processor; others are emitted.
    throw notStarted(file, cause);
  }
}

function notStarted(file: string, cause: unknown): Error {
  return new Error(`${file} cannot be started: ${reasonOf(cause)}`, { cause });
}

function endInGoodOrder(group: number | undefined): { begin(): void; finish(): void } {
  if (group === undefined) return { begin() {}, finish() {} };
  let force: NodeJS.Timeout | undefined;
  return {
    begin() {
      killGroup(group, 'SIGINT');
      force ??= setTimeout(() => killGroup(group, 'SIGKILL'), graceSeconds * 1000);
    },
    /** Whatever the program left running ends with it. */
    finish() {
      clearTimeout(force);
      killGroup(group, 'SIGKILL');
    },
  };
}

function killGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended.
  }
}

function keepLast(stream: Readable): () => string {
  let kept = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    kept = (kept + text).slice(-keptCharacters);
  });
  return () => kept;
}

function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * 1000).unref());
}
