import { lines } from '../shared/lines.ts';
import { dashed } from '../shared/override.ts';
import { overTime } from '../shared/prometheus.ts';
import { cellName, latest, peak, perCell, recorded } from '../shared/trial.ts';
import { silent } from './silent.ts';

export const latencyPanels = () => [
  lines({
    title: 'Latency, client and server',
    description:
      "Client and server disagree, and both are right: a blocked server measures 1 s a request while its clients wait 100; the rest is spent in the kernel's queue. Means: the client's over the measured window so far; dashed: the server's over the last 5 s. A subject that times no requests shows the client's alone.",
    unit: 's',
  })
    .span(8)
    .withTarget(overTime('A', perCell(latest(recorded.meanLatency)), `Client: ${cellName}`))
    .withTarget(overTime('B', perCell(latest(recorded.serverMeanLatency)), `Server: ${cellName}`))
    .overrideByQuery('B', dashed),

  lines({
    title: 'Effective concurrency',
    description:
      'Seconds that requests spend in handlers, per second, over the last 5 s: how many are served at once. About 1: one at a time. Growing with the users: it scales.',
    unit: 'short',
    nothing: silent('http_server_request_duration_seconds'),
  })
    .span(8)
    .withTarget(overTime('A', perCell(peak(recorded.effectiveConcurrency)), cellName)),

  lines({
    title: 'Active requests',
    description:
      "Requests that the service has begun and not ended, whichever they are for. A blocked loop accepts one at a time; those that wait in the kernel's queue are in no gauge of the process.",
    unit: 'short',
    nothing: silent('http_server_active_requests'),
  })
    .span(8)
    .withTarget(overTime('A', perCell(peak(recorded.activeRequests)), cellName)),
];
