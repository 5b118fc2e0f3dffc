import { type FailureKind, failureKind } from '../../contract/generator-summary.ts';

/** What it takes to send requests and to count them; times in seconds, instants in Unix time. */
export interface RequestSurroundings {
  now(): number;
  /** The status of a right answer. */
  readonly expectedStatus: number;
  /** Sends one request and returns its status when the answer is complete; 0 is no answer. */
  request(sentAt: number): number;
  /** How long the last request took. */
  lastDurationSeconds(): number;
  /** Called once, before the first request that starts inside the window. */
  enterWindow(): void;
  /** A right answer inside the window, whenever its request started. */
  noteAnswer(): void;
  /** A right answer inside the window to a request that started before it. */
  countStraddling(durationSeconds: number): void;
  /** A request that failed inside the window. */
  countFailure(kind: FailureKind, durationSeconds: number): void;
}

/** What is made of a right answer, when it has come and whether that was inside the window. */
export type OnAnswer = (endedAt: number, inWindow: boolean) => void;

/**
 * The requests of one user, one after the other. A request is told apart by when it starts: k6 tags it then, and
 * for nothing. The few that start before the window and end inside it (at most one a user) are counted one by one.
 * What runs for each of them is kept short, because k6 pays for every step of its scripts.
 * @param windowStartsAt Unix time
 * @returns the function that sends one request at that instant, and returns when it has been answered
 */
export function requestsOf(
  windowStartsAt: number,
  around: RequestSurroundings,
  onAnswer: OnAnswer = () => undefined,
): (sentAt: number) => number {
  let inWindow = false;
  return (sentAt) => {
    if (!inWindow && sentAt >= windowStartsAt) {
      inWindow = true;
      around.enterWindow();
    }
    const status = around.request(sentAt);
    const endedAt = around.now();
    const endedInside = endedAt >= windowStartsAt;
    if (status === around.expectedStatus) {
      onAnswer(endedAt, endedInside);
      if (endedInside) {
        around.noteAnswer();
        if (!inWindow) around.countStraddling(around.lastDurationSeconds());
      }
    } else if (endedInside) {
      around.countFailure(failureKind(status), around.lastDurationSeconds());
    }
    return endedAt;
  };
}
