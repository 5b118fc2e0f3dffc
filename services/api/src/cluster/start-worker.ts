import { once } from 'node:events';
import type { Settings } from '../config/settings.ts';
import { prepareService } from '../prepare-service.ts';
import type { Service } from '../service.ts';
import { StartFailure } from '../start-failure.ts';
import type { WorkerMessage } from './worker-message.ts';

/** Serves in this process as one of a cluster's workers, from when the primary says so. */
export async function startWorker(settings: Settings): Promise<Service> {
  try {
    const service = await prepareService(settings, { host: '127.0.0.1', port: 0, endWithParent: true });
    const toldToListen = once(process, 'message');
    await tell({ state: 'prepared', metricsPort: service.metricsPort });
    await toldToListen;
    await tell({ state: 'listening', url: await service.listen() });
    return service;
  } catch (error) {
    if (!(error instanceof StartFailure)) throw error;
    // The primary says it, once for all workers.
    await tell({ state: 'failed', message: error.message, exitCode: error.exitCode });
    process.exit(error.exitCode);
  }
}

const tell = (message: WorkerMessage): Promise<void> =>
  new Promise((resolve) => {
    process.send?.(message, () => resolve());
  });
