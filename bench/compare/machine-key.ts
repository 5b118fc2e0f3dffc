import { createHash } from 'node:crypto';
import type { Manifest } from '@headroom/contract/manifest.ts';

const bytesPerGibibyte = 1024 ** 3;

/**
 * A name for the machine of a run, its runtime and its CPUs: two runs with the same name may be held against the
 * same noise floor. The kernel is not in it, and of memory whole gibibytes, as both change from one start of the
 * machine to the next.
 */
export function machineKey({
  machine,
  runtime,
  cpus,
}: Pick<Manifest, 'machine' | 'runtime' | 'cpus'>): string {
  const { platform, architecture, cpuModel } = machine;
  const traits = [
    ...[platform, architecture, cpuModel, machine.cpus],
    Math.round(machine.memoryBytes / bytesPerGibibyte),
    ...[runtime, cpus.subject, cpus.generator],
  ];
  const hash = createHash('sha256').update(JSON.stringify(traits)).digest('hex').slice(0, 8);
  const model = cpuModel
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40);
  return `${model || 'cpu'}-${machine.cpus}cpus-${runtime}-${hash}`;
}
