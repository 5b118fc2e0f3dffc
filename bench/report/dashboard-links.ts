import type { Manifest } from '@headroom/contract/manifest.ts';
import type { Analysis } from '../analyse/analysis.ts';

/** Uids of the dashboards that show one run, as grafana/src gives them. */
const dashboards = { 'Sync or async': 'headroom-sync-or-async', 'Inside the service': 'headroom-inside' };
const marginSeconds = 5;

/** Lines that lead to Grafana's dashboards at the run and its time; none where there was no Grafana. */
export function dashboardLinks({ span }: Analysis, manifest: Manifest): string[] {
  if (span === null) return [];
  return dashboardsOf(manifest, span.from, span.to).map(({ title, url }) => `${title}: ${url}`);
}

/**
 * Grafana's dashboards of a run; none where there was no Grafana.
 * @param to Unix time in seconds, like `from`; null is now, for a run that goes on
 */
export function dashboardsOf(
  { grafanaUrl, runId }: Pick<Manifest, 'grafanaUrl' | 'runId'>,
  from: number,
  to: number | null,
): { readonly title: string; readonly url: string }[] {
  if (grafanaUrl === null) return [];
  const milliseconds = (seconds: number) => String(Math.round(seconds * 1000));
  const range = {
    'var-run': runId,
    from: milliseconds(from - marginSeconds),
    to: to === null ? 'now' : milliseconds(to + marginSeconds),
  };
  return Object.entries(dashboards).map(([title, uid]) => ({
    title,
    url: `${grafanaUrl}/d/${uid}?${new URLSearchParams(range)}`,
  }));
}
