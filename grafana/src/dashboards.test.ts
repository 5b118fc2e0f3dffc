import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dashboardFile } from './dashboard-file.ts';
import { dashboardQueries, dashboardVariables } from './dashboard-queries.ts';
import { buildDashboards } from './dashboards.ts';
import { uids } from './shared/frame.ts';
import { recorded } from './shared/trial.ts';

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

  it('has the home page that the Compose file names', () => {
    const compose = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
    const home = /GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: .*\/(\S+)/.exec(compose)?.[1];
    expect(home).toBe(basename(dashboardFile(uids.syncOrAsync)));
  });

  it('describes every panel', () => {
    const bare = dashboards.flatMap(({ panels = [] }) =>
      panels.filter((panel) => panel.type !== 'row' && !('description' in panel && panel.description)),
    );
    expect(bare).toEqual([]);
  });

  it('gives every line and bar a unit', () => {
    const drawn = dashboards
      .flatMap(({ panels = [] }) => panels)
      .filter(({ type }) => !['row', 'text', 'table'].includes(type ?? ''));
    expect(drawn.filter((panel) => !('fieldConfig' in panel && panel.fieldConfig?.defaults?.unit))).toEqual(
      [],
    );
  });
});

describe('the queries', () => {
  it('use only variables that their dashboard has', () => {
    const known = new Set(dashboardVariables().map(({ dashboard, name }) => `${dashboard} ${name}`));
    const used = dashboardQueries().flatMap(({ dashboard, expr }) =>
      [...expr.matchAll(/\$\{?(\w+)/g)].map(([, name]) => `${dashboard} ${name}`),
    );
    const unknown = used.filter((variable) => !variable.endsWith(' __range') && !known.has(variable));
    expect(unknown).toEqual([]);
  });

  it('read what the rules record', () => {
    const rules = readFileSync(join(import.meta.dirname, '../../prometheus/rules/recording.yml'), 'utf8');
    const records = [...rules.matchAll(/record: (\S+)/g)].map(([, name]) => name);
    expect(records).toEqual(expect.arrayContaining(Object.values(recorded)));
  });
});
