import { type RequestSurroundings, requestsOf } from './requests.ts';

/** What a virtual user needs from its surroundings; times in seconds. */
export interface Surroundings extends RequestSurroundings {
  sleep(seconds: number): void;
  thinkSeconds(): number;
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
 * k6 says nothing of the requests that it cuts off, so the users that are not in one are counted instead.
 * Returns the function that runs one iteration.
 */
export function virtualUser(schedule: UserSchedule, around: Surroundings): () => void {
  const request = requestsOf(schedule.windowStartsAt, around);
  let started = false;

  const waitUntil = (nextRequestAt: number): void => {
    if (nextRequestAt >= schedule.windowEndsAt) around.countIdleAtCutoff();
    around.sleep(Math.max(0, nextRequestAt - around.now()));
  };

  return () => {
    if (!started) {
      started = true;
      waitUntil(schedule.firstRequestAt);
    }
    request();
    waitUntil(around.now() + around.thinkSeconds());
  };
}
