import { describe, expect, it } from 'vitest';
import type { SeenOfContainer } from '../usage/look-at-container.ts';
import { engineInfoIn } from './engine-info.ts';
import { desktop, docker20, podmanItself, rootless, withoutSwapLimit } from './fixtures/infos.ts';
import { notControlledBy } from './not-controlled.ts';

const cpus = { subject: [1], generator: [0] };
const well: SeenOfContainer = { cpuset: [1], onThisKernel: true, cpus: [1], quotaCpus: null };

function sentences(info: object, seen: SeenOfContainer | null = well, asked = cpus): string[] {
  const found = engineInfoIn(JSON.stringify(info));
  if (found === null) throw new Error('no engine');
  return notControlledBy({ name: 'Docker', compose: '2.40.3', ...found }, asked, seen);
}

describe('what an engine does not let the lab control', () => {
  it('is nothing where it can do all that is asked', () => {
    expect(sentences(docker20)).toEqual([]);
    expect(sentences(docker20, null)).toEqual([]);
  });

  it.each([
    [
      'a CPU that both have',
      () => sentences(docker20, well, { subject: [1], generator: [0, 1] }),
      'Subject and generator share CPU 1, as asked for.',
    ],
    ['swap', () => sentences(withoutSwapLimit), /^The engine cannot limit swap: .* swapped out/],
    ['memory', () => sentences({ ...docker20, MemoryLimit: false }), /^The engine cannot limit memory/],
    [
      'pinning, by a rootless engine',
      () => sentences(rootless),
      'The engine cannot pin containers to CPUs (cpuset is not delegated to its user): subject and generator share all 8 CPUs.',
    ],
    ['pinning, by Podman', () => sentences(podmanItself), /cannot pin containers.*share all 4 CPUs/],
    [
      'pinning that the engine left out',
      () => sentences(docker20, { ...well, cpuset: [] }),
      'The engine cannot pin containers to CPUs: subject and generator share all 2 CPUs.',
    ],
    [
      'other CPUs than those asked for',
      () => sentences(docker20, { ...well, cpus: [0, 1] }),
      'The subject may use CPU 0, 1, and not CPU 1 as asked for.',
    ],
    [
      'a quota',
      () => sentences(docker20, { ...well, quotaCpus: 0.5 }),
      "A quota of 0.5 CPUs is set on the subject's cgroup or one around it: the kernel may keep the subject from its CPUs.",
    ],
    [
      'a quota of a larger cgroup',
      () => sentences(docker20, { ...well, quotaCpus: 1.5 }),
      /^A quota of 1\.5 CPUs .*, which holds for all in it together: /,
    ],
    [
      'virtual CPUs',
      () => sentences(desktop, { ...well, onThisKernel: false, cpus: null }),
      /^The engine runs on another system than this one \(Docker Desktop, kernel 6\.10\.14-linuxkit\)/,
    ],
  ])('is said: %s', (_, said, expected) => {
    expect(said()).toEqual([
      typeof expected === 'string' ? expected : expect.stringMatching(expected as RegExp),
    ]);
  });
});
