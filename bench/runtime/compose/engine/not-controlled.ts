import type { Manifest } from '@headroom/contract/manifest.ts';
import { sharedCpus } from '../../shared-cpus.ts';
import type { SeenOfContainer } from '../usage/look-at-container.ts';
import type { Engine } from './read-engine.ts';

/**
 * What the engine does not let the lab control, one sentence each.
 * @param subject the lab's first one, as it runs; null where it could not be looked at
 */
export function notControlledBy(
  engine: Engine,
  cpus: Manifest['cpus'],
  subject: SeenOfContainer | null,
): string[] {
  return [
    ...pinning(engine, cpus, subject),
    ...(engine.can.memory === false
      ? ['The engine cannot limit memory: SUBJECT_MEMORY and the other limits are not kept.']
      : engine.can.swap === false
        ? [
            'The engine cannot limit swap: a service above its memory limit is swapped out, which slows it, instead of being ended.',
          ]
        : []),
    ...quota(cpus, subject?.quotaCpus ?? null),
    ...(subject?.onThisKernel === false
      ? [
          `The engine runs on another system than this one (${engine.system}, kernel ${engine.kernel}): its CPUs may be virtual ones, and what else runs on the CPUs behind them is not known.`,
        ]
      : []),
  ];
}

function pinning(engine: Engine, cpus: Manifest['cpus'], subject: SeenOfContainer | null): string[] {
  const dropped = subject !== null && subject.cpuset.length === 0;
  if (engine.can.cpuset === false || dropped) {
    return [
      `The engine cannot pin containers to CPUs${engine.rootless ? ' (cpuset is not delegated to its user)' : ''}: subject and generator share all ${engine.cpus} CPUs.`,
    ];
  }
  const seen = subject?.cpus ?? null;
  const elsewhere = seen !== null && seen.join() !== cpus.subject.toSorted((a, b) => a - b).join();
  return [
    ...sharedCpus(cpus.subject, cpus.generator),
    ...(elsewhere
      ? [`The subject may use CPU ${seen.join(', ')}, and not CPU ${cpus.subject.join(', ')} as asked for.`]
      : []),
  ];
}

function quota({ subject }: Manifest['cpus'], quotaCpus: number | null): string[] {
  if (quotaCpus === null) return [];
  return [
    `A quota of ${Number(quotaCpus.toFixed(2))} CPUs is set on the subject's cgroup or one around it${quotaCpus >= subject.length ? ', which holds for all in it together' : ''}: the kernel may keep the subject from its CPUs.`,
  ];
}
