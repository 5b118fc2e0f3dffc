import { processTreeUsage } from '../../native/process-tree.ts';
import { cpuCgroups, readThrottledSeconds } from './cpu-cgroup.ts';
import { engineStatistics } from './engine-statistics.ts';
import { type ContainerState, inspectContainer } from './inspect-container.ts';
import { ownProcess } from './own-process.ts';
import type { UsageMeter } from './usage-meter.ts';

/** Of the processes themselves where they are this system's; elsewhere the engine's own statistics, a second old at most. */
export function containerUsage(container: ContainerState): UsageMeter {
  const pid = ownProcess(container);
  if (pid === null) return engineStatistics(container.id);
  const throttled = throttledOf(pid);
  return {
    read: () => {
      const usage = processTreeUsage(pid);
      return usage && { ...usage, throttledSeconds: throttled() };
    },
    close: () => undefined,
  };
}

/** The same of a container that is still to be made. */
export function usageOnceRunning(container: string): UsageMeter {
  let meter: UsageMeter | null = null;
  let isAsking = false;
  let isClosed = false;
  const look = async () => {
    isAsking = true;
    const state = await inspectContainer(container);
    isAsking = false;
    if (state !== null && state.pid !== null && !isClosed) meter = containerUsage(state);
  };
  return {
    read: () => {
      if (meter === null && !isAsking && !isClosed) void look();
      return meter?.read() ?? null;
    },
    close: () => {
      isClosed = true;
      meter?.close();
    },
  };
}

/** A quota around a container holds it back as one of its own does: the longest of them since now. */
function throttledOf(pid: number): () => number | null {
  const counters = cpuCgroups(pid).flatMap((folder) => {
    const before = readThrottledSeconds(folder);
    return before === null ? [] : [{ folder, before }];
  });
  return () =>
    counters.length === 0
      ? null
      : Math.max(
          ...counters.map(({ folder, before }) =>
            Math.max(0, (readThrottledSeconds(folder) ?? before) - before),
          ),
        );
}
