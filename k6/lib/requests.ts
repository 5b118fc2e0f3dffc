import { type FailureKind, failureKind } from '../../contract/generator-summary.ts';

/** The measured part of a load, in Unix seconds. */
export interface Window {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** What it takes to send requests and to count them; times in seconds. */
export interface RequestSurroundings {
  /** Unix time now. */
  now(): number;
  /** The status of a right answer. */
  readonly expectedStatus: number;
  /**
   * Sends one request, in the window or before it, and returns when the answer is complete; status 0 is no answer.
   * In the closed model it returns at the end of the window at the latest.
   */
  request(inWindow: boolean): { status: number; durationSeconds: number };
  /** Called once, before the first request that starts inside the window. */
  enterWindow(): void;
  /** A right answer inside the window to a request that started before it. */
  countStraddling(durationSeconds: number): void;
  /** A request that failed inside the window. */
  countFailure(kind: FailureKind): void;
}

/** How a request ended: answered, rightly or not, before the window or inside it; failed without an answer; or cut off with the load. */
export type Ending = 'before' | 'inside' | 'no-answer' | 'cut-off';

/**
 * The requests of one user, one after the other. A request is told apart by when it starts: k6 tags it then, and
 * for nothing. The few that start before the window and end inside it (at most one a user) are counted one by one.
 * @returns the function that sends one request and returns once it has ended
 */
export function requestsOf(window: Window, around: RequestSurroundings): () => Ending {
  let inWindow = false;
  return () => {
    if (!inWindow && around.now() >= window.startsAt) {
      inWindow = true;
      around.enterWindow();
    }
    const { status, durationSeconds } = around.request(inWindow);
    if (status === 0 && around.now() >= window.endsAt) return 'cut-off';
    const endsInside = inWindow || around.now() >= window.startsAt;
    if (endsInside) {
      if (status !== around.expectedStatus) around.countFailure(failureKind(status));
      else if (!inWindow) around.countStraddling(durationSeconds);
    }
    if (status === 0) return 'no-answer';
    return endsInside ? 'inside' : 'before';
  };
}
