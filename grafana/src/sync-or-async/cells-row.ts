import { PanelBuilder as BarGaugeBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import {
  BarGaugeDisplayMode,
  BarGaugeValueMode,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import type { Heading } from '../shared/lines.ts';
import { atTheEnd, prometheus } from '../shared/prometheus.ts';
import { cellTable } from '../shared/table.ts';
import { cellName, chosen, medianOfRepeats, recorded, written } from '../shared/trial.ts';

const figure = (trialMetric: string): string => medianOfRepeats(trialMetric, chosen(), '[$__range]');

/** The figures of the report, live: one value a cell, over the whole measured window. */
export const cellPanels = () => [
  bars({
    title: 'Throughput by strategy and level',
    description:
      'Right answers that ended inside the measured window, over its length: the median over the repeats, as in the report. While a trial runs, its bar still grows.',
    unit: 'reqps',
    expr: figure(recorded.throughput),
  }),
  bars({
    title: 'Median latency by strategy and level',
    description:
      'Of the right answers that ended inside the window, as the users saw it: the median over the repeats. A histogram bucket is 9 % wide, so a value may be off by half of that. In a blocked closed loop it is that of the lucky few: see "censored" in the report.',
    unit: 's',
    expr: figure(recorded.p50Latency),
  }),
  cellTable(
    'Cells',
    'Throughput beside the ideal of the same window: the same users against a server that never queues. Nothing is held back here: the report shows a quantile q only when n(1 - q) >= 5, that is p95 from 100 requests on and p99 from 500. Trials that the report excludes are in here too.',
    [
      { name: 'Throughput', unit: 'reqps', expr: figure(recorded.throughput) },
      { name: 'Ideal', unit: 'reqps', expr: figure(written.idealThroughput) },
      {
        name: 'Share of ideal',
        unit: 'percentunit',
        expr: `${figure(recorded.throughput)} / ${figure(written.idealThroughput)}`,
      },
      { name: 'Mean', unit: 's', expr: figure(recorded.meanLatency) },
      { name: 'p50', unit: 's', expr: figure(recorded.p50Latency) },
      { name: 'p95', unit: 's', expr: figure(recorded.p95Latency) },
      { name: 'p99', unit: 's', expr: figure(recorded.p99Latency) },
      { name: 'Failed', unit: 'percentunit', expr: figure(recorded.errorRatio) },
    ],
  ),
];

function bars({ title, description, unit, expr }: Heading & { expr: string }): BarGaugeBuilder {
  return new BarGaugeBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .datasource(prometheus)
    .min(0)
    .span(12)
    .height(10)
    .orientation(VizOrientation.Horizontal)
    .displayMode(BarGaugeDisplayMode.Basic)
    .valueMode(BarGaugeValueMode.Color)
    .withTarget(atTheEnd('A', expr, cellName));
}
