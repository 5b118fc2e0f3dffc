import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { lines } from '../shared/lines.ts';
import { overTime } from '../shared/prometheus.ts';
import { cellName, chosen, perCell, recorded } from '../shared/trial.ts';

export const latencyPanels = () => [
  quantile('Median latency', recorded.p50Latency, 'Half of the answers took no longer.'),
  quantile('95th percentile', recorded.p95Latency, 'Below 100 answers this is close to the slowest of them.'),
  quantile('99th percentile', recorded.p99Latency, 'Below 500 answers this is close to the slowest of them.'),
];

function quantile(title: string, trialMetric: string, note: string): PanelBuilder {
  return lines({
    title,
    description: `Of the right answers inside the measured window so far, as the users saw them, by k6's native histograms. ${note}`,
    unit: 's',
  }).withTarget(overTime('A', perCell(`${trialMetric}{${chosen()}}`), cellName));
}
