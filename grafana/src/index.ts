export {
  type DashboardQuery,
  type DashboardVariable,
  dashboardQueries,
  dashboardVariables,
} from './dashboard-queries.ts';
export { uids } from './shared/frame.ts';
