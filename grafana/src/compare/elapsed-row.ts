import { PanelBuilder } from '@grafana/grafana-foundation-sdk/trend';
import { type Heading, legend, tooltip } from '../shared/lines.ts';
import { overTime, prometheus } from '../shared/prometheus.ts';
import { cellName, chosen, perCell, recorded, written } from '../shared/trial.ts';
import { elapsed, shiftedB } from './elapsed.ts';

export const elapsedPanels = () => [
  overlaid(recorded.throughputNow, {
    title: 'Throughput',
    description: 'Right answers a second over the last 5 s, warm-up included.',
    unit: 'reqps',
  }),
  overlaid(recorded.p50Latency, {
    title: 'Median latency',
    description: 'Of the right answers inside the measured window so far, as the users saw them.',
    unit: 's',
  }),
  overlaid(recorded.loopUtilization, {
    title: 'Event loop utilisation',
    description: 'Share of the last 5 s in which the loop was busy.',
    unit: 'percentunit',
  }),
  overlaid(written.users, {
    title: 'Virtual users',
    description: 'Users that k6 runs: it shows which trials lie over one another.',
    unit: 'short',
  }),
];

/** Lines of both runs over the seconds since each began. */
function overlaid(trialMetric: string, { title, description, unit }: Heading): PanelBuilder {
  return (
    new PanelBuilder()
      .title(title)
      .description(`${description} Over the time since the first chosen trial of each run began.`)
      .unit(unit)
      .datasource(prometheus)
      .span(12)
      .height(9)
      .legend(legend())
      .tooltip(tooltip())
      .withTarget(overTime('X', elapsed, 'elapsed'))
      .withTarget(overTime('A', perCell(`${trialMetric}{${chosen('runA')}}`), `A: ${cellName}`))
      .withTarget(overTime('B', perCell(shiftedB(trialMetric)), `B: ${cellName}`))
      // A trend has one frame and any rising field as its axis.
      .withTransformation({ id: 'joinByField', options: { byField: 'Time', mode: 'outer' } })
      .xField('elapsed')
      .overrideByName('elapsed', [{ id: 'unit', value: 'dthms' }])
  );
}
