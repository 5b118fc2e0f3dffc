import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumFor } from '../browser/chromium.ts';
import { committedDashboards, openDashboard, startBrowser } from './open-dashboards.ts';
import { preparePage } from './prepare.ts';
import { runOf } from './run-of.ts';

const usage = `node test/grafana/main.ts --prometheus http://127.0.0.1:9090 [--run results/latest] [--out FOLDER] [--theme dark,light] [--width 1600,700] [--only UID]

Draws every dashboard of a run with Grafana's own libraries: a PNG for each theme and width, and what a person reads as JSON.`;

/** Ends with 0 when all is drawn, 1 when a panel has a problem, 2 for bad usage, 3 where there is no Chromium. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      prometheus: { type: 'string' },
      run: { type: 'string', default: 'results/latest' },
      out: { type: 'string', default: 'test-results/dashboards' },
      theme: { type: 'string', default: 'dark,light' },
      width: { type: 'string', default: '1600,700' },
      only: { type: 'string' },
    },
  });
  if (!values.prometheus) {
    console.error(usage);
    return 2;
  }
  const executable = chromiumFor('The dashboards');
  if (executable === null) return 3;
  const { report, span } = runOf(values.run);
  const page = await preparePage((what) => console.log(what));
  mkdirSync(values.out, { recursive: true });
  const browser = await startBrowser(executable);
  const problems: string[] = [];
  try {
    for (const [uid, dashboard] of committedDashboards()) {
      if (values.only && !uid.includes(values.only)) continue;
      for (const theme of values.theme.split(',')) {
        for (const width of values.width.split(',').map(Number)) {
          const look = {
            prometheus: values.prometheus,
            span,
            variables: { run: report.runId, runA: report.runId },
            theme: theme as 'dark' | 'light',
            width,
          };
          const file = join(values.out, `${uid}-${theme}-${width}`);
          const reading = await openDashboard(browser, page, dashboard, look, (tab) =>
            tab.screenshot({ path: `${file}.png`, fullPage: true }),
          );
          writeFileSync(`${file}.json`, JSON.stringify(reading, null, 2));
          console.log(`${file}.png`);
          for (const panel of reading.panels) {
            problems.push(...panel.problems.map((problem) => `${reading.title}, ${panel.title}: ${problem}`));
          }
        }
      }
    }
  } finally {
    await browser.close();
  }
  for (const problem of new Set(problems)) console.log(problem);
  return problems.length > 0 ? 1 : 0;
}

process.exitCode = await main();
