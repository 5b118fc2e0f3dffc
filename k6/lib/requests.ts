import { type FailureKind, failureKind } from '../../contract/generator-summary.ts';

/** A request that has come to its end. */
export interface SentRequest {
  readonly status: number;
  readonly durationSeconds: number;
  /** How long it took until there was a connection. */
  readonly connectSeconds: number;
}

/** What it takes to send requests and to count them; times in seconds. */
export interface RequestSurroundings {
  /** Unix time now. */
  now(): number;
  /** The status of a right answer. */
  readonly expectedStatus: number;
  /** Sends one request, in the window or before it, and returns when the answer is complete; status 0 is no answer. */
  request(inWindow: boolean): SentRequest;
  /** Called once, before the first request that starts inside the window. */
  enterWindow(): void;
  /** A right answer. */
  countAnswer(atSeconds: number, inWindow: boolean): void;
  /** A right answer inside the window to a request that started before it. */
  countStraddling(request: SentRequest): void;
  /** A request that failed inside the window. */
  countFailure(kind: FailureKind): void;
}

/**
 * The requests of one user, one after the other. A request is told apart by when it starts: k6 tags it then, and
 * for nothing. The few that start before the window and end inside it (at most one a user) are counted one by one.
 * @param windowStartsAt Unix time
 * @returns the function that sends one request and returns once it has been answered
 */
export function requestsOf(windowStartsAt: number, around: RequestSurroundings): () => void {
  let inWindow = false;
  return () => {
    if (!inWindow && around.now() >= windowStartsAt) {
      inWindow = true;
      around.enterWindow();
    }
    const answer = around.request(inWindow);
    const endedAt = around.now();
    const endedInside = endedAt >= windowStartsAt;
    if (answer.status !== around.expectedStatus) {
      if (endedInside) around.countFailure(failureKind(answer.status));
      return;
    }
    around.countAnswer(endedAt, endedInside);
    if (endedInside && !inWindow) around.countStraddling(answer);
  };
}
