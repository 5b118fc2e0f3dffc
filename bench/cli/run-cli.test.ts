import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noteSignalListeners } from '../fixtures/signal-listeners.ts';
import { runCli } from './run-cli.ts';

let errors: string[];
beforeEach(() => {
  errors = [];
  vi.spyOn(console, 'error').mockImplementation((line) => {
    errors.push(String(line));
  });
});
afterEach(noteSignalListeners());
afterEach(() => vi.restoreAllMocks());

const nowhere = mkdtempSync(join(tmpdir(), 'headroom-cli-'));

describe('the command line', () => {
  it.each([
    [
      ['run', '--presett', 'quick'],
      /BENCH_USAGE_INVALID: unknown option '--presett'.*Did you mean --preset\?/,
    ],
    [['rum'], /BENCH_USAGE_INVALID: unknown command 'rum'.*Did you mean run\?/],
    [['run', 'quick'], /BENCH_USAGE_INVALID: too many arguments/],
    [['run', '--vus'], /BENCH_USAGE_INVALID: option '--vus <numbers>' argument missing/],
    [['run', '--preset', 'quik'], /BENCH_CONFIG_UNKNOWN_NAME: unknown preset "quik"/],
    [['run', '--vus', '0'], /BENCH_CONFIG_INVALID: --vus is "0"/],
    [['run', '--rate', '5', '--vus', '1'], /BENCH_CONFIG_INVALID: rate is given together with vus/],
    [['capacity', '--slo', 'p95'], /BENCH_CONFIG_INVALID: --slo is "p95": expected a quantile/],
    [['report', 'yesterday', '--out', nowhere], /BENCH_RESULTS_RUN_NOT_FOUND: there is no run "yesterday"/],
    [['resume', '../../etc', '--out', nowhere], /BENCH_RESULTS_RUN_NOT_FOUND/],
  ])('ends %j with 2 and one clear line', async (args, message) => {
    expect(await runCli(args)).toBe(2);
    expect(errors).toEqual([expect.stringMatching(message)]);
    expect(errors[0]).not.toContain('\n');
  });

  it.each([
    [['run', '--\u001b[2Jx']],
    [['run', '--preset', '\u001b[2Jx']],
    [['report', '\u001b[2Jx', '--out', nowhere]],
    [['run', '--config', '/nonexistent/\u009b31m.ts']],
  ])('writes no order to the terminal for %j', async (args) => {
    expect(await runCli(args)).toBe(2);
    expect(errors.join('')).toMatch(/\\u00[19]b/);
  });

  it('ends a runtime that is not there with 3', async () => {
    vi.stubEnv('PATH', '/nonexistent');
    expect(await runCli(['run', '--runtime', 'compose', '--out', nowhere])).toBe(3);
    vi.unstubAllEnvs();
    expect(errors).toEqual([expect.stringMatching(/BENCH_PREFLIGHT_RUNTIME.*docker is not installed/)]);
  });

  it.each([['--help'], ['--version']])('answers %s and ends with 0', async (flag) => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    expect(await runCli([flag])).toBe(0);
    expect(write).toHaveBeenCalled();
    expect(errors).toEqual([]);
  });
});
