import { BenchError } from '@headroom/contract/errors.ts';
import { isOfResults } from '../../collect/storage-error.ts';
import { awaitSubject } from '../await-subject.ts';
import type { Clock, RunningSubject, TrialFiles } from '../runtime.ts';
import { awaitFreePort } from './await-free-port.ts';
import { startChild } from './child.ts';
import { servingProcesses } from './daemons.ts';
import { type Household, household } from './household.ts';
import { listeningAddresses } from './ports.ts';
import { processTreesUsage } from './process-tree.ts';
import type { SubjectProgram } from './subject-program.ts';

const stopGraceSeconds = 3;

/**
 * Starts a subject as a child process and waits until it can be loaded.
 * @param prefix what holds it on its CPUs
 * @param cpus how many those are
 * @throws BenchError BENCH_SUBJECT_PORT_TAKEN, BENCH_SUBJECT_CRASHED or BENCH_SUBJECT_NOT_READY
 */
export async function startSubject(
  program: SubjectProgram,
  { prefix, cpus }: { readonly prefix: readonly string[]; readonly cpus: number },
  files: TrialFiles,
  clock: Clock,
  signal: AbortSignal,
): Promise<RunningSubject> {
  await awaitFreePort(program.port, clock, signal);
  if (program.metrics !== null && program.metrics.port.number !== program.port.number) {
    await awaitFreePort(program.metrics.port, clock, signal);
  }
  const service = await start(program, prefix, files);
  const port = program.port.number;
  const baseUrl = `http://127.0.0.1:${port}`;
  /** Looked up when it is ready, as its processes are there by then. */
  let serving: readonly number[] | null | undefined;
  return awaitSubject(
    {
      localUrl: baseUrl,
      baseUrl,
      metricsUrl: program.metrics && `http://127.0.0.1:${program.metrics.port.number}${program.metrics.path}`,
      readyPath: program.readyPath,
      primerPath: program.primerPath,
      listensAt: () => listeningAddresses(port),
      exited: service.exited,
      limits: { cpus, memoryBytes: null },
      usage: () => {
        if (serving === undefined) {
          serving = servingProcesses(service.family);
          service.noteMembers();
        }
        return serving === null ? null : processTreesUsage(serving);
      },
      stop: () => service.stop(stopGraceSeconds),
    },
    program.readyTimeoutSeconds,
    clock,
    signal,
  );
}

async function start(
  { command, variables, folder, environmentOf, port }: SubjectProgram,
  prefix: readonly string[],
  files: TrialFiles,
): Promise<Household> {
  const child = await startChild([...prefix, ...command], variables, files.subjectLog, {
    folder,
    environmentOf,
  }).catch((cause: unknown) => {
    if (isOfResults(cause)) throw cause;
    throw new BenchError('BENCH_SUBJECT_CRASHED', `the subject cannot be started: ${String(cause)}`, {
      cause,
    });
  });
  return household(child, port.number);
}
