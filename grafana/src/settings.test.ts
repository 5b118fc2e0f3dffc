import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dashboardFile } from './dashboard-file.ts';
import { uids } from './shared/frame.ts';
import { prometheus } from './shared/prometheus.ts';

const root = new URL('../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');
const [, grafana = ''] = /\n {2}grafana:\n(.*?)\n {2}\w+:\n/s.exec(read('docker-compose.yml')) ?? [];

describe("Grafana's settings", () => {
  it('open the dashboard that answers the question', () => {
    const [, home] = /GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: .*\/(\S+)/.exec(grafana) ?? [];
    expect(home).toBe(basename(dashboardFile(uids.syncOrAsync)));
  });

  it.each([
    ['GF_ANALYTICS_REPORTING_ENABLED', 'false'],
    ['GF_ANALYTICS_CHECK_FOR_UPDATES', 'false'],
    ['GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES', 'false'],
    ['GF_ANALYTICS_FEEDBACK_LINKS_ENABLED', 'false'],
    ['GF_NEWS_NEWS_FEED_ENABLED', 'false'],
    ['GF_PLUGINS_PREINSTALL_DISABLED', 'true'],
    ['GF_PLUGINS_PLUGIN_ADMIN_ENABLED', 'false'],
    ['GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED', 'true'],
    ['GF_SECURITY_DISABLE_GRAVATAR', 'true'],
    ['GF_SNAPSHOTS_EXTERNAL_ENABLED', 'false'],
  ])('ask nothing of a network without a way out: %s is %s', (name, value) => {
    expect(grafana).toContain(`      ${name}: "${value}"\n`);
  });

  it("leave the image's other folders of provisioning in place, whose absence is an error in the log", () => {
    const mounts = [...grafana.matchAll(/source: \.\/(grafana\/provisioning\/\S+),\s+target: (\S+),/g)];
    expect(mounts.map(([, , target]) => target)).toEqual([
      '/etc/grafana/provisioning/datasources',
      '/etc/grafana/provisioning/dashboards',
    ]);
    for (const [, source = ''] of mounts) expect(existsSync(new URL(source, root)), source).toBe(true);
    expect(grafana).not.toContain('target: /etc/grafana/provisioning,');
  });

  it('name the data source that the dashboards do, with the steps that Prometheus scrapes in', () => {
    const source = read('grafana/provisioning/datasources/prometheus.yml');
    expect(source).toContain(`uid: ${prometheus.uid}\n`);
    const [, interval] = /timeInterval: (\S+)/.exec(source) ?? [];
    expect(read('prometheus/prometheus.yml')).toContain(`scrape_interval: ${interval}\n`);
  });
});
