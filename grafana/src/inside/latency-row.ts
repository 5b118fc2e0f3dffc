import { metricNames } from '@headroom/contract/metric-names.ts';
import { lines } from '../shared/lines.ts';
import { overTime } from '../shared/prometheus.ts';
import { cellName, chosen, inTrial, perCell, recorded } from '../shared/trial.ts';

export const latencyPanels = () => [
  lines({
    title: 'Latency, client and server',
    description:
      "Client and server disagree, and both are right: a blocked server measures 1 s a request while its clients wait 100; the rest is spent in the kernel's queue. Means: the client's over the measured window so far, the server's over the last 5 s.",
    unit: 's',
  })
    .withTarget(overTime('A', perCell(`${recorded.meanLatency}{${chosen()}}`), `Client: ${cellName}`))
    .withTarget(overTime('B', perCell(`${recorded.serverMeanLatency}{${chosen()}}`), `Server: ${cellName}`)),

  lines({
    title: 'Effective concurrency',
    description:
      'Seconds that requests spend in handlers, per second, over the last 5 s: how many are served at once. About 1: one at a time. Growing with the users: it scales.',
    unit: 'short',
  }).withTarget(overTime('A', perCell(`${recorded.effectiveConcurrency}{${chosen()}}`), cellName)),

  lines({
    title: 'Active requests',
    description:
      "Requests that the service has begun and not ended. A blocked loop accepts one at a time; those that wait in the kernel's queue are in no gauge of the process.",
    unit: 'short',
  }).withTarget(
    overTime('A', perCell(inTrial(`sum by (service) (${metricNames.activeRequests})`)), cellName),
  ),
];
