import type { FailureKind } from '../../contract/generator-summary.ts';

/** What a virtual user needs from its surroundings; times in seconds. */
export interface Surroundings {
  /** Unix time now. */
  now(): number;
  sleep(seconds: number): void;
  thinkSeconds(): number;
  /** Sends one request, in the window or before it, and returns when the answer is complete; status 0 is no answer. */
  request(inWindow: boolean): { status: number; durationSeconds: number };
  /** Called once, before the first request that starts inside the window. */
  enterWindow(): void;
  /** A right answer inside the window to a request that started before it. */
  countStraddling(durationSeconds: number): void;
  /** A request that failed inside the window. */
  countFailure(kind: FailureKind): void;
  /** This user will be between two requests when the load is cut off. */
  countIdleAtCutoff(): void;
}

/** The instants of one user's trial, in Unix seconds. */
export interface UserSchedule {
  firstRequestAt: number;
  windowStartsAt: number;
  windowEndsAt: number;
}

/**
 * One user of a closed loop: waits for its turn to start, then requests and thinks in turn.
 * A request is told apart by when it starts: k6 tags it then, and for nothing. The few that
 * start before the window and end inside it (at most one a user) are counted one by one.
 * k6 says nothing of the requests that it cuts off, so the users that are not in one are counted instead.
 * Returns the function that runs one iteration.
 */
export function virtualUser(schedule: UserSchedule, around: Surroundings): () => void {
  let started = false;
  let inWindow = false;

  const waitUntil = (nextRequestAt: number): void => {
    if (nextRequestAt >= schedule.windowEndsAt) around.countIdleAtCutoff();
    around.sleep(Math.max(0, nextRequestAt - around.now()));
  };

  return () => {
    if (!started) {
      started = true;
      waitUntil(schedule.firstRequestAt);
    }
    if (!inWindow && around.now() >= schedule.windowStartsAt) {
      inWindow = true;
      around.enterWindow();
    }
    const answer = around.request(inWindow);
    const failed = answer.status !== 200;
    if (failed && (inWindow || around.now() >= schedule.windowStartsAt)) {
      around.countFailure(failureKind(answer.status));
    } else if (!inWindow && !failed && around.now() >= schedule.windowStartsAt) {
      around.countStraddling(answer.durationSeconds);
    }
    waitUntil(around.now() + around.thinkSeconds());
  };
}

function failureKind(status: number): FailureKind {
  if (status >= 500) return '5xx';
  if (status >= 400) return '4xx';
  if (status >= 300) return '3xx';
  return status >= 200 ? '2xx' : 'no-answer';
}
