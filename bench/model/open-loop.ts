/** The fewest users that stand by for an open load, and the most that one generator is made to hold. */
const fewestUsers = 50;
const mostUsers = 1000;

/**
 * How many requests of an open load may wait for an answer at once: all of them, up to 1,000. They are made ready
 * before the load, so that none of it is spent on making them.
 */
export function usersThatMayWait(arrivalsPerSecond: number, loadSeconds: number): number {
  return Math.min(mostUsers, Math.max(fewestUsers, Math.ceil(arrivalsPerSecond * loadSeconds)));
}

/** What came of an open load inside its window. */
export interface OpenWindow {
  readonly arrivalsPerSecond: number;
  readonly windowSeconds: number;
  /** Requests that ended inside the window, whenever they were sent. */
  readonly ended: number;
  readonly inFlightAtCutoff: number;
  readonly dropped: number;
}

/**
 * How many requests the window fell behind by: those that were due in it less those that ended in it. It is what
 * the backlog grew by, plus what was dropped; a steady system has none, however long its requests take.
 */
export function fellBehindBy({ arrivalsPerSecond, windowSeconds, ended }: OpenWindow): number {
  return Math.max(0, arrivalsPerSecond * windowSeconds - ended);
}

/** From this share of the offered requests on, what is missing moves the quantiles. */
const missingShare = 0.01;

/**
 * Whether the load was more than was answered: the window fell behind by over 1 % of what was offered, and by more
 * than chance. The backlog of a steady system is about Poisson at any instant (of a delay it is exactly), so that
 * its two ends, alike in the mean, differ by chance by about the root of twice the first; three times that and one
 * request for the edges are granted. The last one would grant more the more was left over. Where requests were dropped nothing is granted: as many as may wait at all were waiting.
 */
export function isOverloaded(window: OpenWindow): boolean {
  const behind = fellBehindBy(window);
  if (behind <= missingShare * window.arrivalsPerSecond * window.windowSeconds) return false;
  if (window.dropped > 0) return true;
  const after = window.inFlightAtCutoff;
  // At least one, because a short backlog may have been none by chance.
  const before = Math.max(1, after - behind);
  return behind > 1 + 3 * Math.sqrt(2 * before);
}
