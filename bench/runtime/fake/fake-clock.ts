import type { TrialClock } from '../runtime.ts';

interface Sleeper {
  readonly wakesAt: number;
  readonly wake: () => void;
}

/** A clock of simulated time, to which can be done what is done to a machine's. */
export interface FakeClock extends TrialClock {
  /** Sets the wall clock ahead, or back by a negative time. */
  setAhead(seconds: number): void;
  /** Lets the machine sleep. */
  suspend(seconds: number): void;
}

/**
 * A clock that jumps to the next sleeper as soon as nobody has anything left to do, so that an hour passes
 * in a moment and always in the same order.
 */
export function fakeClock(startsAt = 1_000_000): FakeClock {
  let [ahead, slept] = [0, 0];
  let now = startsAt;
  let sleepers: Sleeper[] = [];
  let jumping = false;

  const jump = (): void => {
    jumping = false;
    const finite = sleepers.filter(({ wakesAt }) => Number.isFinite(wakesAt));
    const [next] = finite.sort((a, b) => a.wakesAt - b.wakesAt);
    if (!next) return;
    sleepers = sleepers.filter((sleeper) => sleeper !== next);
    now = Math.max(now, next.wakesAt);
    next.wake();
    jumpSoon();
  };
  const jumpSoon = (): void => {
    if (jumping) return;
    jumping = true;
    // Two turns: whatever the last one woke gets to run, and to fall asleep again, first.
    setImmediate(() => setImmediate(jump));
  };

  return {
    now: () => now,
    set: () => undefined,
    read: () => ({ wall: now + ahead + slept, steady: now, boot: now + slept }),
    setAhead: (seconds) => {
      ahead += seconds;
    },
    suspend: (seconds) => {
      slept += seconds;
    },
    sleep: (seconds, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const sleeper = { wakesAt: now + seconds, wake: resolve };
        sleepers.push(sleeper);
        signal.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          resolve();
        });
        jumpSoon();
      }),
  };
}
