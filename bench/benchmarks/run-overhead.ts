import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportSchema } from '@headroom/contract/report.ts';
import { repositoryRoot } from '../config/repository-root.ts';

/**
 * How long a run takes beyond its measured windows, against what is allowed: their sum plus 15 % plus 20 s.
 * Arguments: flags of `headroom run` (none: the article's protocol, about 5 minutes).
 */
const began = performance.now();
const { status } = spawnSync(join(repositoryRoot, 'bench/bin/headroom'), ['run', ...process.argv.slice(2)], {
  cwd: repositoryRoot,
  stdio: 'inherit',
});
const took = (performance.now() - began) / 1000;
const report = reportSchema.parse(
  JSON.parse(readFileSync(join(repositoryRoot, 'results/latest/report.json'), 'utf8')),
);
const windows = [...report.cells, ...report.baselines].reduce((sum, cell) => sum + cell.measuredSeconds, 0);
const allowed = windows * 1.15 + 20;
console.log(
  `\nThe run took ${took.toFixed(1)} s for ${windows} s of measured windows; allowed ${allowed.toFixed(1)} s.`,
);
process.exitCode = status ?? 1;
