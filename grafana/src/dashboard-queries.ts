import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { buildDashboards } from './dashboards.ts';

export interface DashboardQuery {
  /** Titles. An annotation counts as a panel under its name. */
  readonly dashboard: string;
  readonly panel: string;
  /** PromQL with the dashboard's variables and `$__interval` as written. */
  readonly expr: string;
  /** Whether it gives one value at the end of the time range, and no line. */
  readonly instant: boolean;
}

export interface DashboardVariable {
  readonly dashboard: string;
  readonly name: string;
  /** As Grafana's Prometheus data source takes it: `query_result(...)`. */
  readonly query: string;
  /** What is cut out of its results. */
  readonly regex: string;
  /** Grafana's number for an order: 2 is by the alphabet, from its end. */
  readonly sort: number;
}

/** Every panel of every dashboard, rows left out. */
export function dashboardPanels(): { readonly dashboard: string; readonly panel: Panel }[] {
  return buildDashboards().flatMap((dashboard) =>
    panelsOf(dashboard).map((panel) => ({ dashboard: titleOf(dashboard), panel })),
  );
}

/** Every query of every dashboard, for tests that run them. */
export function dashboardQueries(): DashboardQuery[] {
  const ofPanels = dashboardPanels().flatMap(({ dashboard, panel: { title = '', targets = [] } }) =>
    targets.map((target) => queryOf(dashboard, title, target)),
  );
  const ofAnnotations = buildDashboards().flatMap((dashboard) =>
    (dashboard.annotations?.list ?? []).map(({ name, target }) => queryOf(titleOf(dashboard), name, target)),
  );
  return [...ofPanels, ...ofAnnotations];
}

/** Every variable that a query above may hold. */
export function dashboardVariables(): DashboardVariable[] {
  return buildDashboards().flatMap((dashboard) =>
    (dashboard.templating?.list ?? []).map(({ name, query, regex = '', sort = 0 }) => ({
      dashboard: titleOf(dashboard),
      name,
      query: typeof query === 'object' ? String(query.query) : (query ?? ''),
      regex,
      sort,
    })),
  );
}

const titleOf = ({ title = '' }: Dashboard): string => title;
const panelsOf = ({ panels = [] }: Dashboard): Panel[] =>
  panels.filter((panel): panel is Panel => panel.type !== 'row');

/** The SDK types a query by what all data sources share; every query here is one of Prometheus. */
function queryOf(dashboard: string, panel: string, target: unknown): DashboardQuery {
  const { expr, instant = false } = target as { expr: string; instant?: boolean };
  return { dashboard, panel, expr, instant };
}
