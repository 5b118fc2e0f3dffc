import { BenchError } from '@headroom/contract/errors.ts';
import { awaitSubject } from '../await-subject.ts';
import type { Clock, RunningSubject, TrialFiles } from '../runtime.ts';
import { startChild } from './child.ts';
import { portState } from './ports.ts';

/** How the NestJS subject is started on this machine. */
export interface SubjectSettings {
  readonly prefix: readonly string[];
  readonly node: string;
  readonly entry: string;
  readonly port: number;
  readonly metricsPort: number;
  readonly delaySeconds: number;
  readonly cpuIterations: number;
  readonly readyTimeoutSeconds: number;
}

const stopGraceSeconds = 3;

/**
 * Starts the NestJS service as a child process and waits until it can be loaded.
 * @throws BenchError BENCH_SUBJECT_PORT_TAKEN, BENCH_SUBJECT_CRASHED or BENCH_SUBJECT_NOT_READY
 */
export async function startSubject(
  settings: SubjectSettings,
  files: TrialFiles,
  clock: Clock,
  signal: AbortSignal,
): Promise<RunningSubject> {
  await refuseTakenPort(settings.port, 'API_PORT');
  await refuseTakenPort(settings.metricsPort, 'API_METRICS_PORT');
  const command = [...settings.prefix, settings.node, settings.entry];
  const child = await startChild(command, variablesOf(settings), files.subjectLog).catch((cause: unknown) => {
    throw new BenchError('BENCH_SUBJECT_CRASHED', `the subject cannot be started: ${String(cause)}`, {
      cause,
    });
  });
  const baseUrl = `http://127.0.0.1:${settings.port}`;
  return awaitSubject(
    {
      localUrl: baseUrl,
      baseUrl,
      metricsUrl: `http://127.0.0.1:${settings.metricsPort}/metrics`,
      exited: child.exited,
      stop: () => child.stop(stopGraceSeconds),
    },
    settings.readyTimeoutSeconds,
    clock,
    signal,
  );
}

function variablesOf(settings: SubjectSettings): Record<string, string> {
  return {
    NODE_ENV: 'production',
    API_HOST: '127.0.0.1',
    API_PORT: String(settings.port),
    API_METRICS_PORT: String(settings.metricsPort),
    API_DELAY_SECONDS: String(settings.delaySeconds),
    API_CPU_ITERATIONS: String(settings.cpuIterations),
    API_REQUEST_LOG: 'off',
  };
}

async function refuseTakenPort(port: number, variable: string): Promise<void> {
  const state = await portState(port);
  if (state.free) return;
  throw new BenchError(
    'BENCH_SUBJECT_PORT_TAKEN',
    `port ${port} was taken during the run by ${state.holder ?? 'another process'}; end it, or set ${variable} to a free port.`,
  );
}
