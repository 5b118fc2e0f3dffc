import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { type TrialInput, trialInputVariable } from '@headroom/contract/trial-input.ts';
import { isOfResults } from '../../collect/storage-error.ts';
import { repositoryRoot } from '../../config/repository-root.ts';
import { loadFlags, loadSettings } from '../load-script.ts';
import type { RunningGenerator, TrialFiles } from '../runtime.ts';
import { startChild } from './child.ts';
import { processCpuSeconds } from './process-cpu.ts';

const stopGraceSeconds = 2;

export interface GeneratorProgram {
  readonly path: string;
  /** Where it shows its own dashboard during a live load; null shows none. */
  readonly dashboardPort: number | null;
}

/**
 * Starts k6 on the script of a load. Its per-second series comes from the dashboard output with no port
 * open, which costs next to nothing, unlike its CSV and JSON outputs.
 * @param prefix what holds it on its CPUs
 * @throws BenchError BENCH_GENERATOR_FAILED when it cannot be started
 */
export async function startGenerator(
  k6: GeneratorProgram,
  script: string,
  prefix: readonly string[],
  input: TrialInput,
  files: TrialFiles,
): Promise<RunningGenerator> {
  const flags = loadFlags(files.notes, join(repositoryRoot, loadSettings));
  // k6 does not end by itself while somebody follows its dashboard: only a load that is ended from here shows it.
  const dashboardPort = input.steeringUrl === null ? -1 : (k6.dashboardPort ?? -1);
  const series = `web-dashboard=host=127.0.0.1&port=${dashboardPort}&period=1s&record=${files.series}`;
  const command = [...prefix, k6.path, 'run', ...flags, '--out', series, script];
  const variables = { [trialInputVariable]: JSON.stringify(input) };
  const child = await startChild(command, variables, files.generatorLog).catch((cause: unknown) => {
    if (isOfResults(cause)) throw cause;
    throw new BenchError('BENCH_GENERATOR_FAILED', `k6 cannot be started from ${k6.path}: ${String(cause)}`, {
      cause,
    });
  });
  return {
    exited: child.exited,
    cpuSeconds: () => processCpuSeconds(child.pid),
    stop: () => child.stop(stopGraceSeconds),
  };
}
