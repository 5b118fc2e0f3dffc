import { readdirSync } from 'node:fs';
import { metricNames } from '@headroom/contract/metric-names.ts';
import { type Metric, single } from './metric.ts';

/** What the operating system knows of the whole process, under prom-client's names. */
export function processMetrics(startTimeSeconds: number): readonly Metric[] {
  const cpuSeconds = (parts: readonly ('user' | 'system')[]) => (): number => {
    const usage = process.cpuUsage();
    return parts.reduce((sum, part) => sum + usage[part], 0) / 1e6;
  };
  const common = [
    single('counter', metricNames.cpuUser, 'Seconds of user CPU time of the process.', cpuSeconds(['user'])),
    single(
      'counter',
      metricNames.cpuSystem,
      'Seconds of system CPU time of the process.',
      cpuSeconds(['system']),
    ),
    single(
      'counter',
      metricNames.cpuTotal,
      'Seconds of CPU time of the process.',
      cpuSeconds(['user', 'system']),
    ),
    single('gauge', metricNames.residentMemory, 'Bytes of resident memory of the process.', () =>
      process.memoryUsage.rss(),
    ),
    single(
      'gauge',
      'process_start_time_seconds',
      'When the process started, in seconds of Unix time.',
      () => startTimeSeconds,
    ),
    versionInfo(),
  ];
  return process.platform === 'linux' ? [...common, openFileDescriptors()] : common;
}

const openFileDescriptors = (): Metric =>
  single('gauge', 'process_open_fds', 'Open file descriptors of the process.', () => {
    const ownDescriptorOfTheFolder = 1;
    return readdirSync('/proc/self/fd').length - ownDescriptorOfTheFolder;
  });

function versionInfo(): Metric {
  const [major = '', minor = '', patch = ''] = process.versions.node.split('.');
  return {
    name: 'nodejs_version_info',
    help: "Node's version.",
    type: 'gauge',
    read: () => [{ labels: { version: process.version, major, minor, patch }, value: 1 }],
  };
}
