import { dashed, lines } from '../shared/lines.ts';
import { overTime } from '../shared/prometheus.ts';
import { cellName, chosen, perCell, recorded, written } from '../shared/trial.ts';

export const throughputPanels = () => [
  lines({
    title: 'Throughput and the ideal closed loop',
    description:
      'Right answers a second over the last 5 s, warm-up included: shorter, and an endpoint with one answer a second would flicker between 0 and 2. Dashed: what the same users would get in the window from a server that never queues.',
    unit: 'reqps',
  })
    .withTarget(overTime('A', perCell(`${recorded.throughputNow}{${chosen()}}`), cellName))
    .withTarget(overTime('B', perCell(`${written.idealThroughput}{${chosen()}}`), `Ideal: ${cellName}`))
    .overrideByQuery('B', dashed),

  lines({
    title: 'Virtual users',
    description: 'Users that k6 runs. They come all at once and then wait for their staggered first request.',
    unit: 'short',
  }).withTarget(overTime('A', perCell(`${written.users}{${chosen()}}`), cellName)),

  lines({
    title: "The generator's CPU share",
    description:
      'CPU time of k6 over that of the CPUs it may use. From 80 % on (dashed) it is k6 that is measured, and the report takes the cell out of its findings.',
    unit: 'percentunit',
  })
    .withTarget(overTime('A', perCell(`${written.generatorCpuShare}{${chosen()}}`), cellName))
    .withTarget(overTime('B', 'vector(0.8)', 'saturated'))
    .overrideByQuery('B', dashed),
];
