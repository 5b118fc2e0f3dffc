import 'reflect-metadata';
import cluster from 'node:cluster';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import type { Settings } from './config/settings.ts';
import type { Service } from './service.ts';
import { StartFailure } from './start-failure.ts';

// What Node compiled of the imports below is kept, by its content; where that cannot be written, as in the image, every
// start compiles anew.
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/node-compile-cache'));

let service: Service | undefined;

const end = async (): Promise<void> => {
  await service?.close();
  process.exit();
};
// Before the metrics thread starts: from then on these signals do not end the process by themselves.
process.once('SIGTERM', end).once('SIGINT', end);

/** Each is loaded only where it is needed: what hands connections to workers needs no framework. */
async function start(settings: Settings): Promise<Service> {
  if (settings.workers === 1) return (await import('./start-service.ts')).startService(settings);
  if (cluster.isPrimary) return (await import('./cluster/start-cluster.ts')).startCluster(settings);
  return (await import('./cluster/start-worker.ts')).startWorker(settings);
}

try {
  const { readSettings } = await import('./config/settings.ts');
  service = await start(readSettings(process.env));
  await service.failed;
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.exitCode);
}
