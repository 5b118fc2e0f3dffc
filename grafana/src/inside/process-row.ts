import { metricNames } from '@headroom/contract/metric-names.ts';
import { lines } from '../shared/lines.ts';
import { overTime } from '../shared/prometheus.ts';
import { cellName, inTrial, perCell } from '../shared/trial.ts';

const perSecond = (counter: string): string => `rate(${counter}[5s])`;

export const processPanels = () => [
  lines({
    title: 'CPU',
    description:
      'CPUs that the process uses, over the last 5 s, its metrics thread included. A handler that sleeps blocks the loop without using any.',
    unit: 'short',
  })
    .withTarget(overTime('A', perCell(inTrial(perSecond(metricNames.cpuUser))), `User: ${cellName}`))
    .withTarget(overTime('B', perCell(inTrial(perSecond(metricNames.cpuSystem))), `System: ${cellName}`)),

  lines({
    title: 'Memory',
    description: 'Resident memory of the process, and what the heap of its main thread holds.',
    unit: 'bytes',
  })
    .withTarget(overTime('A', perCell(inTrial(metricNames.residentMemory)), `Resident: ${cellName}`))
    .withTarget(overTime('B', perCell(inTrial(metricNames.heapUsed)), `Heap: ${cellName}`)),

  lines({
    title: 'Garbage collection',
    description: 'Share of time that the main thread spends in it, by kind, over the last 5 s.',
    unit: 'percentunit',
  }).withTarget(
    overTime(
      'A',
      perCell(inTrial(`sum by (service, kind) (${perSecond(`${metricNames.gcDuration}_sum`)})`), 'kind'),
      `{{kind}}: ${cellName}`,
    ),
  ),
];
