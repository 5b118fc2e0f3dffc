/** Time between two beats of a loop that turns freely. */
export const heartbeatSeconds = 0.02;

/** A beat that is late by no more than this is jitter of the timer, not a stall. */
export const stallThresholdSeconds = 0.02;

/** Seconds by which the beat after `beatAt` is overdue at `now`; 0 within the threshold. */
export function stallSeconds(beatAt: number, now: number): number {
  const overdue = now - beatAt - heartbeatSeconds;
  return overdue > stallThresholdSeconds ? overdue : 0;
}
