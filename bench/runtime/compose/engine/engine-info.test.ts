import { describe, expect, it } from 'vitest';
import { engineInfoIn } from './engine-info.ts';
import {
  desktop,
  docker20,
  docker28,
  podmanItself,
  podmanSocket,
  rootless,
  withoutSwapLimit,
} from './fixtures/infos.ts';

const read = (info: object) => engineInfoIn(JSON.stringify(info));
const all = { cpuset: true, memory: true, swap: true };

describe('what an engine tells of itself', () => {
  it('is read of Docker 20.10', () => {
    expect(read(docker20)).toEqual({
      version: '20.10.24+dfsg1',
      system: 'Debian GNU/Linux 12 (bookworm)',
      kernel: '6.1.0-28-amd64',
      architecture: 'x86_64',
      cpus: 2,
      memoryBytes: 25_276_514_304,
      cgroupVersion: '1',
      storageDriver: 'overlay2',
      rootless: false,
      containers: 'linux',
      isPodmanItself: false,
      can: all,
    });
  });

  it.each([
    ['Docker 28', docker28, { version: '28.2.2', cgroupVersion: '2', rootless: false, can: all }],
    ['one without a limit on swap', withoutSwapLimit, { can: { ...all, swap: false } }],
    [
      'Docker Desktop',
      desktop,
      { system: 'Docker Desktop', kernel: '6.10.14-linuxkit', architecture: 'aarch64', cpus: 10 },
    ],
    ['rootless Docker', rootless, { rootless: true, can: { ...all, cpuset: false } }],
    ["Podman's socket", podmanSocket, { version: '5.3.1', rootless: true, isPodmanItself: false, can: all }],
    [
      'Podman itself',
      podmanItself,
      {
        version: '5.3.1',
        system: 'fedora 41',
        architecture: 'arm64',
        cpus: 4,
        cgroupVersion: '2',
        storageDriver: 'overlay',
        rootless: true,
        isPodmanItself: true,
        can: { ...all, cpuset: false },
      },
    ],
  ])('is read of %s', (_, info, expected) => {
    expect(read(info)).toMatchObject(expected);
  });

  it('is not known where it does not say', () => {
    expect(read({ ServerVersion: '19.03.15', NCPU: 2 })).toMatchObject({
      kernel: 'unknown',
      memoryBytes: null,
      cgroupVersion: null,
      storageDriver: null,
      can: { cpuset: null, memory: null, swap: null },
    });
  });

  it.each(['', 'Cannot connect', '[]', '{"ServerVersion":"","NCPU":0}'])('%j is of no engine', (said) => {
    expect(engineInfoIn(said)).toBeNull();
  });
});
