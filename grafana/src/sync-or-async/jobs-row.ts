import { lines } from '../shared/lines.ts';
import { dashed } from '../shared/override.ts';
import { overTime } from '../shared/prometheus.ts';
import { cellName, latest, peak, perCell, recorded } from '../shared/trial.ts';

const nothing = 'No job queue in this time range (/cpu/queue, /hash/queue)';

export const jobPanels = () => [
  lines({
    title: 'Jobs that wait',
    description:
      'Jobs that the service has accepted and not given the result of, as it counts them itself; a service of your own is not asked. A queue that grows takes more work than its workers do.',
    unit: 'short',
    nothing,
  })
    .height(8)
    .withTarget(overTime('A', perCell(peak(recorded.jobsWaiting)), cellName)),

  lines({
    title: 'Time of jobs',
    description:
      'Medians of the jobs done inside the window so far. Solid: from the submission to the result, which is the latency of such a cell; dashed: until it was accepted.',
    unit: 's',
    nothing,
  })
    .height(8)
    .withTarget(overTime('A', perCell(latest(recorded.untilFinished)), cellName))
    .withTarget(overTime('B', perCell(latest(recorded.untilAccepted)), `Accepted: ${cellName}`))
    .overrideByQuery('B', dashed),
];
