import { everything } from './window.ts';

/** What the rules of prometheus/rules record for each trial, whichever its subject. */
export const recorded = {
  throughputNow: 'trial:k6_http_reqs:rate5s',
  throughput: 'trial:k6_http_reqs:rate_measured',
  latencies: 'trial:k6_http_req_duration_seconds:measured',
  meanLatency: 'trial:k6_http_req_duration_seconds:mean',
  p50Latency: 'trial:k6_http_req_duration_seconds:p50',
  p95Latency: 'trial:k6_http_req_duration_seconds:p95',
  p99Latency: 'trial:k6_http_req_duration_seconds:p99',
  failed: 'trial:k6_http_reqs:failed',
  errorRatio: 'trial:k6_http_reqs:error_ratio',
  failedNow: 'trial:k6_headroom_failed_requests:rate5s',
  dropped: 'trial:k6_dropped_iterations:sum',
  droppedNow: 'trial:k6_dropped_iterations:rate5s',
  partSeconds: 'trial:k6_http_req_part_seconds:mean',
  canaryMedian: 'trial:k6_headroom_bystander_duration_seconds:p50',
  canaryLongest: 'trial:k6_headroom_bystander_duration_seconds:max',
  canariesUnanswered: 'trial:k6_headroom_bystander_unanswered:sum',
  jobsWaiting: 'trial:jobs_waiting:sum',
  untilAccepted: 'trial:k6_headroom_accepted_duration_seconds:p50',
  untilFinished: 'trial:k6_headroom_finished_duration_seconds:p50',
  serverMeanLatency: 'trial:http_server_request_duration_seconds:mean5s',
  effectiveConcurrency: 'trial:http_server_request_duration_seconds_sum:rate5s',
  activeRequests: 'trial:http_server_active_requests:sum',
  loopStall: 'trial:eventloop_stall_seconds:current',
  loopUtilization: 'trial:eventloop_utilization:avg5s',
  loopLag: 'trial:eventloop_lag_seconds:current',
  gcShare: 'trial:gc_time:share5s',
  heapUsed: 'trial:heap_used_bytes:current',
} as const;

/** What the runner and k6 write themselves, with the labels of the trial. */
export const written = {
  users: 'k6_vus',
  startedAt: 'k6_headroom_started_at_seconds',
  plannedUsers: 'headroom_users',
  idealThroughput: 'headroom_ideal_throughput_rps',
  windowSeconds: 'headroom_window_seconds',
  generatorCpuShare: 'headroom_generator_cpu_share',
  othersCpuShare: 'headroom_others_cpu_share',
  subjectCpus: 'headroom_subject_cpu_cores',
  subjectCpuLimit: 'headroom_subject_cpu_limit_cores',
  subjectMemory: 'headroom_subject_memory_bytes',
  subjectMemoryLimit: 'headroom_subject_memory_limit_bytes',
  subjectThrottled: 'headroom_subject_throttled_share',
} as const;

/** The trials that a dashboard's variables choose, as matchers; `runVariable` without its dollar sign. */
export function chosen(runVariable = 'run'): string {
  return `run="$${runVariable}", subject=~"$subject", endpoint=~"$endpoint", level=~"$level"`;
}

/** Of which run, by its variable, and how long before the time that is drawn, as PromQL has it. */
export interface Which {
  readonly run?: string;
  readonly offset?: string;
}

/**
 * What a metric came to in each step of a graph. A step of a long time range is longer than a trial: the value at its end
 * would be that of no trial, or of the last one.
 */
export const latest = (metric: string, of: Which = {}): string => inStep('last_over_time', metric, of);
/** The same for what comes and goes: the greatest value of the step. */
export const peak = (metric: string, of: Which = {}): string => inStep('max_over_time', metric, of);

/** One line for a cell: its repeats follow one another, so that at any time there is one at most. */
export const perCell = (expr: string): string => `max by (${cellLabels.join(', ')}) (${expr})`;

/** What a metric of the chosen trials ended with, whatever the time range. */
export const final = (metric: string, run?: string): string =>
  `last_over_time(${metric}{${chosen(run)}}${everything})`;

/** The figure of a cell as the report gives it: the median over its repeats of the last value of each. */
export const medianOfRepeats = (trialMetric: string, run?: string): string =>
  `quantile by (${cellLabels.join(', ')}) (0.5, ${final(trialMetric, run)})`;

/** The same of a quantile, and NaN for a cell that has too few answers for it: so that it has its place in a table. */
export const quantileOfRepeats = (trialMetric: string, run?: string): string =>
  `${medianOfRepeats(trialMetric, run)} or NaN * ${medianOfRepeats(recorded.meanLatency, run)}`;

const cellLabels = ['subject', 'endpoint', 'strategy', 'level', 'unit'];

/** How a cell is named in legends. */
export const cellName = '{{subject}} {{endpoint}} ({{strategy}}), {{level}} {{unit}}';

const inStep = (overTime: string, metric: string, { run, offset }: Which): string =>
  `${overTime}(${metric}{${chosen(run)}}[$__interval]${offset === undefined ? '' : ` offset ${offset}`})`;
