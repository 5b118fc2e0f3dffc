import type { CapacitySearch } from '@headroom/contract/capacity.ts';
import { windowToResolve } from '../analyse/judge-service-level.ts';
import type { SearchRules } from '../model/capacity-search.ts';

/** A trial is made as long as its quantile takes, up to this, or to the duration that was asked for. */
const longestWindowSeconds = 600;
const leastRate = 0.1;
/** Between the fewest and the usual: doubling gets to 500 in six steps, halving to 1 in three. */
const firstUsers = 8;

export const longestWindow = ({ windowSeconds }: CapacitySearch): number =>
  Math.max(longestWindowSeconds, windowSeconds);

/** The window that a level gets: as long as was asked for, longer where so few requests take it. Seconds. */
export function windowOf({ model, slo, windowSeconds }: CapacitySearch, level: number): number {
  // How many requests users send, only a trial tells.
  return model === 'closed' ? windowSeconds : Math.max(windowSeconds, windowToResolve(slo, level));
}

/**
 * Where a search starts and ends. In the open model it starts at the smallest rate that the duration is long enough
 * for: whatever is below takes longer trials, and is tried only where that one breaks.
 */
export function rulesOf(search: CapacitySearch): SearchRules {
  const { model, slo, most, precisionShare, repeats } = search;
  const common = { most, precisionShare, repeats };
  if (model === 'closed') return { ...common, first: Math.min(firstUsers, most), least: 1, whole: true };
  const least = rateFor(slo, longestWindow(search));
  return {
    ...common,
    first: Math.min(most, Math.max(1, rateFor(slo, search.windowSeconds))),
    least: Math.min(most, Math.max(leastRate, least)),
    whole: false,
  };
}

/** The smallest rate at which a window of so many seconds tells the quantile, to two digits, rounded up. */
function rateFor(slo: CapacitySearch['slo'], windowSeconds: number): number {
  const exact = windowToResolve(slo, 1) / windowSeconds;
  const step = 10 ** (Math.floor(Math.log10(exact)) - 1);
  return Number((Math.ceil(exact / step - 1e-9) * step).toPrecision(2));
}
