import { metricNames } from '@headroom/contract/metric-names.ts';

/** Its clock looks every 10 ms, and a loop at rest is as late as that. */
const resolutionSeconds = 0.012;

/**
 * Gives a page of prom-client's default metrics the stall under the lab's name, where it has none: the median lag,
 * which a blocked loop shows in every turn and one that only collects garbage does not. Names may stand behind
 * prom-client's `prefix`. NaN where the page says nothing of this interval: its histogram is emptied by each scrape and
 * does not record the interval in which that happened, so a loop that is blocked at every scrape shows an empty one.
 */
export function withStall(page: string): string {
  if (page.includes(metricNames.stallCurrent)) return page;
  const median = lagOf(page, 'p50');
  if (median === null) return page;
  return `${page.trimEnd()}\n${metricNames.stallCurrent} ${isEmpty(page, median) ? Number.NaN : Math.max(0, median - resolutionSeconds)}\n`;
}

/** A figure of prom-client's lag of the event loop since the last scrape, in seconds; null where the page has none. */
function lagOf(page: string, figure: 'p50' | 'min' | 'max'): number | null {
  const value = new RegExp(`^\\w*nodejs_eventloop_lag_${figure}_seconds(?:\\{[^}]*\\})? (\\S+)`, 'm').exec(
    page,
  )?.[1];
  const lag = Number(value ?? Number.NaN);
  return Number.isFinite(lag) ? lag : null;
}

/** Node's empty histogram has its least value above its greatest, and a median below what its clock can tell. */
function isEmpty(page: string, median: number): boolean {
  const [least, most] = [lagOf(page, 'min'), lagOf(page, 'max')];
  return median < 1e-3 || (least !== null && most !== null && least > most);
}
