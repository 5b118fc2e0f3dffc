/** Tells of a user's right answers; seconds are Unix time. */
export interface AnswerCount {
  /** A right answer inside the window. */
  add(atSeconds: number): void;
  /** The user will get no more of them. */
  close(): void;
}

/** The next answer might be the last when so many of the usual cycles are left of the window. */
const lastCycles = 8;

/**
 * Counts the right answers of one user and reports them seldom, because k6 pays for every report: the first, then once
 * in a while, and one by one when the next might be the last. Who waits at the end of the window cannot report any more.
 * @param everySeconds how long answers may go unreported
 * @param report how many more there were since the last time
 */
export function answerCount(
  windowEndsAt: number,
  everySeconds: number,
  report: (answers: number) => void,
): AnswerCount {
  let unreported = 0;
  let reportedAt = Number.NaN;
  let nextReportAt = Number.NEGATIVE_INFINITY;

  const close = (): void => {
    if (unreported > 0) report(unreported);
    unreported = 0;
  };
  return {
    add(atSeconds) {
      unreported++;
      if (atSeconds < nextReportAt) return;
      const cycleSeconds = Number.isNaN(reportedAt) ? everySeconds : (atSeconds - reportedAt) / unreported;
      reportedAt = atSeconds;
      nextReportAt = Math.min(atSeconds + everySeconds, windowEndsAt - lastCycles * cycleSeconds);
      close();
    },
    close,
  };
}
