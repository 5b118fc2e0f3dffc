import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { containerCpuSeconds } from './container-cpu.ts';

const container = { id: 'c0ffee', pid: 7 };
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'headroom-cgroups-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

it('reads nanoseconds of version 1, where the controller is on its own or with another', () => {
  write('proc/7/cgroup', '3:cpuset:/docker/c0ffee\n2:cpuacct:/docker/c0ffee\n0::/docker/c0ffee\n');
  write('sys/fs/cgroup/cpuacct/docker/c0ffee/cpuacct.usage', '1500000000\n');
  expect(containerCpuSeconds(container, root)).toBe(1.5);
  write('proc/7/cgroup', '4:cpu,cpuacct:/system.slice/docker-c0ffee.scope\n');
  write('sys/fs/cgroup/cpu,cpuacct/system.slice/docker-c0ffee.scope/cpuacct.usage', '2500000000\n');
  expect(containerCpuSeconds(container, root)).toBe(2.5);
});

it('reads microseconds of version 2', () => {
  write('proc/7/cgroup', '0::/system.slice/docker-c0ffee.scope\n');
  const stat = 'usage_usec 1250000\nuser_usec 1000000\nsystem_usec 250000\nnr_periods 0\n';
  write('sys/fs/cgroup/system.slice/docker-c0ffee.scope/cpu.stat', stat);
  expect(containerCpuSeconds(container, root)).toBe(1.25);
});

it('knows nothing of a process that is gone, or has the number of one on another kernel', () => {
  expect(containerCpuSeconds(container, root)).toBeNull();
  write('proc/7/cgroup', '0::/user.slice/user-1000.slice\n');
  write('sys/fs/cgroup/user.slice/user-1000.slice/cpu.stat', 'usage_usec 9\n');
  expect(containerCpuSeconds(container, root)).toBeNull();
  write('proc/7/cgroup', '0::/docker-c0ffee.scope\n');
  expect(containerCpuSeconds(container, root)).toBeNull();
});
