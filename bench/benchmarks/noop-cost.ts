import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportSchema } from '@headroom/contract/report.ts';
import { hasMark } from '../analyse/has-mark.ts';
import { readJournal } from '../collect/journal.ts';
import { repositoryRoot } from '../config/repository-root.ts';
import { medianInWords } from './median-in-words.ts';

/**
 * What a request costs the framework alone: CPU seconds of the subject per request on routes that do nothing,
 * NestJS and FastAPI on one CPU each, interleaved in one run without think time. The ratio is of trials of the
 * same round. Arguments: flags of `headroom run` (none: 11 rounds of 5 s, about 7 minutes).
 */
const flags = process.argv.length > 2 ? process.argv.slice(2) : ['--repeats', '11'];
const headroom = join(repositoryRoot, 'bench/bin/headroom');
const { status } = spawnSync(headroom, ['run', '--preset', 'noop', ...flags], {
  cwd: repositoryRoot,
  stdio: 'inherit',
});

const latest = join(repositoryRoot, 'results/latest');
const report = reportSchema.parse(JSON.parse(readFileSync(join(latest, 'report.json'), 'utf8')));
const records = readJournal(join(latest, 'trials.ndjson')).filter((record) => record.state === 'measured');
const micro = (seconds: number): string => `${(seconds * 1e6).toFixed(0)} µs`;

/** CPU seconds per request by round. */
function costs(subject: string, endpoint: string): Map<number, number> {
  const own = records.filter(({ trial }) => trial.subject === subject && trial.endpoint === endpoint);
  return new Map(
    own.map(({ trial, subject: seen, requests }) => [
      trial.repeat,
      (seen.cpuSeconds ?? Number.NaN) / requests,
    ]),
  );
}

console.log('\nCPU time of the subject per request (median and its 95 % interval):');
for (const endpoint of ['/noop/sync', '/noop/async']) {
  const [nest, fastapi] = [costs('nest', endpoint), costs('fastapi', endpoint)];
  for (const [subject, cost] of [['nest', nest] as const, ['fastapi', fastapi] as const]) {
    const cell = report.cells.find((one) => one.subject === subject && one.endpoint === endpoint);
    const limit =
      cell !== undefined && hasMark(cell, 'generator-saturated')
        ? '; k6 was the limit, so the throughput is its own'
        : '';
    console.log(
      `  ${subject} ${endpoint}: ${medianInWords([...cost.values()], micro)}, ${cell?.throughputRps.toFixed(0)} rps${limit}`,
    );
  }
  const ratios = [...nest].flatMap(([round, cost]) => {
    const other = fastapi.get(round);
    return other === undefined ? [] : [other / cost];
  });
  console.log(
    `  FastAPI over NestJS on ${endpoint}: ${medianInWords(ratios, (ratio) => ratio.toFixed(2))}, ${ratios.length} rounds`,
  );
}
process.exitCode = status ?? 1;
