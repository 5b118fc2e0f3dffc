import { join } from 'node:path';
import type { NestSettings } from '../../config/bench-config.ts';
import type { Environment } from '../../config/environment.ts';
import { repositoryRoot } from '../../config/repository-root.ts';
import type { Runtime } from '../runtime.ts';
import { systemClock } from '../system-clock.ts';
import type { Placement } from './pinning.ts';
import { startGenerator } from './start-generator.ts';
import { type SubjectSettings, startSubject } from './start-subject.ts';

export const apiEntry = join(repositoryRoot, 'services/api/dist/main.js');
const script = join(repositoryRoot, 'k6/scenarios/closed-loop.ts');

/** Subject and generator as child processes on this machine. */
export function nativeRuntime(
  nest: NestSettings,
  environment: Environment,
  placement: Placement,
  k6: string,
): Runtime {
  const subject: SubjectSettings = {
    prefix: placement.subjectPrefix,
    node: process.execPath,
    entry: nest.entry ?? apiEntry,
    port: environment.API_PORT,
    metricsPort: environment.API_METRICS_PORT,
    delaySeconds: nest.delaySeconds,
    cpuIterations: nest.cpuIterations,
    readyTimeoutSeconds: nest.readyTimeoutSeconds,
  };
  return {
    name: 'native',
    notControlled: placement.notControlled,
    generatorCpus: placement.generatorCpus.length,
    clock: systemClock,
    startSubject: (_trial, files, signal) => startSubject(subject, files, systemClock, signal),
    startGenerator: (_trial, input, files) =>
      startGenerator(k6, script, placement.generatorPrefix, input, files),
    close: async () => undefined,
  };
}
