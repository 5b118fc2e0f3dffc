import type { Order, UserReport } from '../../contract/steering.ts';

/** What a user needs from its surroundings; instants and times in seconds. */
export interface LiveSurroundings {
  /** Unix time now. */
  now(): number;
  /** Sends one request and settles when the answer is complete; status 0 is no answer. */
  ask(): Promise<{ readonly status: number; readonly durationSeconds: number }>;
  sleep(seconds: number): Promise<void>;
  thinkSeconds(): number;
  send(report: UserReport): void;
}

/** A user whom somebody tells when to enter and when to leave. */
export interface LiveUser {
  heed(order: Order): void;
  /** Reports, unless there is nothing new to say. */
  reportNews(): void;
}

/** Requests and thinks in turn while it is in; who leaves finishes the request in hand. */
export function liveUser(around: LiveSurroundings): LiveUser {
  let isIn = false;
  let isLooping = false;
  let answers: number[] = [];
  let waitingSince: number | null = null;
  let toldWaitingSince: number | null = null;

  const report = (): void => {
    around.send({ answers, waitingSince, sent: [] });
    answers = [];
    toldWaitingSince = waitingSince;
  };

  const enter = async (atSeconds: number): Promise<void> => {
    isIn = true;
    // Told to leave and to enter again while it was still waiting: it goes on as if nothing had been said.
    if (isLooping) return;
    isLooping = true;
    await around.sleep(Math.max(0, atSeconds - around.now()));
    while (isIn) {
      const askedAt = around.now();
      waitingSince = askedAt;
      const { status, durationSeconds } = await around.ask();
      waitingSince = null;
      answers.push(askedAt, around.now(), durationSeconds, status);
      if (isIn) await around.sleep(around.thinkSeconds());
    }
    isLooping = false;
  };

  return {
    heed(order) {
      switch (order.do) {
        case 'enter':
          void enter(order.atSeconds);
          break;
        case 'leave':
          isIn = false;
          break;
        case 'report':
          report();
          break;
        default:
          order satisfies never;
      }
    },
    reportNews: () => {
      if (answers.length > 0 || waitingSince !== toldWaitingSince) report();
    },
  };
}
