/** Tells of a user's right answers; seconds are Unix time. */
export interface AnswerCount {
  /** A right answer inside the window. */
  add(atSeconds: number): void;
  /** The user will get no more of them. */
  close(): void;
}

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
  let reportedAt = Number.NEGATIVE_INFINITY;
  let lastAt = Number.NaN;
  let longestCycle = 0;

  const close = (): void => {
    if (unreported > 0) report(unreported);
    unreported = 0;
  };
  return {
    add(atSeconds) {
      unreported++;
      if (atSeconds - lastAt > longestCycle) longestCycle = atSeconds - lastAt;
      lastAt = atSeconds;
      const mayBeLast = windowEndsAt - atSeconds < 2 * longestCycle;
      if (!mayBeLast && atSeconds - reportedAt < everySeconds) return;
      reportedAt = atSeconds;
      close();
    },
    close,
  };
}
