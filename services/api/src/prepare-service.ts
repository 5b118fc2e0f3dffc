import { startLoopMetrics } from '@headroom/loop-metrics';
import { Logger } from '@nestjs/common';
import type { Settings } from './config/settings.ts';
import { createApp } from './create-app.ts';
import { drain, listenBacklog, openConnections } from './server/connections.ts';
import { listenFailure } from './server/listen-failure.ts';
import type { Service } from './service.ts';

/** Where this process serves its metrics. */
interface MetricsPlace {
  readonly host: string;
  readonly port: number;
  /** For a worker: whether the end of its primary ends it, also while its loop is blocked. */
  readonly endWithParent?: boolean;
}

/** The service in this process, ready but for listening. */
export interface PreparedService extends Service {
  /** `undefined` where there are no metrics. */
  readonly metricsPort: number | undefined;
  /** Resolves to the URL. Rejects with a `StartFailure` when the port cannot be had. */
  listen(): Promise<string>;
}

/** Starts the metrics and makes the application. Rejects with a `StartFailure` that says what it could not have. */
export async function prepareService(
  settings: Settings,
  metricsPlace: MetricsPlace,
): Promise<PreparedService> {
  const { host, port, stallLimitSeconds } = settings;
  const metrics = settings.metrics
    ? await startLoopMetrics({ ...metricsPlace, stallLimitSeconds }).catch((error) => {
        throw listenFailure(error, metricsPlace.host, metricsPlace.port, 'API_METRICS_PORT');
      })
    : undefined;
  const app = await createApp(settings, metrics);
  const connections = openConnections(app.getHttpServer());
  // By itself, so that what fails in it is not taken for the port.
  await app.init();

  const close = async (): Promise<void> => {
    new Logger('Service').log('closing');
    await drain(app.getHttpServer(), connections, () => app.close());
    await metrics?.close();
  };
  let closed: Promise<void> | undefined;

  return {
    metricsPort: metrics?.port,
    async listen() {
      await app.listen({ host, port, backlog: listenBacklog }).catch((error) => {
        throw listenFailure(error, host, port, 'API_PORT');
      });
      return app.getUrl();
    },
    // A terminal sends SIGINT to every process of a cluster, whose primary then sends them SIGTERM.
    close() {
      closed ??= close();
      return closed;
    },
  };
}
