import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { colour } from '../shared/colours.ts';
import { lines } from '../shared/lines.ts';
import { dashed, dotted, painted } from '../shared/override.ts';
import { overTime } from '../shared/prometheus.ts';
import { cellName, latest, peak, perCell, recorded, written } from '../shared/trial.ts';
import { silent } from './silent.ts';

export const processPanels = () => [
  upTo(
    written.subjectCpuLimit,
    lines({
      title: 'CPU',
      description:
        'CPUs that all processes of the subject use, over the last second; dashed: what they may use. A handler that sleeps blocks the loop without using any.',
      unit: 'short',
    }).withTarget(overTime('A', perCell(peak(written.subjectCpus)), cellName)),
  ),

  upTo(
    written.subjectMemoryLimit,
    lines({
      title: 'Memory',
      description:
        'Memory of all processes of the subject; dashed: what they may use, beyond which the kernel ends them. Dotted: what the heap of its main thread holds, where it is of Node.',
      unit: 'bytes',
    })
      .withTarget(overTime('A', perCell(peak(written.subjectMemory)), cellName))
      .withTarget(overTime('B', perCell(peak(recorded.heapUsed)), `Heap: ${cellName}`))
      .overrideByQuery('B', dotted),
  ),

  lines({
    title: 'Held back by the kernel',
    description:
      'Share of the last second for which the subject had work and was not let on a CPU, as its CPU limit was used up (throttling). What is measured then is the limit.',
    unit: 'percentunit',
    nothing: 'Nothing in this time range, or the engine counts no throttling here',
  }).withTarget(overTime('A', perCell(peak(written.subjectThrottled)), cellName)),

  lines({
    title: 'Garbage collection',
    description:
      'Share of time that the subject spends in it, by kind, over the last 5 s. Of the chosen trials together: there is one at a time.',
    unit: 'percentunit',
    nothing: silent('garbage collection'),
  }).withTarget(overTime('A', `max by (kind) (${peak(recorded.gcShare)})`, '{{kind}}')),
];

/** A dashed line at a limit of the subject, which does not change within a run. */
const upTo = (limit: string, panel: PanelBuilder): PanelBuilder =>
  panel
    .withTarget(overTime('Limit', `max by (subject) (${latest(limit)})`, 'Limit of {{subject}}'))
    .overrideByQuery('Limit', [...dashed, painted(colour.plain)]);
