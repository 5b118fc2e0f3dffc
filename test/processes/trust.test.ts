import { existsSync, mkdtempSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { manifestSchema } from '@headroom/contract/manifest.ts';
import { afterEach, expect, it } from 'vitest';
import { expectRefusal } from '../support/expect-refusal.ts';
import { type TestLab, testLab } from '../support/lab.ts';

let lab: TestLab;
afterEach(() => {
  expect(lab.leftovers()).toEqual([]);
});

const manifestFile = () => join(lab.out, 'latest', 'manifest.json');
const stored = () => manifestSchema.parse(JSON.parse(readFileSync(manifestFile(), 'utf8')));

/** A run without a measured trial, whose service writes `mark` when it is started. */
async function aRun(mark: string): Promise<string[]> {
  lab = await testLab();
  const config = lab.configure({
    subjects: {
      mine: {
        command: [
          'node',
          '--eval',
          `require("node:fs").writeFileSync(process.env.MARK, ""); throw new Error("\\u001b]0;mine\\u0007");`,
        ],
        environment: { MARK: mark },
        port: await freePort(),
        endpoints: { '/': { workload: 'report', strategy: 'sync' } },
      },
    },
  });
  const flags = ['--subject', 'mine', '--vus', '1', '--duration', '1s', '--warmup', '0s'];
  const { exitCode, stdout, stderr } = await lab.run(['run', ...config, ...flags]);
  expect(exitCode).toBe(4);
  // Its last words, in the progress, the report and the error.
  for (const said of [stdout, stderr]) {
    expect(said).toContain('Error: \\u001b]0;mine\\u0007');
    expect(said).not.toContain('\u001b');
  }
  expect(existsSync(mark)).toBe(true);
  unlinkSync(mark);
  return config;
}

it('is started again only by who has its settings, or has trusted it', { timeout: 300_000 }, async () => {
  const mark = join(mkdtempSync(join(tmpdir(), 'headroom-trust-')), 'started');
  const config = await aRun(mark);
  const refused = await lab.run(['resume']);
  expectRefusal(refused, 2, /BENCH_RESULTS_UNTRUSTED: .* would start mine by \["node","--eval",.*PORT, MARK/);
  expect(refused.stderr).toMatch(/--trust-manifest/);
  expect(refused.stderr).not.toContain(mark);
  expect(existsSync(mark)).toBe(false);

  // None of its trials is measured, but it was started.
  expect((await lab.run(['resume', ...config])).exitCode).toBe(4);
  expect(existsSync(mark)).toBe(true);
  unlinkSync(mark);

  const trusted = await lab.run(['resume', '--trust-manifest']);
  expect(trusted.exitCode).toBe(4);
  expect(trusted.stdout).toContain('Trusted, as the manifest has it: mine by ["node","--eval"');
  expect(existsSync(mark)).toBe(true);
});

it('writes through no link, and loads no other host', { timeout: 300_000 }, async () => {
  const mark = join(mkdtempSync(join(tmpdir(), 'headroom-trust-')), 'started');
  const config = await aRun(mark);
  const precious = join(lab.out, '..', 'precious');
  writeFileSync(precious, 'no line of a journal');
  const journal = join(lab.out, 'latest', 'trials.ndjson');
  const records = readFileSync(journal);
  unlinkSync(journal);
  symlinkSync(precious, journal);
  for (const words of [['resume', ...config], ['report']]) {
    expectRefusal(await lab.run(words), 2, /BENCH_RESULTS_UNTRUSTED: trials\.ndjson in .* is a link/);
  }
  expect(readFileSync(precious, 'utf8')).toBe('no line of a journal');
  unlinkSync(journal);
  writeFileSync(journal, records);

  const { plan, ...rest } = stored();
  const trials = plan.trials.map((trial) => ({ ...trial, bystanderPath: 'http://192.0.2.1/' }));
  writeFileSync(manifestFile(), JSON.stringify({ ...rest, plan: { ...plan, trials } }));
  const elsewhere = await lab.run(['resume', ...config, '--trust-manifest']);
  expectRefusal(elsewhere, 2, /BENCH_RESULTS_UNTRUSTED: .*bystanders ask for "http:\/\/192\.0\.2\.1\/"/);
  expect(existsSync(mark)).toBe(false);
});
