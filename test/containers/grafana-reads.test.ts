import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DashboardReading } from '../../grafana/proof/src/reading.ts';
import { chromiumFor } from '../browser/chromium.ts';
import { cellExpectations, runExpectations } from '../grafana/expectations.ts';
import { holdAgainst, panelFaults } from '../grafana/hold-against.ts';
import { startBrowser } from '../grafana/open-dashboards.ts';
import { checkTypes, preparePage } from '../grafana/prepare.ts';
import { readRun } from '../grafana/read-run.ts';
import { type ShownRun, shownRun } from '../grafana/run-of.ts';
import { shownTable } from '../grafana/shown-table.ts';
import { sharedLab } from '../support/shared-lab.ts';

const executable = chromiumFor("The dashboards with Grafana's libraries");
const bench = ['run', '--runtime', 'compose', '--subject', 'nest,fastapi', '--endpoint', '/sync,/async'];
const shape = ['--vus', '1,10', '--duration', '5s', '--warmup', '1s'];

let browser: Browser;
let run: ShownRun;
let readings: DashboardReading[];

describe.skipIf(executable === null)("the dashboards, by Grafana's own libraries", () => {
  beforeAll(async () => {
    const lab = await sharedLab();
    const page = await preparePage(() => undefined);
    expect((await lab.run([...bench, ...shape])).exitCode).toBe(0);
    // The last values of a trial are recorded by the rules' next turn.
    await delay(2000);
    run = shownRun(lab.report(), lab.records());
    browser = await startBrowser(executable ?? '');
    const prometheus = `http://127.0.0.1:${lab.variables.PROMETHEUS_PORT}`;
    readings = await readRun(run, { browser, page, prometheus, theme: 'dark', width: 1600 });
  });

  afterAll(async () => {
    await browser?.close();
  });

  it('show the figures of the report to a person, in their units and colours', () => {
    const expectations = { ofCells: cellExpectations, ofRun: runExpectations };
    const shown = holdAgainst(readings, run.report, expectations);
    console.log(shownTable(shown));
    expect(shown).toHaveLength(cellExpectations.length * 8 + runExpectations.length);
    expect(shown.filter(({ fault }) => fault !== null)).toEqual([]);
  });

  it('have no empty panel without a word, and no setting that Grafana does not know', () => {
    expect(panelFaults(readings)).toEqual([]);
  });

  it('are read and drawn by sources that fit the types of those libraries', async () => {
    await checkTypes();
  });
});
