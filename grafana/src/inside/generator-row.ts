import { saturatedShare } from '../shared/limits.ts';
import { limitedBy, lines } from '../shared/lines.ts';
import { overTime } from '../shared/prometheus.ts';
import { cellName, peak, perCell, written } from '../shared/trial.ts';

export const generatorPanels = () => [
  limitedBy(
    lines({
      title: "The generator's CPU share",
      description:
        'CPU time of k6 over that of the CPUs it may use. From 80 % on (dashed) it is k6 that is measured, and the report takes the cell out of its findings.',
      unit: 'percentunit',
    }),
    saturatedShare,
  ).withTarget(overTime('A', perCell(peak(written.generatorCpuShare)), cellName)),

  lines({
    title: "Others on the generator's CPUs",
    description:
      "Share of the same CPUs that the lab's other containers used: Prometheus, Grafana, and what the subject needs. k6 has to wait for what they take.",
    unit: 'percentunit',
    nothing: 'Nothing in this time range, or the engine does not tell',
  }).withTarget(overTime('A', perCell(peak(written.othersCpuShare)), cellName)),
];
