import { join } from 'node:path';
import type { Trial } from '@headroom/contract/records.ts';
import { repositoryRoot } from '../../config/repository-root.ts';
import { loadScript } from '../load-script.ts';
import type { Runtime } from '../runtime.ts';
import { systemClock } from '../system-clock.ts';
import { withBacking } from '../with-backing.ts';
import type { BackingPrograms } from './backing-programs.ts';
import type { Placement } from './pinning.ts';
import { type GeneratorProgram, startGenerator } from './start-generator.ts';
import { startSubject } from './start-subject.ts';
import type { SubjectProgram } from './subject-program.ts';

/** Subject and generator as child processes on this machine. */
export function nativeRuntime(
  programOf: (trial: Trial, backingUrl: string | null) => SubjectProgram,
  placement: Placement,
  backing: BackingPrograms,
  k6: GeneratorProgram,
): Runtime {
  const held = { prefix: placement.subjectPrefix, cpus: placement.subjectCpus.length };
  return {
    name: 'native',
    notControlled: placement.notControlled,
    generatorCpus: placement.generatorCpus.length,
    clock: systemClock,
    startSubject: (trial, files, signal) =>
      withBacking(
        trial,
        (service) => backing.start(service, files.folder, signal),
        (backingUrl) => startSubject(programOf(trial, backingUrl), held, files, systemClock, signal),
      ),
    startGenerator: (_trial, input, files) =>
      startGenerator(k6, join(repositoryRoot, loadScript(input)), placement.generatorPrefix, input, files),
    close: async () => backing.close(),
  };
}
