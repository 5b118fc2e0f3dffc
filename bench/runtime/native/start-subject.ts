import { BenchError } from '@headroom/contract/errors.ts';
import { awaitSubject } from '../await-subject.ts';
import type { Clock, RunningSubject, TrialFiles } from '../runtime.ts';
import { startChild } from './child.ts';
import { portState } from './ports.ts';
import { processTreeUsage } from './process-tree.ts';
import type { SubjectProgram } from './subject-program.ts';

const stopGraceSeconds = 3;

/**
 * Starts a subject as a child process and waits until it can be loaded.
 * @param prefix what holds it on its CPUs
 * @throws BenchError BENCH_SUBJECT_PORT_TAKEN, BENCH_SUBJECT_CRASHED or BENCH_SUBJECT_NOT_READY
 */
export async function startSubject(
  program: SubjectProgram,
  prefix: readonly string[],
  files: TrialFiles,
  clock: Clock,
  signal: AbortSignal,
): Promise<RunningSubject> {
  await refuseTakenPort(program.port);
  if (program.metrics !== null && program.metrics.port.number !== program.port.number) {
    await refuseTakenPort(program.metrics.port);
  }
  const command = [...prefix, ...program.command];
  const { variables, folder, environmentOf } = program;
  const child = await startChild(command, variables, files.subjectLog, { folder, environmentOf }).catch(
    (cause: unknown) => {
      throw new BenchError('BENCH_SUBJECT_CRASHED', `the subject cannot be started: ${String(cause)}`, {
        cause,
      });
    },
  );
  const baseUrl = `http://127.0.0.1:${program.port.number}`;
  return awaitSubject(
    {
      localUrl: baseUrl,
      baseUrl,
      metricsUrl: program.metrics && `http://127.0.0.1:${program.metrics.port.number}${program.metrics.path}`,
      readyPath: program.readyPath,
      primerPath: program.primerPath,
      exited: child.exited,
      usage: () => processTreeUsage(child.pid),
      stop: () => child.stop(stopGraceSeconds),
    },
    program.readyTimeoutSeconds,
    clock,
    signal,
  );
}

async function refuseTakenPort({ number, variable }: SubjectProgram['port']): Promise<void> {
  const state = await portState(number);
  if (state.free) return;
  throw new BenchError(
    'BENCH_SUBJECT_PORT_TAKEN',
    `port ${number} was taken during the run by ${state.holder ?? 'another process'}; end it, or set ${variable} to a free port.`,
  );
}
