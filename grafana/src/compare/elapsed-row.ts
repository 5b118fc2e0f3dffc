import { VisibilityMode } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/trend';
import { inCellColours } from '../shared/cell-colours.ts';
import { colour, inOrder, thresholds } from '../shared/colours.ts';
import { type Heading, legend, lonePoint, tooltip } from '../shared/lines.ts';
import { dashed } from '../shared/override.ts';
import { overTime, prometheus } from '../shared/prometheus.ts';
import { cellName, latest, peak, perCell, recorded, type Which, written } from '../shared/trial.ts';
import { elapsed, runA, runB } from './elapsed.ts';

export const elapsedPanels = () => [
  overlaid((run) => peak(recorded.throughputNow, run), {
    title: 'Throughput',
    description: 'Right answers a second over the last 5 s, warm-up included.',
    unit: 'reqps',
  }),
  overlaid((run) => latest(recorded.p50Latency, run), {
    title: 'Median latency',
    description: 'Of the right answers inside the measured window so far, as the users saw them.',
    unit: 's',
  }),
  overlaid((run) => peak(recorded.loopUtilization, run), {
    title: 'Event loop utilisation',
    description: 'Share of the last 5 s in which the loop was busy.',
    unit: 'percentunit',
  }),
  overlaid((run) => peak(written.users, run), {
    title: 'Virtual users',
    description: 'Users that k6 runs: it shows which trials lie over one another.',
    unit: 'short',
  }),
];

/** Lines of both runs over the seconds since each began. @param inStep what a run came to in each step of the graph */
function overlaid(inStep: (run: Which) => string, { title, description, unit }: Heading): PanelBuilder {
  return inCellColours(
    new PanelBuilder()
      .title(title)
      .description(`${description} Over the time since the first chosen trial of each run began.`)
      .unit(unit)
      .datasource(prometheus)
      .span(12)
      .height(10)
      .min(0)
      .noValue('Nothing in this time range: use "Zoom to run A"')
      .colorScheme(inOrder())
      .thresholds(thresholds(colour.plain))
      .showPoints(VisibilityMode.Always)
      .pointSize(lonePoint)
      .legend(legend())
      .tooltip(tooltip())
      .withTarget(overTime('X', elapsed, 'elapsed'))
      .withTarget(overTime('A', perCell(inStep(runA)), `A: ${cellName}`))
      .withTarget(overTime('B', perCell(inStep(runB)), `B: ${cellName}`))
      // A trend has one frame and any rising field as its axis.
      .withTransformation({ id: 'joinByField', options: { byField: 'Time', mode: 'outer' } })
      .xField('elapsed')
      .overrideByName('elapsed', [{ id: 'unit', value: 'dthms' }])
      .overrideByRegexp('/^B: /', dashed),
  );
}
