import { lines } from '../shared/lines.ts';
import { dashed, unlisted } from '../shared/override.ts';
import { overTime } from '../shared/prometheus.ts';
import { cellName, latest, peak, perCell, recorded, written } from '../shared/trial.ts';

export const throughputPanels = () => [
  lines({
    title: 'Throughput and the ideal closed loop',
    description:
      'Right answers a second over the last 5 s, warm-up included: shorter, and an endpoint with one answer a second would flicker between 0 and 2. Dashed, in the colour of its cell: what the same users would get in the window from a server that never queues.',
    unit: 'reqps',
  })
    .withTarget(overTime('A', perCell(peak(recorded.throughputNow)), cellName))
    // Of the same name, so that it has the colour of its cell and is hidden with it; dashes tell them apart, in tooltips too.
    .withTarget(overTime('B', perCell(latest(written.idealThroughput)), cellName))
    .overrideByQuery('B', [...dashed, unlisted]),

  lines({
    title: 'Virtual users',
    description: 'Users that k6 runs. They come all at once and then wait for their staggered first request.',
    unit: 'short',
  }).withTarget(overTime('A', perCell(peak(written.users)), cellName)),
];
