import { writeSync } from 'node:fs';
import { monotonicSeconds } from './clock.ts';
import { readLoop } from './loop-snapshot.ts';
import { flag, type SharedState } from './shared-state.ts';
import { stallSeconds } from './stall.ts';

const checkMs = 100;
const stderr = 2;

/**
 * Ends the process when a termination signal has come and the main thread's loop has been blocked for
 * `stallLimitSeconds` since: nothing else can, as its handler never runs. Where `parentPid` is given, that this
 * process is no longer the parent counts as a signal.
 */
export function startWatchdog(
  state: SharedState,
  stallLimitSeconds: number,
  parentPid: number | undefined,
): void {
  let closingSince: number | undefined;
  let cause = 'the termination signal';
  setInterval(() => {
    if (parentPid !== undefined && process.ppid !== parentPid) {
      Atomics.store(state.flags, flag.closing, 1);
      cause = 'the end of the parent process';
    }
    if (Atomics.load(state.flags, flag.closing) === 0) return;
    const now = monotonicSeconds();
    closingSince ??= now;
    const stall = stallSeconds(readLoop(state).beatAt, now);
    if (Math.min(stall, now - closingSince) <= stallLimitSeconds) return;
    endProcess(
      `The event loop is still blocked ${stallLimitSeconds} s after ${cause}: the metrics thread ends the process.`,
    );
  }, checkMs);
}

function endProcess(msg: string): void {
  // Like a line of pino's; written here, as whatever the main thread has to write is blocked with it.
  writeSync(stderr, `${JSON.stringify({ level: 60, time: Date.now(), pid: process.pid, msg })}\n`);
  process.kill(process.pid, 'SIGKILL');
}
