import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dashboardFile } from './dashboard-file.ts';
import { buildDashboards } from './dashboards.ts';
import { uids } from './shared/frame.ts';

const dashboards = buildDashboards();
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the dashboards', () => {
  it.each(dashboards.map((dashboard) => [dashboard.uid ?? '', dashboard]))(
    'has %s committed as it is generated (npm run generate --workspace @headroom/grafana)',
    (uid, dashboard) => {
      expect(JSON.parse(readFileSync(dashboardFile(uid), 'utf8'))).toEqual(asJson(dashboard));
    },
  );

  it('has no other dashboard committed', () => {
    const committed = readdirSync(join(dashboardFile(''), '..')).map((file) => basename(file, '.json'));
    expect(committed.sort()).toEqual(Object.values(uids).sort());
  });
});
