import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveStart } from '@headroom/contract/live.ts';
import { readJournal } from '../collect/journal.ts';
import { repositoryRoot } from '../config/repository-root.ts';
import { medianInWords } from './median-in-words.ts';
import { runOfPage } from './run-of-page.ts';

/**
 * What it costs the generator that somebody watches: its CPU share under the live page, once a second and with its
 * own dashboard open, less that of the same load by `headroom run`, in percentage points; pairs in alternating order
 * on one endpoint. Arguments: pairs, endpoint, users (none: 7, /async?delay=0.05 and 50).
 */
const [pairs = '7', endpoint = '/async?delay=0.05', users = '50'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'headroom-page-cost-'));
const [warmupSeconds, durationSeconds] = [2, 10];

function plain(): number {
  spawnSync(
    join(repositoryRoot, 'bench/bin/headroom'),
    [
      ...['run', '--runtime', 'native', '--endpoint', endpoint, '--vus', users, '--out', folder],
      ...['--warmup', `${warmupSeconds}s`, '--duration', `${durationSeconds}s`],
    ],
    { cwd: repositoryRoot, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return shareIn(join(folder, 'latest'));
}

async function watched(): Promise<number> {
  const start: LiveStart = {
    ...{ kind: 'live', subject: 'nest', endpoint, users: Number(users), spawnRate: null },
    ...{ thinkMinSeconds: 0.1, thinkMaxSeconds: 0.2, warmupSeconds, durationSeconds, bystandersPerSecond: 0 },
  };
  return shareIn(await runOfPage(folder, start));
}

/** Of the trial that is no baseline. */
function shareIn(run: string): number {
  const records = readJournal(join(run, 'trials.ndjson'));
  const found = records.find(({ trial, state }) => state === 'measured' && !trial.baseline);
  if (found?.state !== 'measured') throw new Error(`${run} has no measured trial`);
  return found.generator.cpuShare ?? Number.NaN;
}

try {
  const found: { plain: number; watched: number }[] = [];
  for (let pair = 0; pair < Number(pairs); pair++) {
    const first = pair % 2 === 0 ? plain() : await watched();
    const second = pair % 2 === 0 ? await watched() : plain();
    const both = pair % 2 === 0 ? { plain: first, watched: second } : { plain: second, watched: first };
    found.push(both);
    console.log(`pair ${pair + 1}: ${points(both.plain)} plain, ${points(both.watched)} watched`);
  }
  const more = found.map((one) => one.watched - one.plain);
  console.log(
    `\nThe page adds ${medianInWords(more, points)} of k6's CPU share at ${users} users of ${endpoint}.`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function points(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
