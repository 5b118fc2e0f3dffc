import type { Browser, Page } from 'playwright-core';
import type { DashboardReading } from '../../grafana/proof/src/reading.ts';
import { committedDashboards, type Look, openDashboard } from './open-dashboards.ts';
import type { ShownRun } from './run-of.ts';

/** A run in the dashboards as they are committed. */
export interface RunLook extends Pick<Look, 'prometheus' | 'theme' | 'width'> {
  readonly browser: Browser;
  /** Made by `preparePage`. */
  readonly page: string;
}

/**
 * What a person reads of a run, in every dashboard.
 * @param picture takes each once it is drawn
 */
export async function readRun(
  { report, span }: ShownRun,
  { browser, page, ...look }: RunLook,
  picture: (uid: string, tab: Page) => Promise<unknown> = async () => undefined,
): Promise<DashboardReading[]> {
  const variables = { run: report.runId, runA: report.runId };
  const readings = [];
  for (const [uid, dashboard] of committedDashboards()) {
    const opening = { ...look, span, variables };
    readings.push(await openDashboard(browser, page, dashboard, opening, (tab) => picture(uid, tab)));
  }
  return readings;
}
