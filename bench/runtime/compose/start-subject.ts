import { writeFileSync } from 'node:fs';
import { BenchError } from '@headroom/contract/errors.ts';
import { awaitSubject } from '../await-subject.ts';
import type { Clock, Exit, RunningSubject, TrialFiles } from '../runtime.ts';
import { docker } from './docker.ts';

/** How the NestJS subject is started in a container. */
export interface SubjectSettings {
  readonly port: number;
  readonly metricsPort: number;
  readonly delaySeconds: number;
  readonly cpuIterations: number;
  readonly readyTimeoutSeconds: number;
}

const stopGrace = '3';

/**
 * Recreates the service's container and waits until it can be loaded.
 * @throws BenchError BENCH_SUBJECT_CRASHED or BENCH_SUBJECT_NOT_READY
 */
export async function startSubject(
  settings: SubjectSettings,
  files: TrialFiles,
  clock: Clock,
  signal: AbortSignal,
): Promise<RunningSubject> {
  const variables = {
    API_DELAY_SECONDS: String(settings.delaySeconds),
    API_CPU_ITERATIONS: String(settings.cpuIterations),
  };
  const words = ['compose', 'up', '--detach', '--no-deps', '--no-build', '--force-recreate', 'api'];
  const created = await docker(words, variables);
  const container = (await docker(['compose', 'ps', '--all', '--quiet', 'api'])).stdout.trim();
  if (!created.ok || container === '') {
    throw new BenchError(
      'BENCH_SUBJECT_CRASHED',
      `the subject's container cannot be started: ${created.complaint}`,
    );
  }
  const exited = exitOf(container);
  return awaitSubject(
    {
      localUrl: `http://127.0.0.1:${settings.port}`,
      baseUrl: 'http://api:8000',
      metricsUrl: `http://127.0.0.1:${settings.metricsPort}/metrics`,
      exited,
      stop: async () => {
        await docker(['stop', '--time', stopGrace, container]);
        writeFileSync(files.subjectLog, await subjectLogs());
        await exited;
      },
    },
    settings.readyTimeoutSeconds,
    clock,
    signal,
  );
}

async function exitOf(container: string): Promise<Exit> {
  await docker(['wait', container]);
  const state = await docker(['inspect', '--format', '{{.State.ExitCode}} {{.State.OOMKilled}}', container]);
  const [exitCode, outOfMemory] = state.stdout.trim().split(' ');
  const killed =
    outOfMemory === 'true' ? '\nthe container reached its memory limit, SUBJECT_MEMORY in .env' : '';
  const tail = (await subjectLogs()).slice(-2000);
  return { exitCode: Number(exitCode), signal: null, lastWords: tail + killed };
}

/** What the service said on either stream; `docker logs` would give each on its own. */
async function subjectLogs(): Promise<string> {
  return (await docker(['compose', 'logs', '--no-log-prefix', '--no-color', 'api'])).stdout;
}
