import { serveMergedMetrics } from '@headroom/loop-metrics';
import { pino } from 'pino';
import type { Settings } from '../config/settings.ts';
import { listenFailure } from '../server/listen-failure.ts';
import type { Service } from '../service.ts';
import { Workers } from './workers.ts';

/**
 * Serves by several processes, to which this one hands connections in turn; it serves their metrics as those of one.
 * Rejects with a `StartFailure` when one of them cannot start.
 */
export async function startCluster(settings: Settings): Promise<Service> {
  const { host, metricsPort, logLevel } = settings;
  const logger = pino({ level: logLevel }).child({ context: 'Cluster' });
  const metrics = settings.metrics
    ? await serveMergedMetrics({ host, port: metricsPort }).catch((error) => {
        throw listenFailure(error, host, metricsPort, 'API_METRICS_PORT');
      })
    : undefined;
  const workers = new Workers(settings.workers, logger, metrics);
  const url = await workers.start();
  logger.info({ msg: 'listening', url, metricsPort: metrics?.port });

  return {
    failed: workers.failed,
    async close() {
      logger.info('closing');
      await workers.close();
      await metrics?.close();
    },
  };
}
