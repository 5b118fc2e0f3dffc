import type { Manifest } from '@headroom/contract/manifest.ts';
import type { Analysis } from '../analyse/analysis.ts';

/** Uids of the dashboards that show one run, as grafana/src gives them. */
const dashboards = { 'Sync or async': 'headroom-sync-or-async', 'Inside the service': 'headroom-inside' };
const marginSeconds = 5;

/** Lines that lead to Grafana's dashboards at the run and its time; none where there was no Grafana. */
export function dashboardLinks({ span }: Analysis, { grafanaUrl, runId }: Manifest): string[] {
  if (grafanaUrl === null || span === null) return [];
  const [from, to] = [span.from - marginSeconds, span.to + marginSeconds].map((seconds) =>
    Math.round(seconds * 1000),
  );
  return Object.entries(dashboards).map(
    ([title, uid]) =>
      `${title}: ${grafanaUrl}/d/${uid}?${new URLSearchParams({ 'var-run': runId, from: String(from), to: String(to) })}`,
  );
}
