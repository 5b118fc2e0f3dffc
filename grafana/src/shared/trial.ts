/** What tells one trial from all others; the runner, k6 and the recording rules agree on these labels. */
const trialLabels = ['run', 'subject', 'endpoint', 'strategy', 'level', 'unit', 'repeat'];

/** What the rules of prometheus/rules/recording.yml record for each trial. */
export const recorded = {
  throughputNow: 'trial:k6_http_reqs:rate5s',
  throughput: 'trial:k6_http_reqs:rate_measured',
  meanLatency: 'trial:k6_http_req_duration_seconds:mean',
  p50Latency: 'trial:k6_http_req_duration_seconds:p50',
  p95Latency: 'trial:k6_http_req_duration_seconds:p95',
  p99Latency: 'trial:k6_http_req_duration_seconds:p99',
  errorRatio: 'trial:k6_http_reqs:error_ratio',
  serverMeanLatency: 'trial:http_server_request_duration_seconds:mean5s',
  effectiveConcurrency: 'trial:http_server_request_duration_seconds_sum:rate5s',
  loopUtilization: 'trial:eventloop_utilization:avg5s',
  currentTrial: 'trial:headroom_current:info',
} as const;

/** What the runner and k6 write themselves, with the labels of the trial. */
export const written = {
  users: 'k6_vus',
  startedAt: 'k6_headroom_started_at_seconds',
  plannedUsers: 'headroom_users',
  idealThroughput: 'headroom_ideal_throughput_rps',
  windowSeconds: 'headroom_window_seconds',
  generatorCpuShare: 'headroom_generator_cpu_share',
} as const;

/** The trials that a dashboard's variables choose, as matchers; `runVariable` without its dollar sign. */
export function chosen(runVariable = 'run'): string {
  return `run="$${runVariable}", subject=~"$subject", endpoint=~"$endpoint", level=~"$level"`;
}

/**
 * Gives a metric that the subject exports the labels of the trial which the subject was in at that time,
 * and leaves out all times at which it was in none of the chosen ones.
 */
export function inTrial(subjectMetric: string): string {
  return `${subjectMetric} * on (service) group_left (${trialLabels.join(', ')}) ${recorded.currentTrial}{${chosen()}}`;
}

/** One line for a cell: its repeats follow one another, so that at any time there is one at most. */
export function perCell(expr: string, ...more: string[]): string {
  return `max by (${[...cellLabels, ...more].join(', ')}) (${expr})`;
}

/** The figure of a cell as the report gives it: the median over its repeats of the last value of each. */
export function medianOfRepeats(trialMetric: string, matchers: string, window: string): string {
  return `quantile by (${cellLabels.join(', ')}) (0.5, last_over_time(${trialMetric}{${matchers}}${window}))`;
}

const cellLabels = ['subject', 'endpoint', 'strategy', 'level', 'unit'];

/** How a cell is named in legends. */
export const cellName = '{{subject}} {{endpoint}} ({{strategy}}), {{level}} {{unit}}';
