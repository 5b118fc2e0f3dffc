import { PanelBuilder as BarGaugeBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import {
  BarGaugeDisplayMode,
  BarGaugeValueMode,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import { inCellColours } from '../shared/cell-colours.ts';
import { colour, inOrder, thresholds, thresholdsOf } from '../shared/colours.ts';
import { failingShare, halfIdeal, nearlyIdeal } from '../shared/limits.ts';
import type { Heading } from '../shared/lines.ts';
import { atTheEnd, prometheus } from '../shared/prometheus.ts';
import { cellTable } from '../shared/table.ts';
import { cellName, medianOfRepeats, quantileOfRepeats, recorded, written } from '../shared/trial.ts';

/** The figures of the report, live: one value a cell, over the whole measured window and whatever the time range. */
export const cellPanels = () => [
  bars({
    title: 'Throughput by strategy and level',
    description:
      'Right answers that ended inside the measured window, over its length: the median over the repeats, as in the report. While a trial runs, its bar still grows.',
    unit: 'reqps',
    expr: `sort_desc(${medianOfRepeats(recorded.throughput)})`,
  }),
  bars({
    title: 'Median latency by strategy and level',
    description:
      'Of the right answers that ended inside the window, as the users saw it: the median over the repeats. A histogram bucket is 9 % wide, so a value may be off by half of that, and cells of less than 10 answers have none. In a blocked closed loop it is that of the lucky few: see "censored" in the report.',
    unit: 's',
    expr: `sort_desc(${medianOfRepeats(recorded.p50Latency)})`,
  }),
  cellTable(
    'Cells',
    'The chosen run, whatever the time range. Throughput beside the ideal of the same window: the same users against a server that never queues. A quantile q is held back as in the report, until n(1 - q) >= 5: p50 up to 10 answers, p95 up to 100, p99 up to 500. Trials that the report excludes are in here too.',
    [
      { name: 'Throughput', unit: 'reqps', expr: medianOfRepeats(recorded.throughput) },
      { name: 'Ideal', unit: 'reqps', expr: medianOfRepeats(written.idealThroughput) },
      {
        name: 'Share of ideal',
        unit: 'percentunit',
        expr: `${medianOfRepeats(recorded.throughput)} / ${medianOfRepeats(written.idealThroughput)}`,
        meaning: thresholdsOf(colour.bad, [halfIdeal, colour.doubtful], [nearlyIdeal, colour.good]),
      },
      { name: 'Mean', unit: 's', expr: medianOfRepeats(recorded.meanLatency) },
      { name: 'p50', unit: 's', expr: quantileOfRepeats(recorded.p50Latency) },
      { name: 'p95', unit: 's', expr: quantileOfRepeats(recorded.p95Latency) },
      { name: 'p99', unit: 's', expr: quantileOfRepeats(recorded.p99Latency) },
      {
        name: 'Failed',
        unit: 'percentunit',
        expr: medianOfRepeats(recorded.errorRatio),
        meaning: thresholdsOf(colour.plain, [Number.MIN_VALUE, colour.doubtful], [failingShare, colour.bad]),
      },
    ],
  ),
];

function bars({ title, description, unit, expr }: Heading & { expr: string }): BarGaugeBuilder {
  const panel = new BarGaugeBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .noValue('no run')
    .datasource(prometheus)
    .min(0)
    .span(12)
    .height(10)
    .orientation(VizOrientation.Horizontal)
    .displayMode(BarGaugeDisplayMode.Basic)
    .valueMode(BarGaugeValueMode.Color)
    .colorScheme(inOrder())
    .thresholds(thresholds(colour.plain))
    .withTarget(atTheEnd('A', expr, cellName));
  return inCellColours(panel);
}
