import { metricNames } from '@headroom/contract/metric-names.ts';

/** What prom-client's defaults call the median turn of the event loop since the last scrape. */
const medianLag = /^nodejs_eventloop_lag_p50_seconds(?:\{[^}]*\})? (\S+)/m;
/** Its clock looks every 10 ms, and a loop at rest is as late as that. */
const resolutionSeconds = 0.012;

/**
 * Gives a page of prom-client's default metrics the stall under the lab's name, where it has none: the median lag,
 * which a blocked loop shows in every turn and one that only collects garbage does not.
 */
export function withStall(page: string): string {
  if (page.includes(metricNames.stallCurrent)) return page;
  const lag = Number(medianLag.exec(page)?.[1] ?? Number.NaN);
  if (!Number.isFinite(lag)) return page;
  return `${page.trimEnd()}\n${metricNames.stallCurrent} ${Math.max(0, lag - resolutionSeconds)}\n`;
}
