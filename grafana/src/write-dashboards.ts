import { writeFileSync } from 'node:fs';
import { dashboardFile } from './dashboard-file.ts';
import { buildDashboards } from './dashboards.ts';

for (const dashboard of buildDashboards()) {
  writeFileSync(dashboardFile(dashboard.uid ?? ''), JSON.stringify(dashboard));
}
