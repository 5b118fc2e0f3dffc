import { type DashboardBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { alertPanels, alertsFired } from '../shared/alerts.ts';
import { frame, linkTo, trialStarts, uids } from '../shared/frame.ts';
import { spanOf, zoomTo } from '../shared/span.ts';
import { cellVariables, runVariable } from '../shared/variables.ts';
import { eventLoopPanels } from './event-loop-row.ts';
import { generatorPanels } from './generator-row.ts';
import { latencyPanels } from './latency-row.ts';
import { processPanels } from './process-row.ts';

/** Why users get what they get: the service and its event loop during the trials. */
export function inside(): DashboardBuilder {
  const dashboard = frame(
    uids.inside,
    'Inside the service',
    'What the service itself sees during the trials, served by a thread that a blocked event loop does not stop. Graphs show the time range: "Zoom to the run" sets it.',
  )
    .variables([runVariable(), ...cellVariables(), ...spanOf('run', 'start', 'end')])
    .annotation(trialStarts())
    .annotation(alertsFired())
    .link(linkTo('Zoom to the run', `/d/${uids.inside}?${zoomTo('start', 'end')}`, { keepTime: false }))
    .link(linkTo('Sync or async', `/d/${uids.syncOrAsync}`, { keepTime: true }))
    .link(linkTo('Compare runs', `/d/${uids.compare}?var-runA=$run`, { keepTime: true }));

  dashboard.withRow(new RowBuilder('Requests'));
  for (const panel of latencyPanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Event loop'));
  for (const panel of eventLoopPanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('CPU and memory of the subject'));
  for (const panel of processPanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Generator'));
  for (const panel of generatorPanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Alerts'));
  for (const panel of alertPanels()) dashboard.withPanel(panel);
  return dashboard;
}
