import type { Exposition } from './exposition.ts';

/** What prom-client's defaults call the median turn of the event loop since the last scrape, in seconds. */
const medianLag = 'nodejs_eventloop_lag_p50_seconds';
/** And one turn of it, after the scrape before. */
const lastLag = 'nodejs_eventloop_lag_seconds';
/** On the page of every process, and left out of one for the workers of a cluster together. */
const startTime = 'process_start_time_seconds';
/** No turn is as short: such is the median of a histogram without a sample. */
const shortestTurnSeconds = 0.0001;

export interface PromClientLag {
  /** Null where no turn was recorded: `monitorEventLoopDelay` leaves out the one in which it was reset. */
  readonly medianSeconds: number | null;
  /** Of that one turn, as much as came after the scrape before. */
  readonly lastSeconds: number;
  /** Whether they are means over the workers of a cluster, as `AggregatorRegistry` gives them: the slowest had more. */
  readonly isMean: boolean;
}

/** The lag of the event loop by prom-client's default metrics, of its slowest process; null where they are not on the page. */
export function promClientLag(page: Exposition): PromClientLag | null {
  const prefix = prefixOf(page);
  const medians = page.values(prefix + medianLag);
  if (medians.length === 0) return null;
  return {
    medianSeconds: medians.every((median) => median >= shortestTurnSeconds) ? Math.max(...medians) : null,
    lastSeconds: Math.max(0, ...page.values(prefix + lastLag).filter(Number.isFinite)),
    isMean: !page.names.includes(prefix + startTime),
  };
}

/** Sum of a metric that prom-client's defaults have too, by their own name or behind the `prefix` of its options. */
export function sumOfDefault(page: Exposition, name: string): number | null {
  return page.sum(name) ?? page.sum(prefixOf(page) + name);
}

function prefixOf({ names }: Exposition): string {
  return names.find((name) => name.endsWith(medianLag))?.slice(0, -medianLag.length) ?? '';
}
