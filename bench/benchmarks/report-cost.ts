import { analyse } from '../analyse/analyse.ts';
import { manyRecords } from '../analyse/fixtures/many-records.ts';
import { judgeClaims } from '../claims/judge-claims.ts';
import { manifestOf } from '../fixtures/manifest.ts';
import { renderHtml } from '../report/html/page.ts';
import { render } from '../report/render.ts';

/**
 * What a report costs, by the number of trials of its run: analysis, then JSON, Markdown and terminal, then the
 * page. Each number in a process of its own, which does everything for the first time (what a user waits for); 500
 * trials are allowed 2 s. CPU time is that of all threads, which is more than the time waited for on an idle machine
 * and less on a busy one. Arguments: numbers of trials (none: 125, 250, 500, 1000). With --once only the last of
 * them, in this process.
 */
const counts = process.argv
  .slice(2)
  .flatMap((argument) => (/^\d+$/.test(argument) ? [Number(argument)] : []));

if (process.argv.includes('--once')) {
  console.log(JSON.stringify(await measure(counts.at(-1) ?? 500)));
} else {
  const { spawnSync } = await import('node:child_process');
  console.log('trials  analysis  JSON, Markdown, terminal    page      sum      CPU  per trial  page size');
  for (const count of counts.length > 0 ? counts : [125, 250, 500, 1000]) {
    const { stdout } = spawnSync(process.execPath, [import.meta.filename, String(count), '--once'], {
      encoding: 'utf8',
    });
    const { analysis, texts, page, cpu, bytes } = JSON.parse(stdout) as Cost;
    const sum = analysis + texts + page;
    console.log(
      [
        String(count).padStart(6),
        milliseconds(analysis).padStart(9),
        milliseconds(texts).padStart(25),
        milliseconds(page).padStart(8),
        milliseconds(sum).padStart(8),
        milliseconds(cpu).padStart(8),
        milliseconds(cpu / count, 2).padStart(10),
        `${(bytes / 1024 / 1024).toFixed(1)} MiB`.padStart(10),
      ].join(' '),
    );
  }
}

interface Cost {
  readonly analysis: number;
  readonly texts: number;
  readonly page: number;
  readonly cpu: number;
  readonly bytes: number;
}

/** Seconds of each part. */
async function measure(count: number): Promise<Cost> {
  const records = manyRecords(count);
  const manifest = manifestOf(records.map(({ trial }) => trial));
  const cpu = process.cpuUsage();
  const began = performance.now();
  const analysis = analyse(records, manifest.plan.trials, 1);
  const analysed = performance.now();
  const rendered = render(analysis, judgeClaims(analysis.cells, { subjectCpus: 1 }, true), manifest);
  const written = performance.now();
  const page = await renderHtml(rendered.report, manifest, analysis.traces);
  const ended = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  return {
    analysis: (analysed - began) / 1000,
    texts: (written - analysed) / 1000,
    page: (ended - written) / 1000,
    cpu: (user + system) / 1e6,
    bytes: Buffer.byteLength(page),
  };
}

function milliseconds(seconds: number, digits = 0): string {
  return `${(seconds * 1000).toFixed(digits)} ms`;
}
