import { type DashboardBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { alertPanels, alertsFired } from '../shared/alerts.ts';
import { frame, linkTo, trialStarts, uids } from '../shared/frame.ts';
import { spanOf, zoomTo } from '../shared/span.ts';
import { cellVariables, runVariable } from '../shared/variables.ts';
import { cellPanels } from './cells-row.ts';
import { failurePanels } from './failures-row.ts';
import { jobPanels } from './jobs-row.ts';
import { latencyPanels } from './latency-row.ts';
import { otherPanels } from './others-row.ts';
import { throughputPanels } from './throughput-row.ts';
import { tilePanels } from './tiles-row.ts';

/** The question of the project: what do users get from each strategy at each level? */
export function syncOrAsync(): DashboardBuilder {
  const dashboard = frame(
    uids.syncOrAsync,
    'Sync or async',
    'Throughput and latency by strategy and number of users, beside what a server that never queues would give. Figures and tables are those of the chosen run, whatever the time range; graphs show the time range: "Zoom to the run" sets it.',
  )
    .variables([runVariable(), ...cellVariables(), ...spanOf('run', 'start', 'end')])
    .annotation(trialStarts())
    .annotation(alertsFired())
    .link(linkTo('Zoom to the run', `/d/${uids.syncOrAsync}?${zoomTo('start', 'end')}`, { keepTime: false }))
    .link(linkTo('Inside the service', `/d/${uids.inside}`, { keepTime: true }))
    .link(linkTo('Compare runs', `/d/${uids.compare}?var-runA=$run`, { keepTime: true }));

  for (const panel of tilePanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Cells of the run'));
  for (const panel of cellPanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Throughput'));
  for (const panel of throughputPanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Latency of the measured window'));
  for (const panel of latencyPanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Failures'));
  for (const panel of failurePanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Everybody else'));
  for (const panel of otherPanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Job queues'));
  for (const panel of jobPanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Alerts'));
  for (const panel of alertPanels()) dashboard.withPanel(panel);
  return dashboard;
}
