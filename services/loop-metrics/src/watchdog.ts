import { writeSync } from 'node:fs';
import { monotonicSeconds } from './clock.ts';
import { readLoop } from './loop-snapshot.ts';
import { flag, type SharedState } from './shared-state.ts';
import { stallSeconds } from './stall.ts';

const checkMs = 100;
const stderr = 2;

/**
 * Ends the process when a termination signal has come and the main thread's loop has been blocked for
 * `stallLimitSeconds` since: nothing else can, as its handler never runs.
 */
export function startWatchdog(state: SharedState, stallLimitSeconds: number): void {
  let closingSince: number | undefined;
  setInterval(() => {
    if (Atomics.load(state.flags, flag.closing) === 0) return;
    const now = monotonicSeconds();
    closingSince ??= now;
    const stall = stallSeconds(readLoop(state).beatAt, now);
    if (Math.min(stall, now - closingSince) > stallLimitSeconds) endProcess(stallLimitSeconds);
  }, checkMs);
}

function endProcess(stallLimitSeconds: number): void {
  const msg = `The event loop is still blocked ${stallLimitSeconds} s after the termination signal: the metrics thread ends the process.`;
  // Like a line of pino's; written here, as whatever the main thread has to write is blocked with it.
  writeSync(stderr, `${JSON.stringify({ level: 60, time: Date.now(), pid: process.pid, msg })}\n`);
  process.kill(process.pid, 'SIGKILL');
}
