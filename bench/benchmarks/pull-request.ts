import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparisonSchema, type GateResult } from '@headroom/contract/comparison.ts';
import { repositoryRoot } from '../config/repository-root.ts';
import { plainTable } from '../report/table.ts';
import { alteredService, longerLoop, slowerWait } from './altered-service.ts';

/**
 * Whether gates tell a slower build from the same: a copy of the service in which /async waits 1.05 s instead of 1
 * and /cpu counts 10 % further is measured in turn with the service as it is, on these and on endpoints that did
 * not change, three times in a row. Arguments: flags of `headroom run` in place of those below.
 */
const rounds = 3;
const gate = 'p50:+3%';
const altered = ['/async', '/cpu'];
const cells = [
  { endpoint: '/async', vus: 10 },
  { endpoint: '/cpu', vus: 2 },
  { endpoint: '/sync?delay=0.1', vus: 1 },
  { endpoint: '/hash/async', vus: 2 },
];
const protocol = process.argv.length > 2 ? process.argv.slice(2) : ['--repeats', '8', '--duration', '3s'];

const folder = mkdtempSync(join(tmpdir(), 'headroom-pull-request-'));
const headroom = (...args: string[]): number =>
  spawnSync(join(repositoryRoot, 'bench/bin/headroom'), [...args, '--out', folder], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
  }).status ?? 1;

const service = alteredService([slowerWait(1050), longerLoop]);
const config = join(folder, 'pull-request.config.ts');
const settings = { cells, baselines: false, bystanders: 0, warmup: '1s', nest: { entry: service.entry } };
writeFileSync(config, `export default ${JSON.stringify(settings)};\n`);

const results: (readonly [number, GateResult])[] = [];
try {
  for (let round = 1; round <= rounds; round++) {
    const json = join(folder, 'comparison.json');
    const seed = ['--seed', String(Date.now() % 2 ** 31)];
    headroom(
      'run',
      '--runtime',
      'native',
      '--base',
      repositoryRoot,
      '--config',
      config,
      ...seed,
      ...protocol,
    );
    headroom('compare', '--gate', gate, '--json', json);
    const compared = comparisonSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
    results.push(...compared.gates.map((result) => [round, result] as const));
  }
} finally {
  service.remove();
  rmSync(folder, { recursive: true, force: true });
}

const rows = results.map(([round, { endpoint, outcome, reason }]) => {
  const expected = altered.includes(endpoint) ? 'failed' : 'passed';
  return [String(round), endpoint, expected, outcome, outcome === expected ? '' : '<--', reason];
});
console.log(
  `\n${plainTable({ rows: [['time', 'endpoint', 'expected', 'gate', '', 'why'], ...rows], right: [0] })}`,
);
process.exitCode = rows.every(([, , expected, outcome]) => expected === outcome) && rows.length > 0 ? 0 : 1;
