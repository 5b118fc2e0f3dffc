import { describe, expect, it } from 'vitest';
import { dashboardsOf } from './dashboard-links.ts';

describe('dashboardsOf', () => {
  const run = { grafanaUrl: 'http://127.0.0.1:3000', runId: '20260101-000000-quick' };

  it('leads to the run and its time, with a margin', () => {
    const [first] = dashboardsOf(run, 1000, 1060);
    expect(first).toEqual({
      title: 'Sync or async',
      url: 'http://127.0.0.1:3000/d/headroom-sync-or-async?var-run=20260101-000000-quick&from=995000&to=1065000',
    });
  });

  it('leads to now while the run goes on', () => {
    for (const { url } of dashboardsOf(run, 1000, null))
      expect(new URL(url).searchParams.get('to')).toBe('now');
  });

  it('leads nowhere without Grafana', () => {
    expect(dashboardsOf({ ...run, grafanaUrl: null }, 1000, 1060)).toEqual([]);
  });
});
