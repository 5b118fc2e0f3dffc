export { type MergedMetrics, serveMergedMetrics } from './merged-metrics.ts';
export { recordFastify } from './record-fastify.ts';
export { recordHttpServer } from './record-http-server.ts';
export type { ActiveRequest, Recorder } from './recorder.ts';
export { type LoopMetrics, type LoopMetricsOptions, startLoopMetrics } from './start-loop-metrics.ts';
