import { StackingConfigBuilder, StackingMode } from '@grafana/grafana-foundation-sdk/common';
import { latencyHeatmap } from '../shared/heatmap.ts';
import { lines } from '../shared/lines.ts';
import { painted } from '../shared/override.ts';
import { overTime } from '../shared/prometheus.ts';
import { cellName, latest, perCell, recorded } from '../shared/trial.ts';

/** What k6 names the parts of a request, as a reader would. */
const parts = [
  ['blocked', 'until connected', 'purple'],
  ['sending', 'sending', 'dark-yellow'],
  ['waiting', 'waiting for the first byte', 'blue'],
  ['receiving', 'receiving', 'green'],
] as const;

export const latencyPanels = () => [
  quantile('Median latency', recorded.p50Latency, 'Half of the answers took no longer.'),
  quantile('95th percentile', recorded.p95Latency, 'Below 100 answers this is close to the slowest of them.'),
  quantile('99th percentile', recorded.p99Latency, 'Below 500 answers this is close to the slowest of them.'),
  timeSplit(),
  latencyHeatmap(),
];

function quantile(title: string, trialMetric: string, note: string) {
  return lines({
    title,
    description: `Of the right answers inside the measured window so far, as the users saw them, by k6's native histograms. ${note}`,
    unit: 's',
  }).withTarget(overTime('A', perCell(latest(trialMetric)), cellName));
}

/** Of all chosen trials together: there is one at a time. */
function timeSplit() {
  const panel = lines({
    title: 'Where the time goes',
    description:
      'Mean seconds of the right answers of the window so far, one part upon the other. Until connected: a place, handshakes and TLS, of which the latency holds nothing; a user with a connection needs none. The service works, or lets wait, until the first byte.',
    unit: 's',
    nothing:
      'Nothing in this time range: use "Zoom to the run". Jobs are two requests each and have no parts',
  })
    .fillOpacity(40)
    // One part would be drawn from trial to trial.
    .spanNulls(false)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'))
    .withTarget(overTime('A', `max by (part) (${latest(recorded.partSeconds)})`, '{{part}}'));
  for (const [part, name, shade] of parts) {
    panel.overrideByName(part, [{ id: 'displayName', value: name }, painted(shade)]);
  }
  return panel;
}
