import { BenchError } from '@headroom/contract/errors.ts';
import type { CurrentRun } from '@headroom/contract/live.ts';

/** The one run that is carried out, and what can be done to it. */
export interface RunInHand {
  readonly run: CurrentRun;
  readonly stop: AbortController;
  /** Ends also what is measured after the load. */
  readonly skip: AbortController;
  readonly interrupted: AbortController;
  /** Null where the users cannot be changed. */
  readonly changes: Changes | null;
}

/** Numbers of users that were asked for, one after the other; of several that nobody has taken the last one counts. */
export interface Changes {
  /** Users that may be asked for. */
  readonly most: number;
  ask(users: number): void;
  next(signal: AbortSignal): Promise<number>;
  /** There is no load any more whose users could be changed. */
  end(): void;
  isOver(): boolean;
}

export function changes(most: number): Changes {
  let asked: number | null = null;
  let over = false;
  let waiting: ((users: number) => void) | null = null;
  return {
    most,
    end: () => {
      over = true;
    },
    isOver: () => over,
    ask(users) {
      asked = users;
      waiting?.(users);
    },
    next: (signal) =>
      new Promise((resolve) => {
        const take = (users: number) => {
          asked = null;
          waiting = null;
          resolve(users);
        };
        waiting = take;
        signal.addEventListener(
          'abort',
          () => {
            if (waiting === take) waiting = null;
          },
          { once: true },
        );
        if (asked !== null) take(asked);
      }),
  };
}

/** @throws BenchError BENCH_SERVE_NOT_RUNNING */
export function demandRun(hand: RunInHand | null, busy: string | null): RunInHand {
  if (hand !== null) return hand;
  if (busy !== null) {
    throw new BenchError(
      'BENCH_SERVE_NOT_RUNNING',
      `${busy} is still being made ready: expected a run that is under way. Try again in a moment.`,
    );
  }
  throw new BenchError('BENCH_SERVE_NOT_RUNNING', 'no run is in hand: expected one. Start it first.');
}

/** @throws BenchError BENCH_SERVE_BUSY, naming the run that is in hand */
export function demandNone(busy: string | null): void {
  if (busy === null) return;
  throw new BenchError(
    'BENCH_SERVE_BUSY',
    `${busy} runs now: expected no other, because two at once would measure each other. Wait for it or stop it.`,
  );
}
