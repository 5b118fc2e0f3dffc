import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { buildDashboards } from './dashboards.ts';

export interface DashboardQuery {
  /** Titles. An annotation counts as a panel under its name. */
  readonly dashboard: string;
  readonly panel: string;
  /** PromQL with the dashboard's variables and `$__range` as written. */
  readonly expr: string;
}

export interface DashboardVariable {
  readonly dashboard: string;
  readonly name: string;
  /** As Grafana's Prometheus data source takes it: `label_values(...)` or `query_result(...)`. */
  readonly query: string;
}

/** Every query of every dashboard, for tests that run them. */
export function dashboardQueries(): DashboardQuery[] {
  return buildDashboards().flatMap((dashboard) => [
    ...panelsOf(dashboard).flatMap(({ title = '', targets = [] }) =>
      targets.map((target) => ({ dashboard: titleOf(dashboard), panel: title, expr: exprOf(target) })),
    ),
    ...(dashboard.annotations?.list ?? []).map(({ name, target }) => ({
      dashboard: titleOf(dashboard),
      panel: name,
      expr: exprOf(target),
    })),
  ]);
}

/** Every variable that a query above may hold. */
export function dashboardVariables(): DashboardVariable[] {
  return buildDashboards().flatMap((dashboard) =>
    (dashboard.templating?.list ?? []).map(({ name, query }) => ({
      dashboard: titleOf(dashboard),
      name,
      query: typeof query === 'object' ? String(query.query) : (query ?? ''),
    })),
  );
}

const titleOf = ({ title = '' }: Dashboard): string => title;
const panelsOf = ({ panels = [] }: Dashboard): Panel[] =>
  panels.filter((panel): panel is Panel => panel.type !== 'row');

/** The SDK types a query by what all data sources share; every query here is one of Prometheus. */
function exprOf(target: unknown): string {
  return (target as { expr: string }).expr;
}
