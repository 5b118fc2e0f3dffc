import { type RequestSurroundings, requestsOf, type Window } from './requests.ts';

/** What a virtual user needs from its surroundings; times in seconds. */
export interface Surroundings extends RequestSurroundings {
  sleep(seconds: number): void;
  thinkSeconds(): number;
  /** Told once, at the end of the window, of a user who had come by then. */
  countUser(user: UserCount): void;
}

/** What one user got. */
export interface UserCount {
  /** Answers inside the window, wrong ones included. */
  readonly answers: number;
  /** Whether it was waiting for one when the load was cut off. */
  readonly waiting: boolean;
}

/** Until k6 itself sees that the load is over, in case its clock is behind. */
const untilOverSeconds = 0.05;

/**
 * One user of a closed loop: waits for its turn to start, then requests and thinks in turn. k6 says nothing of who was
 * answered, nor of the requests that it cuts off: each user counts for itself, and tells once, at the end.
 * Returns the function that runs one iteration.
 */
export function virtualUser(firstRequestAt: number, window: Window, around: Surroundings): () => void {
  const request = requestsOf(window, around);
  let answers = 0;
  let started = false;
  let left = false;

  const leave = (waiting: boolean): void => {
    left = true;
    around.countUser({ answers, waiting });
  };

  /** @returns whether the load goes on */
  const waitUntil = (nextRequestAt: number): boolean => {
    const endsFirst = nextRequestAt >= window.endsAt;
    around.sleep(Math.max(0, Math.min(nextRequestAt, window.endsAt) - around.now()));
    return !endsFirst;
  };

  return () => {
    if (left) return around.sleep(untilOverSeconds);
    if (!started) {
      started = true;
      // Who would come after the end does not count.
      if (!waitUntil(firstRequestAt)) {
        left = true;
        return;
      }
    }
    const ending = request();
    if (ending === 'inside') answers++;
    if (ending === 'cut-off') leave(true);
    else if (!waitUntil(around.now() + around.thinkSeconds())) leave(false);
  };
}
