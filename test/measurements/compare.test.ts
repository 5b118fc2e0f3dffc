import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { alteredService, slowerWait } from '../../bench/benchmarks/altered-service.ts';
import { repositoryRoot } from '../../bench/config/repository-root.ts';
import { testLab } from '../support/lab.ts';

// The framework's part of a latency does not grow with the wait: of 1.05 times as long a wait less than 5 % is left.
const slower = alteredService([slowerWait(1055)]);
const same = alteredService([]);
afterAll(() => {
  slower.remove();
  same.remove();
});

const short = ['--endpoint', '/async?delay=0.3', '--vus', '10', '--duration', '2s', '--warmup', '0.5s'];
const against = (entry: string, repeats: number) => async () => {
  const lab = await testLab();
  const flags = [...short, '--repeats', String(repeats), '--base', repositoryRoot, '--gate', 'p50:+3%'];
  const head = lab.configure({ baselines: false, nest: { entry } });
  return { lab, ended: await lab.run(['run', ...flags, ...head]) };
};

describe('a build against another', { timeout: 300_000 }, () => {
  it('of too few repeats is inconclusive, with the number that it takes', async () => {
    const { ended } = await against(slower.entry, 2)();
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toMatch(
      /BENCH_COMPARE_GATE.*inconclusive: p50:\+3% on nest \/async\?delay=0\.3.*--repeats 6/,
    );
  });

  it('that waits 5 % longer fails its gate', async () => {
    const { ended, lab } = await against(slower.entry, 6)();
    expect(ended.stderr).toMatch(
      /BENCH_COMPARE_GATE: expected every gate to pass: failed: p50:\+3%.*\+5\.\d+ %/,
    );
    expect(ended.exitCode).toBe(1);
    expect(readdirSync(lab.out).filter((name) => /-(base|head)$/.test(name))).toHaveLength(2);
    const again = await lab.run(['compare', '--gate', 'p50:+10%', '--markdown', join(lab.out, 'c.md')]);
    expect(again.exitCode, again.stderr).toBe(0);
    expect(again.stdout).toContain('worse, but within the gate');
  });

  it('that is the same passes', async () => {
    const { ended } = await against(same.entry, 6)();
    expect(ended.exitCode, ended.stderr).toBe(0);
    expect(ended.stdout).toContain('The gate passed');
  });
});
