import { type DashboardBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { frame, linkTo, trialStarts, uids } from '../shared/frame.ts';
import { cellVariables, runVariable } from '../shared/variables.ts';
import { eventLoopPanels } from './event-loop-row.ts';
import { latencyPanels } from './latency-row.ts';
import { processPanels } from './process-row.ts';

/** Why users get what they get: the service and its event loop during the trials. */
export function inside(): DashboardBuilder {
  const dashboard = frame(
    uids.inside,
    'Inside the service',
    'What the service itself sees during the trials, served by a thread that a blocked event loop does not stop.',
  )
    .variables([runVariable(), ...cellVariables()])
    .annotation(trialStarts())
    .link(linkTo('Sync or async', `/d/${uids.syncOrAsync}`, { keepTime: true }))
    .link(linkTo('Compare runs', `/d/${uids.compare}?var-runA=$run`, { keepTime: true }));

  dashboard.withRow(new RowBuilder('Requests'));
  for (const panel of latencyPanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Event loop'));
  for (const panel of eventLoopPanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Process'));
  for (const panel of processPanels()) dashboard.withPanel(panel);
  return dashboard;
}
