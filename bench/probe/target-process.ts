import { cpusOfProcess } from '../runtime/native/pinning.ts';
import { isForwarder, listenersOn } from '../runtime/native/ports.ts';
import { processTreesUsage } from '../runtime/native/process-tree.ts';
import type { Usage } from '../runtime/runtime.ts';
import { isThisMachine } from './allowed-host.ts';
import type { TargetUrl } from './target-url.ts';

/** The processes behind an address, where they are this machine's and this user may see them. */
export interface TargetProcess {
  /** CPUs that they may use; none where that is not known. */
  readonly cpus: readonly number[];
  usage(): Usage | null;
}

/** Looked up once: a service that is started anew meanwhile is not found again. */
export function findTargetProcess({ hostname, port }: TargetUrl): TargetProcess | null {
  const listeners = isThisMachine(hostname) ? listenersOn(port) : [];
  if (listeners.length === 0 || listeners.some(isForwarder)) return null;
  const cpus = new Set(listeners.flatMap((pid) => cpusOfProcess(pid) ?? []));
  return { cpus: [...cpus].sort((a, b) => a - b), usage: () => processTreesUsage(listeners) };
}
