import { BenchError } from '@headroom/contract/errors.ts';
import { writeFile } from '../../collect/disk.ts';
import { awaitSubject } from '../await-subject.ts';
import { boundedLogText } from '../log-limit.ts';
import type { Clock, RunningSubject, TrialFiles } from '../runtime.ts';
import { compose, composeWords, docker, stopWords, watchDocker } from './docker.ts';
import { exitOf } from './exit-of.ts';
import { type SubjectContainer, subjectServices } from './subject-container.ts';
import { containerUsage } from './usage/container-usage.ts';
import { inspectContainer } from './usage/inspect-container.ts';

const stopGrace = '3';
/** To docker-compose.yml: no health check of the engine's, each of which starts a process on the subject's CPU. */
const leftAlone = { SUBJECT_LEFT_ALONE: 'true' };
/** Nothing stays of a subject that has had its trial. */
const removal = ['rm', '--force', '--stop', '--volumes'];
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
  await compose([...removal, ...others]);
  const unwatch = watchDocker(composeWords([...removal, service], furtherFile));
  const words = ['up', '--detach', '--no-deps', '--no-build', '--force-recreate', service];
  const created = await compose(words, { variables: { ...variables, ...leftAlone }, furtherFile });
  const container = (await compose(['ps', '--all', '--quiet', service], { furtherFile })).stdout.trim();
  if (!created.ok || container === '') {
    unwatch();
    throw new BenchError(
      'BENCH_SUBJECT_CRASHED',
      `the subject's container cannot be started: ${created.complaint}`,
    );
  }
  const logs = (...words: string[]) => logsOf(service, furtherFile, words);
  const over = new AbortController();
  const exited = exitOf({ container, service, furtherFile }, () => logs('--tail', lastLines), over.signal);
  const state = await inspectContainer(container);
  const meter = state === null ? null : containerUsage(state);
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
      limits: state?.limits ?? { cpus: null, memoryBytes: null },
      usage: () => meter?.read() ?? null,
      stop: async () => {
        meter?.close();
        await docker([...stopWords(stopGrace), container]);
        const log = await logs();
        await docker(['rm', '--force', '--volumes', container]);
        unwatch();
        over.abort();
        await exited;
        writeFile(files.subjectLog, boundedLogText(log));
      },
    },
    place.readyTimeoutSeconds,
    clock,
    signal,
  );
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
