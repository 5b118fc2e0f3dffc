import { join } from 'node:path';

/** Where a dashboard's JSON is committed, and Grafana's provisioning finds it. */
export function dashboardFile(uid: string): string {
  return join(import.meta.dirname, '..', 'dashboards', `${uid}.json`);
}
