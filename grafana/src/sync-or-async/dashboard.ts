import { type DashboardBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { frame, linkTo, trialStarts, uids } from '../shared/frame.ts';
import { cellVariables, runVariable } from '../shared/variables.ts';
import { cellPanels } from './cells-row.ts';
import { latencyPanels } from './latency-row.ts';
import { throughputPanels } from './throughput-row.ts';

/** The question of the project: what do users get from each strategy at each level? */
export function syncOrAsync(): DashboardBuilder {
  const dashboard = frame(
    uids.syncOrAsync,
    'Sync or async',
    'Throughput and latency by strategy and number of users, beside what a server that never queues would give.',
  )
    .variables([runVariable(), ...cellVariables()])
    .annotation(trialStarts())
    .link(linkTo('Inside the service', `/d/${uids.inside}`, { keepTime: true }))
    .link(linkTo('Compare runs', `/d/${uids.compare}?var-runA=$run`, { keepTime: true }));

  dashboard.withRow(new RowBuilder('Cells of the run'));
  for (const panel of cellPanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Throughput'));
  for (const panel of throughputPanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Latency of the measured window'));
  for (const panel of latencyPanels()) dashboard.withPanel(panel);
  return dashboard;
}
