import { expect, it } from 'vitest';
import { engineInWords } from './engine-in-words.ts';

const engine = {
  ...{ name: 'Docker', version: '28.2.2', compose: '2.40.3', system: 'Debian', kernel: '6.1.0' },
  ...{ architecture: 'x86_64', cpus: 2, memoryBytes: null, cgroupVersion: '2', rootless: true },
  storageDriver: 'overlay2',
};

it('says what an engine is, as far as it is known', () => {
  expect(engineInWords(engine)).toBe('Docker 28.2.2 (rootless), Compose 2.40.3, cgroup version 2, overlay2');
  expect(
    engineInWords({ ...engine, name: 'Podman', rootless: false, cgroupVersion: null, storageDriver: null }),
  ).toBe('Podman 28.2.2, Compose 2.40.3');
});
