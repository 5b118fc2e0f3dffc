import { join } from 'node:path';
import type { TrialInput } from '@headroom/contract/trial-input.ts';
import { repositoryRoot } from '../../config/repository-root.ts';
import { loadFlags, loadSettings, seriesOutput } from '../load-script.ts';
import type { RunningGenerator, TrialFiles } from '../runtime.ts';
import { processCpuSeconds } from './process-cpu.ts';
import { startLoad } from './start-load.ts';

const stopGraceSeconds = 2;

export interface GeneratorProgram {
  readonly path: string;
  /** Where it shows its own dashboard during a live load; null shows none. */
  readonly dashboardPort: number | null;
}

/**
 * Starts k6 on the script of a load.
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
  const dashboardPort = input.steeringUrl === null ? null : k6.dashboardPort;
  const outputs = ['--out', seriesOutput(files.series, dashboardPort)];
  const command = [...prefix, k6.path, 'run', ...flags, ...outputs, script];
  const child = await startLoad(`k6 (${k6.path})`, command, input, files.generatorLog);
  return {
    exited: child.exited,
    cpuSeconds: () => processCpuSeconds(child.pid),
    stop: () => child.stop(stopGraceSeconds),
  };
}
