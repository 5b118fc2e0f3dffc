import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cpuCgroupsIn, quotaIn, readQuota, readThrottledSeconds, throttledSecondsIn } from './cpu-cgroup.ts';

const id = 'c0ffee'.repeat(10);
const version1 = `31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw`;
const version2 = '35 24 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate';

describe('the cgroups that hold a process to its CPU time', () => {
  it('are found of version 1, of the hierarchy of the CPU', () => {
    const cgroup = `9:name=systemd:/docker/${id}\n4:memory:/elsewhere\n1:cpu,cpuacct:/docker/${id}\n0::/docker/${id}\n`;
    expect(cpuCgroupsIn(cgroup, version1)).toEqual([
      `/sys/fs/cgroup/cpu,cpuacct/docker/${id}`,
      '/sys/fs/cgroup/cpu,cpuacct/docker',
      '/sys/fs/cgroup/cpu,cpuacct',
    ]);
  });

  it('are found of version 2', () => {
    expect(cpuCgroupsIn(`0::/user.slice/user@1000.service/docker-${id}.scope\n`, version2)).toEqual([
      `/sys/fs/cgroup/user.slice/user@1000.service/docker-${id}.scope`,
      '/sys/fs/cgroup/user.slice/user@1000.service',
      '/sys/fs/cgroup/user.slice',
      '/sys/fs/cgroup',
    ]);
  });

  it('are found as far as they are shown here', () => {
    const part = version2.replace('0:30 /', '0:30 /outer');
    expect(cpuCgroupsIn('0::/outer/inner\n', part)).toEqual(['/sys/fs/cgroup/inner', '/sys/fs/cgroup']);
    expect(cpuCgroupsIn('0::/outer\n', part)).toEqual(['/sys/fs/cgroup']);
    for (const path of ['/outside', '/../beside']) expect(cpuCgroupsIn(`0::${path}\n`, part)).toEqual([]);
    expect(cpuCgroupsIn('0::/inner\n', '')).toEqual([]);
  });

  it('tell for how long they were held back', () => {
    expect(throttledSecondsIn('nr_periods 8\nnr_throttled 5\nthrottled_time 250000000\n')).toBe(0.25);
    expect(throttledSecondsIn('usage_usec 9\nnr_throttled 5\nthrottled_usec 1500000\n')).toBe(1.5);
    expect(throttledSecondsIn('usage_usec 9\n')).toBeNull();
  });

  it('tell their quota', () => {
    expect(quotaIn('150000 100000\n')).toBe(1.5);
    expect(quotaIn('max 100000\n')).toBeNull();
    expect(quotaIn('-1 100000')).toBeNull();
    const folder = mkdtempSync(join(tmpdir(), 'headroom-cgroup-'));
    expect([readQuota(folder), readThrottledSeconds(folder)]).toEqual([null, null]);
    writeFileSync(join(folder, 'cpu.cfs_quota_us'), '50000\n');
    writeFileSync(join(folder, 'cpu.cfs_period_us'), '100000\n');
    expect(readQuota(folder)).toBe(0.5);
    writeFileSync(join(folder, 'cpu.max'), '20000 100000\n');
    expect(readQuota(folder)).toBe(0.2);
  });
});
