import { type DashboardBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { frame, linkTo, uids } from '../shared/frame.ts';
import { zoomTo } from '../shared/span.ts';
import { cellVariables } from '../shared/variables.ts';
import { cellPanels } from './cells-row.ts';
import { comparedRuns, elapsedNumbers } from './elapsed.ts';
import { elapsedPanels } from './elapsed-row.ts';
import { howPanels } from './how-row.ts';

const zoomed = `/d/${uids.compare}?${zoomTo('startA', 'endA')}`;

/** Two runs over the time since each began, however far apart they were. */
export function compare(): DashboardBuilder {
  const dashboard = frame(
    uids.compare,
    'Compare runs',
    'Two runs, cell by cell and overlaid on the time since each began.',
  )
    .variables([...comparedRuns(), ...cellVariables('$runA|$runB'), ...elapsedNumbers()])
    .link(linkTo('Zoom to run A', zoomed, { keepTime: false }))
    .link(linkTo('Sync or async', `/d/${uids.syncOrAsync}?var-run=$runA`, { keepTime: true }))
    .link(linkTo('Inside the service', `/d/${uids.inside}?var-run=$runA`, { keepTime: true }));

  for (const panel of howPanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Cells'));
  for (const panel of cellPanels()) dashboard.withPanel(panel);
  dashboard.withRow(new RowBuilder('Over elapsed time'));
  for (const panel of elapsedPanels()) dashboard.withPanel(panel);
  return dashboard;
}
