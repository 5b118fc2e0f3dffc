import { answerCount } from './answer-count.ts';
import { type RequestSurroundings, requestsOf } from './requests.ts';

/** What a virtual user needs from its surroundings; times in seconds. */
export interface Surroundings extends RequestSurroundings {
  sleep(seconds: number): void;
  thinkSeconds(): number;
  /** This user will be between two requests when the load is cut off. */
  countIdleAtCutoff(): void;
  /** The first right answer that this user gets. */
  countAnsweredUser(): void;
  /** So many more right answers inside the window. */
  countAnswers(answers: number): void;
}

/** How long the answers of a user may go uncounted, so that all users together report a hundred times a second at most. */
const reportEverySeconds = (users: number): number => Math.max(1, users / 100);

/** The instants of one user's trial, in Unix seconds. */
export interface UserSchedule {
  firstRequestAt: number;
  windowStartsAt: number;
  windowEndsAt: number;
  /** How many users there are. */
  users: number;
}

/**
 * One user of a closed loop: waits for its turn to start, then requests and thinks in turn.
 * k6 says nothing of the requests that it cuts off, so the users that are not in one are counted instead.
 * Returns the function that runs one iteration.
 */
export function virtualUser(schedule: UserSchedule, around: Surroundings): () => void {
  const count = answerCount(schedule.windowEndsAt, reportEverySeconds(schedule.users), around.countAnswers);
  let isAnswered = false;
  const request = requestsOf(schedule.windowStartsAt, around, (endedAt, inWindow) => {
    if (!isAnswered) {
      isAnswered = true;
      around.countAnsweredUser();
    }
    if (inWindow) count.add(endedAt);
  });
  let nextRequestAt = Number.NaN;

  const waitFrom = (now: number): void => {
    if (nextRequestAt >= schedule.windowEndsAt) {
      count.close();
      around.countIdleAtCutoff();
    }
    if (nextRequestAt > now) around.sleep(nextRequestAt - now);
  };

  return () => {
    if (Number.isNaN(nextRequestAt)) {
      const now = around.now();
      nextRequestAt = Math.max(now, schedule.firstRequestAt);
      waitFrom(now);
    }
    // The clock is read once a request, because k6 pays for that too.
    const endedAt = request(nextRequestAt);
    nextRequestAt = endedAt + around.thinkSeconds();
    waitFrom(endedAt);
  };
}
