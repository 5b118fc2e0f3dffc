import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { repositoryRoot } from '../../bench/config/repository-root.ts';
import type { DashboardReading } from '../../grafana/proof/src/reading.ts';
import { chromiumFlags, mostMilliseconds } from '../browser/chromium.ts';

const grafana = join(repositoryRoot, 'grafana');

/** How a dashboard is looked at. */
export interface Look {
  /** Like `http://127.0.0.1:9090`. */
  readonly prometheus: string;
  /** Unix seconds. */
  readonly span: { readonly from: number; readonly to: number };
  readonly variables: Readonly<Record<string, string>>;
  readonly theme: 'dark' | 'light';
  /** Of the window, in pixels. */
  readonly width: number;
}

/** The JSON that Grafana is given, by uid. */
export function committedDashboards(): Map<string, { readonly uid: string; readonly title: string }> {
  const folder = join(grafana, 'dashboards');
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(
    files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))).map((one) => [one.uid, one]),
  );
}

/** Chromium for a page made by `preparePage`. Close it. */
export const startBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: chromiumFlags, timeout: mostMilliseconds });

/**
 * Opens a dashboard as a person would, and reads it.
 * @param picture takes the page once it is drawn
 * @throws Error when the page fails, or an answer of Prometheus is none
 */
export async function openDashboard(
  browser: Browser,
  page: string,
  dashboard: unknown,
  look: Look,
  picture: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<DashboardReading> {
  const tab = await browser.newPage({ viewport: { width: look.width, height: 1000 } });
  try {
    tab.setDefaultTimeout(mostMilliseconds);
    const failures: Error[] = [];
    tab.on('pageerror', (error) => failures.push(error));
    await tab.goto(pathToFileURL(page).href);
    const opening = { ...look, dashboard, scrapeInterval: scrapeInterval() };
    const reading = await tab.evaluate<DashboardReading, unknown>(
      // biome-ignore lint/suspicious/noExplicitAny: what the page's own script adds to its window.
      (given) => (globalThis as any).headroomOpen(given),
      opening,
    );
    await tab.waitForSelector('#dashboard');
    await picture(tab);
    if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('\n'));
    return reading;
  } finally {
    await tab.close();
  }
}

/** As the data source is provisioned. */
function scrapeInterval(): string {
  const provisioned = readFileSync(join(grafana, 'provisioning/datasources/prometheus.yml'), 'utf8');
  return /timeInterval:\s*(\w+)/.exec(provisioned)?.[1] ?? '15s';
}
