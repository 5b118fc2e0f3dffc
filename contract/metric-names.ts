/**
 * Metric names that the subject exports and the runner, rules and dashboards read.
 * HTTP names follow OpenTelemetry's semantic conventions as Prometheus spells them;
 * process and event-loop names follow prom-client's defaults where it has one.
 * All durations are seconds, all sizes bytes.
 */
export const metricNames = {
  requestDuration: 'http_server_request_duration_seconds',
  activeRequests: 'http_server_active_requests',
  /** How long the event loop has not turned, as of this scrape; 0 while it turns. */
  stallCurrent: 'nodejs_eventloop_stall_seconds',
  /** Sum of all stalls so far, the current one included. */
  stallTotal: 'nodejs_eventloop_stall_seconds_total',
  /** Share of the last second in which the loop was busy, 0 to 1. */
  utilization: 'nodejs_eventloop_utilization',
  /** Time of the loop by `nodejs_eventloop_state` (`active` or `idle`). */
  loopTime: 'nodejs_eventloop_time_seconds_total',
  loopLag: 'nodejs_eventloop_lag_seconds',
  gcDuration: 'nodejs_gc_duration_seconds',
  cpuTotal: 'process_cpu_seconds_total',
  cpuUser: 'process_cpu_user_seconds_total',
  cpuSystem: 'process_cpu_system_seconds_total',
  residentMemory: 'process_resident_memory_bytes',
  heapUsed: 'nodejs_heap_size_used_bytes',
  heapTotal: 'nodejs_heap_size_total_bytes',
} as const;

export const labelNames = {
  route: 'http_route',
  method: 'http_request_method',
  status: 'http_response_status_code',
  loopState: 'nodejs_eventloop_state',
} as const;
