import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dashboardFile } from './dashboard-file.ts';
import { buildDashboards } from './dashboards.ts';
import { uids } from './shared/frame.ts';

const dashboards = buildDashboards();
/** As it is where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the dashboards', () => {
  it.each(dashboards.map((dashboard) => [dashboard.uid ?? '', dashboard]))(
    'has %s committed as it is generated',
    (uid, dashboard) => {
      const problem = `grafana/dashboards/${uid}.json is not what grafana/src makes: it was edited by hand, or not renewed. Change the TypeScript, and run: make dashboards`;
      expect(parsed(readFileSync(dashboardFile(uid), 'utf8')), problem).toEqual(asJson(dashboard));
    },
  );

  it('has no other dashboard committed', () => {
    const committed = readdirSync(join(dashboardFile(''), '..')).map((file) => basename(file, '.json'));
    expect(committed.sort()).toEqual(Object.values(uids).sort());
  });
});
