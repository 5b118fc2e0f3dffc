import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { containerIn } from './inspect-container.ts';
import { ownProcess } from './own-process.ts';

const id = 'c0ffee'.repeat(10);
const inspected = (hostConfig: object, pid = 4321) =>
  containerIn(JSON.stringify([{ Id: id, State: { Pid: pid }, HostConfig: hostConfig }]));
const container = inspected({});

function proc(cgroup: string): string {
  const root = mkdtempSync(join(tmpdir(), 'headroom-proc-'));
  mkdirSync(join(root, '4321'));
  writeFileSync(join(root, '4321', 'cgroup'), cgroup);
  return root;
}

it.each([
  ['by Docker on cgroup v1', `5:cpu:/docker/${id}\n0::/docker/${id}\n`, 4321],
  ['by Docker and systemd on v2', `0::/system.slice/docker-${id}.scope\n`, 4321],
  ['by Podman', `0::/user.slice/user@1000.service/libpod-${id}.scope/container\n`, 4321],
  ["somebody else's of that number", '0::/user.slice/session-1.scope\n', null],
])('knows a process of the engine: %s', (_, cgroup, pid) => {
  expect(container && ownProcess(container, proc(cgroup))).toBe(pid);
});

it('knows none where the system shows none, or the container does not run', () => {
  expect(container && ownProcess(container, '/nonexistent')).toBeNull();
  const stopped = inspected({}, 0);
  expect(stopped && ownProcess(stopped, proc(`0::/docker/${id}\n`))).toBeNull();
});

it.each([
  [
    { CpusetCpus: '1', Memory: 1_073_741_824 },
    { cpus: 1, memoryBytes: 1_073_741_824 },
  ],
  [
    { CpusetCpus: '', Memory: 0, NanoCpus: 0, CpuQuota: 0 },
    { cpus: null, memoryBytes: null },
  ],
  [
    { CpusetCpus: '0-3', NanoCpus: 1_500_000_000 },
    { cpus: 1.5, memoryBytes: null },
  ],
  [
    { CpusetCpus: '0', CpuQuota: 250_000, CpuPeriod: 100_000 },
    { cpus: 1, memoryBytes: null },
  ],
])('reads the limits of a container: %j', (hostConfig, limits) => {
  expect(inspected(hostConfig)?.limits).toEqual(limits);
});

it('reads nothing of what is no container', () => {
  for (const said of ['', '[]', '[{}]']) expect(containerIn(said)).toBeNull();
});
