import { startLoopMetrics } from '@headroom/loop-metrics';
import { Logger } from '@nestjs/common';
import type { Settings } from './config/settings.ts';
import { createApp } from './create-app.ts';
import { drain, listenBacklog, openConnections } from './server/connections.ts';
import { StartFailure } from './start-failure.ts';

const portExitCode = 1;

export interface Service {
  /** Answers what is in hand, closes everything else, and resolves when nothing runs any more. */
  close(): Promise<void>;
}

/** Starts the metrics and the application. Rejects with a `StartFailure` when a port cannot be had. */
export async function startService(settings: Settings): Promise<Service> {
  const { host, port, metricsPort, stallLimitSeconds } = settings;
  const metrics = settings.metrics
    ? await startLoopMetrics({ host, port: metricsPort, stallLimitSeconds }).catch((error) => {
        throw listenFailure(error, host, metricsPort, 'API_METRICS_PORT');
      })
    : undefined;
  const app = await createApp(settings, metrics);
  const connections = openConnections(app.getHttpServer());
  // By itself, so that what fails in it is not taken for the port.
  await app.init();
  await app.listen({ host, port, backlog: listenBacklog }).catch((error) => {
    throw listenFailure(error, host, port, 'API_PORT');
  });
  const logger = new Logger('Service');
  logger.log({ msg: 'listening', url: await app.getUrl(), metricsPort: metrics?.port });

  return {
    async close() {
      logger.log('closing');
      await drain(app.getHttpServer(), connections, () => app.close());
      await metrics?.close();
    },
  };
}

function listenFailure(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
  variable: string,
): StartFailure {
  const advice =
    error.code === 'EADDRINUSE'
      ? `is taken: end what uses it, or set ${variable} to another port`
      : `cannot be used (${error.code}): set API_HOST or ${variable}`;
  return new StartFailure(`Port ${port} on ${host} ${advice}.`, portExitCode, { cause: error });
}
