import { join } from 'node:path';
import type { Subject } from '@headroom/contract/routes.ts';
import { repositoryRoot } from '../../config/repository-root.ts';
import type { Runtime } from '../runtime.ts';
import { systemClock } from '../system-clock.ts';
import { withCompanion } from '../with-companion.ts';
import type { Placement } from './pinning.ts';
import { startGenerator } from './start-generator.ts';
import { startSubject } from './start-subject.ts';
import { startUpstream } from './start-upstream.ts';
import type { SubjectProgram } from './subject-program.ts';

const script = join(repositoryRoot, 'k6/scenarios/closed-loop.ts');

/** Subject and generator as child processes on this machine. */
export function nativeRuntime(
  programs: Readonly<Record<Subject, SubjectProgram>>,
  placement: Placement,
  upstreamPort: number,
  k6: string,
): Runtime {
  return {
    name: 'native',
    notControlled: placement.notControlled,
    generatorCpus: placement.generatorCpus.length,
    clock: systemClock,
    startSubject: ({ subject, workload }, files, signal) =>
      withCompanion(
        workload === 'http'
          ? () => startUpstream(upstreamPort, placement.generatorPrefix, files, systemClock, signal)
          : null,
        () => startSubject(programs[subject], placement.subjectPrefix, files, systemClock, signal),
      ),
    startGenerator: (_trial, input, files) =>
      startGenerator(k6, script, placement.generatorPrefix, input, files),
    close: async () => undefined,
  };
}
