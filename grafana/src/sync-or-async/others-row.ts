import { lines } from '../shared/lines.ts';
import { dashed } from '../shared/override.ts';
import { overTime } from '../shared/prometheus.ts';
import { cellName, latest, perCell, recorded } from '../shared/trial.ts';

const nothing = 'No canaries in this time range (--bystanders 5)';

/** What the load does to everybody else. */
export const otherPanels = () => [
  lines({
    title: 'Latency of canaries',
    description:
      'Somebody else asks a few times a second for a route that does nothing (bystanders). Solid: the median of those answered so far; dashed: the longest. What they wait is what the load does to everybody else. Who has no answer yet is not in it: see beside.',
    unit: 's',
    nothing,
  })
    .height(8)
    .withTarget(overTime('A', perCell(latest(recorded.canaryMedian)), cellName))
    .withTarget(overTime('B', perCell(latest(recorded.canaryLongest)), `Longest: ${cellName}`))
    .overrideByQuery('B', dashed),

  lines({
    title: 'Canaries without an answer',
    description:
      'Sent inside the window so far, and not answered rightly yet: on a blocked event loop they wait with everybody else.',
    unit: 'short',
    nothing,
  })
    .height(8)
    .withTarget(overTime('A', perCell(latest(recorded.canariesUnanswered)), cellName)),
];
