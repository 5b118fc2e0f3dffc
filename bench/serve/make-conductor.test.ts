import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { loadConfig } from '../config/load-config.ts';
import { planTrials } from '../plan/plan-trials.ts';
import { writeRun } from '../runs/fixtures/results-folder.ts';
import { makeConductor } from './make-conductor.ts';

it('goes on with no run that would start what the settings do not, and says where that can be done', async () => {
  const out = mkdtempSync(join(tmpdir(), 'headroom-conductor-'));
  const mine = {
    command: ['/nonexistent/evil'],
    port: 8100,
    endpoints: { '/': { workload: 'report', strategy: 'sync' } },
  };
  const config = loadConfig([flagSource({ subjects: { mine }, subject: 'mine' })]);
  const { trials } = planTrials(config);
  const run = writeRun(out, { trials, records: [] });
  const { subjects, ...manifest } = JSON.parse(readFileSync(run.manifest, 'utf8'));
  writeFileSync(
    run.manifest,
    JSON.stringify({ ...manifest, subjects: { ...subjects, own: config.subjects.own } }),
  );

  const conductor = makeConductor({ sources: [], out, usersMost: 1000, k6DashboardPort: null });
  await expect(conductor.resume(run.runId)).rejects.toMatchObject({
    code: 'BENCH_RESULTS_UNTRUSTED',
    message: expect.stringMatching(
      /start mine by \["\/nonexistent\/evil"\].*in a terminal, npm exec headroom/,
    ),
  });
  expect(conductor.current()).toBeNull();
});
