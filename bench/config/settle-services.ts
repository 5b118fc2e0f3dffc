import type { CommonSettings, SubjectSettings } from './bench-config.ts';
import type { ParsedOptions } from './options.ts';

/** What the lab's own services are started with. */
export function settleServices({ nest, fastapi }: ParsedOptions): Omit<SubjectSettings, 'own'> {
  return {
    nest: { ...commonSettings(nest), poolSize: nest?.poolSize ?? null, entry: nest?.entry ?? null },
    fastapi: commonSettings(fastapi),
  };
}

/** The article's delay and loop, where the user sets no others. */
function commonSettings(given: ParsedOptions['fastapi']): CommonSettings {
  return {
    delaySeconds: given?.delay ?? 1,
    cpuIterations: given?.cpuIterations ?? 100_000_000,
    upstreamDelaySeconds: given?.upstreamDelay ?? 0.05,
    databaseDelaySeconds: given?.databaseDelay ?? 0.1,
    databasePoolSize: given?.databasePoolSize ?? 10,
    queueWorkers: given?.queueWorkers ?? 1,
    workers: given?.workers ?? 1,
    // These do get ready, after a minute where the machine is overloaded; one that ends is seen at once.
    readyTimeoutSeconds: given?.readyTimeout ?? 180,
  };
}
