import { type FailureKind, failureKind } from '../../contract/generator-summary.ts';

/** A request that has come to its end. */
export interface SentRequest {
  readonly status: number;
  /** Asked for seldom, because k6 pays for it. */
  durationSeconds(): number;
}

/** What it takes to send requests and to count them; times in seconds, instants in Unix time. */
export interface RequestSurroundings {
  now(): number;
  /** The status of a right answer. */
  readonly expectedStatus: number;
  /** Sends one request and returns when the answer is complete; status 0 is no answer. */
  request(sentAt: number): SentRequest;
  /** Called once, before the first request that starts inside the window. */
  enterWindow(): void;
  /** A right answer. */
  countAnswer(request: SentRequest, atSeconds: number, inWindow: boolean): void;
  /** A right answer inside the window to a request that started before it. */
  countStraddling(durationSeconds: number): void;
  /** A request that failed inside the window. */
  countFailure(kind: FailureKind): void;
}

/**
 * The requests of one user, one after the other. A request is told apart by when it starts: k6 tags it then, and
 * for nothing. The few that start before the window and end inside it (at most one a user) are counted one by one.
 * @param windowStartsAt Unix time
 * @returns the function that sends one request at that instant, and returns when it has been answered
 */
export function requestsOf(windowStartsAt: number, around: RequestSurroundings): (sentAt: number) => number {
  let inWindow = false;
  return (sentAt) => {
    if (!inWindow && sentAt >= windowStartsAt) {
      inWindow = true;
      around.enterWindow();
    }
    const answer = around.request(sentAt);
    const endedAt = around.now();
    const endedInside = endedAt >= windowStartsAt;
    if (answer.status === around.expectedStatus) {
      around.countAnswer(answer, endedAt, endedInside);
      if (endedInside && !inWindow) around.countStraddling(answer.durationSeconds());
    } else if (endedInside) {
      around.countFailure(failureKind(answer.status));
    }
    return endedAt;
  };
}
