/** Most series (route, method and, for durations, status) of a request metric; later ones share the first. */
export const seriesLimit = 256;

/** OpenTelemetry's buckets for HTTP (0.005 to 10 s), extended at both ends: 0.5 ms to 120 s. */
export const durationBuckets: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 15, 30,
  60, 120,
];

/** prom-client's buckets for garbage collection, in seconds. */
export const gcBuckets: readonly number[] = [0.001, 0.01, 0.1, 1, 2, 5];

/** prom-client's names for the kinds of garbage collection. */
export const gcKinds = ['minor', 'major', 'incremental', 'weakcb'] as const;
export type GcKind = (typeof gcKinds)[number];
