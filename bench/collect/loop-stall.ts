import { metricNames } from '@headroom/contract/metric-names.ts';
import type { Exposition } from './exposition.ts';
import { promClientLag } from './prom-client.ts';

/** How long the event loop stood still, by one page of metrics. */
export interface LoopStall {
  readonly seconds: number;
  /** Whether a longer stall may have gone unseen. */
  readonly isLowerBound: boolean;
}

/** The clock of prom-client's defaults looks every 10 ms, and a loop at rest is as late as that. */
const resolutionSeconds = 0.012;

/**
 * The stall by the lab's own name, or by prom-client's defaults: the median lag, which a blocked loop shows in every
 * turn and one that only collects garbage does not. Null where the page tells of no event loop.
 */
export function loopStall(page: Exposition): LoopStall | null {
  const own = page.sum(metricNames.stallCurrent);
  if (own !== null) return { seconds: own, isLowerBound: false };
  const lag = promClientLag(page);
  if (lag === null) return null;
  if (lag.medianSeconds === null) return { seconds: lag.lastSeconds, isLowerBound: true };
  return { seconds: Math.max(0, lag.medianSeconds - resolutionSeconds), isLowerBound: lag.isMean };
}

/**
 * The longest of the stalls in a window, in seconds. Where a longer one may have gone unseen, only if it is half of what
 * a request took or more: that tells of a blocked loop, and a shorter one tells nothing. Null where there is none to tell.
 * @param unanswered whether a page did not answer in time
 * @param latencyMeanSeconds of the requests in the window, which take no less than one alone
 */
export function longestStall(
  stalls: readonly LoopStall[],
  unanswered: boolean,
  latencyMeanSeconds: number | null,
): number | null {
  if (stalls.length === 0) return null;
  const longest = Math.max(...stalls.map(({ seconds }) => seconds));
  if (!unanswered && stalls.every(({ isLowerBound }) => !isLowerBound)) return longest;
  return longest >= 0.5 * (latencyMeanSeconds ?? Number.POSITIVE_INFINITY) ? longest : null;
}
