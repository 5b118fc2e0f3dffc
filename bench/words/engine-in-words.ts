import type { EngineFacts } from '@headroom/contract/engine.ts';

/** What an engine is: "Docker 28.2.2 (rootless), Compose 2.40.3, cgroup version 2, overlay2". */
export function engineInWords({
  name,
  version,
  compose,
  rootless,
  cgroupVersion,
  storageDriver,
}: Omit<EngineFacts, 'onThisKernel' | 'images'>): string {
  return [
    `${name} ${version}${rootless ? ' (rootless)' : ''}`,
    `Compose ${compose}`,
    ...(cgroupVersion === null ? [] : [`cgroup version ${cgroupVersion}`]),
    ...(storageDriver === null ? [] : [storageDriver]),
  ].join(', ');
}
