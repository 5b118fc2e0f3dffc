import { BenchError } from '@headroom/contract/errors.ts';
import { writeFile } from '../../collect/disk.ts';
import { awaitSubject } from '../await-subject.ts';
import { boundedLogText } from '../log-limit.ts';
import { processTreeUsage } from '../native/process-tree.ts';
import type { Clock, Exit, RunningSubject, TrialFiles } from '../runtime.ts';
import { compose, composeWords, docker, watchDocker } from './docker.ts';
import { type SubjectContainer, subjectServices } from './subject-container.ts';

const stopGrace = '3';
/** Of what a service wrote last, for its last words. */
const lastLines = '100';

/**
 * Recreates the service's container, as the only subject that runs, and waits until it can be loaded.
 * @throws BenchError BENCH_SUBJECT_CRASHED or BENCH_SUBJECT_NOT_READY
 */
export async function startSubject(
  { service, file: furtherFile, variables, ...place }: SubjectContainer,
  files: TrialFiles,
  clock: Clock,
  signal: AbortSignal,
): Promise<RunningSubject> {
  const others = Object.values(subjectServices).filter((other) => other !== service);
  await compose(['stop', '--timeout', stopGrace, ...others]);
  const unwatch = watchDocker(composeWords(['stop', '--timeout', stopGrace, service], furtherFile));
  const words = ['up', '--detach', '--no-deps', '--no-build', '--force-recreate', service];
  const created = await compose([...words], { variables, furtherFile });
  const container = (await compose(['ps', '--all', '--quiet', service], { furtherFile })).stdout.trim();
  if (!created.ok || container === '') {
    unwatch();
    throw new BenchError(
      'BENCH_SUBJECT_CRASHED',
      `the subject's container cannot be started: ${created.complaint}`,
    );
  }
  const logs = (...words: string[]) => logsOf(service, furtherFile, words);
  const exited = exitOf(container, () => logs('--tail', lastLines));
  const pid = await pidOf(container);
  return awaitSubject(
    {
      localUrl: `http://127.0.0.1:${place.port}`,
      baseUrl: place.baseUrl,
      metricsUrl: place.metrics && `http://127.0.0.1:${place.metrics.port}${place.metrics.path}`,
      readyPath: place.readyPath,
      primerPath: place.primerPath,
      exited,
      // Its port is published by the engine, which answers nobody where the service does not.
      listensAt: async () => ['127.0.0.1'],
      limits: { cpus: null, memoryBytes: null },
      usage: () => (pid === null ? null : processTreeUsage(pid)),
      stop: async () => {
        await docker(['stop', '--time', stopGrace, container]);
        unwatch();
        writeFile(files.subjectLog, boundedLogText(await logs()));
        await exited;
      },
    },
    place.readyTimeoutSeconds,
    clock,
    signal,
  );
}

/** Its first process as this machine sees it; null where the engine is in a machine of its own. */
async function pidOf(container: string): Promise<number | null> {
  const { stdout } = await docker(['inspect', '--format', '{{.State.Pid}}', container]);
  return Number(stdout) || null;
}

async function exitOf(container: string, logs: () => Promise<string>): Promise<Exit> {
  await docker(['wait', container]);
  const state = await docker(['inspect', '--format', '{{.State.ExitCode}} {{.State.OOMKilled}}', container]);
  const [exitCode, outOfMemory] = state.stdout.trim().split(' ');
  const killed =
    outOfMemory === 'true' ? '\nthe container reached its memory limit, SUBJECT_MEMORY in .env' : '';
  const tail = (await logs()).slice(-2000);
  return { exitCode: Number(exitCode), signal: null, lastWords: tail + killed };
}

/** What the service said on either stream; `docker logs` would give each on its own. */
async function logsOf(
  service: string,
  furtherFile: string | null,
  words: readonly string[],
): Promise<string> {
  const command = ['logs', '--no-log-prefix', '--no-color', ...words, service];
  return (await compose(command, { furtherFile })).stdout;
}
