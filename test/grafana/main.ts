import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumFor } from '../browser/chromium.ts';
import { cellExpectations, runExpectations } from './expectations.ts';
import { holdAgainst, panelFaults } from './hold-against.ts';
import { startBrowser } from './open-dashboards.ts';
import { preparePage } from './prepare.ts';
import { readRun } from './read-run.ts';
import { runOf } from './run-of.ts';
import { shownTable } from './shown-table.ts';

const usage = `Draws the dashboards of a run with Grafana's own libraries, and holds what a person reads against the report.

  make draw-dashboards RUN=results/latest PROMETHEUS=http://127.0.0.1:9090

  --run FOLDER       of a run that this Prometheus saw (results/latest)
  --prometheus URL   (http://127.0.0.1:9090)
  --out FOLDER       for a PNG and a JSON of each dashboard, theme and width (test-results/dashboards)
  --theme, --width   those to draw (dark,light; 1600,700)`;

/** Ends with 0 when all is right, 1 when a figure or a panel is not, 2 for bad usage, 3 where there is no Chromium. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      run: { type: 'string', default: 'results/latest' },
      prometheus: { type: 'string', default: 'http://127.0.0.1:9090' },
      out: { type: 'string', default: 'test-results/dashboards' },
      theme: { type: 'string', default: 'dark,light' },
      width: { type: 'string', default: '1600,700' },
    },
  });
  const themes = values.theme.split(',').filter((theme) => theme === 'dark' || theme === 'light');
  const widths = values.width
    .split(',')
    .map(Number)
    .filter((width) => width >= 300);
  if (themes.length === 0 || widths.length === 0)
    throw new TypeError('expected --theme dark,light and --width from 300 on');
  const run = runOf(values.run);
  const executable = chromiumFor('The dashboards');
  if (executable === null) return 3;
  const page = await preparePage((what) => console.log(what));
  mkdirSync(values.out, { recursive: true });
  const browser = await startBrowser(executable);
  try {
    const faults = new Set<string>();
    for (const theme of themes) {
      for (const width of widths) {
        const look = { browser, page, prometheus: values.prometheus, theme, width };
        const fileOf = (uid: string, kind: string): string =>
          join(values.out, `${uid}-${theme}-${width}.${kind}`);
        const readings = await readRun(run, look, (uid, tab) => {
          console.log(fileOf(uid, 'png'));
          return tab.screenshot({ path: fileOf(uid, 'png'), fullPage: true });
        });
        for (const reading of readings) {
          writeFileSync(fileOf(reading.uid, 'json'), JSON.stringify(reading, null, 2));
        }
        const shown = holdAgainst(readings, run.report, {
          ofCells: cellExpectations,
          ofRun: runExpectations,
        });
        for (const { dashboard, panel, figure, cell, fault } of shown) {
          if (fault) faults.add(`${dashboard}, ${panel}, ${figure} of ${cell}: ${fault}`);
        }
        for (const fault of panelFaults(readings)) faults.add(fault);
        writeFileSync(join(values.out, 'must-show.md'), shownTable(shown));
      }
    }
    console.log(join(values.out, 'must-show.md'));
    for (const fault of faults) console.log(fault);
    return faults.size > 0 ? 1 : 0;
  } finally {
    await browser.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  // What the page throws has its stack in its message.
  console.error(error instanceof Error ? error.message.replaceAll(/\n\s+at .*/g, '') : error);
  if (error instanceof TypeError) console.error(usage);
  process.exitCode = error instanceof TypeError ? 2 : 3;
}
