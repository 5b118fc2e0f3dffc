import type { Metric as PromMetric, Registry } from 'prom-client';
import type { HistogramReading } from './histogram.ts';
import type { Labels } from './series.ts';

export interface Sample {
  readonly value: number;
  readonly labels: Labels;
  /** Where it differs from the metric's: `_bucket`, `_sum` and `_count` of a histogram. */
  readonly metricName?: string;
}

/** A metric whose values are read when it is scraped. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  read(): readonly Sample[];
}

/** Has `registry` expose `metric`. prom-client's own classes keep their values; it accepts any object with a `get`. */
export function register(registry: Registry, metric: Metric): void {
  const { name, help, type } = metric;
  const exposed = { name, help, type, get: async () => ({ name, help, type, values: metric.read() }) };
  registry.registerMetric(exposed as unknown as PromMetric);
}

/** A metric without labels. */
export const single = (
  type: 'counter' | 'gauge',
  name: string,
  help: string,
  value: () => number,
): Metric => ({
  name,
  help,
  type,
  read: () => [{ value: value(), labels: {} }],
});

/** The samples of one histogram series. */
export function histogramSamples(
  name: string,
  labels: Labels,
  buckets: readonly number[],
  { counts, count, sum }: HistogramReading,
): Sample[] {
  const bucket = (le: string, value: number): Sample => ({
    metricName: `${name}_bucket`,
    labels: { le, ...labels },
    value,
  });
  return [
    ...buckets.map((bound, index) => bucket(String(bound), counts[index] ?? 0)),
    bucket('+Inf', count),
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
