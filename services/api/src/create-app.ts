import { type LoopMetrics, recordFastify } from '@headroom/loop-metrics';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { appModule } from './app.module.ts';
import type { Settings } from './config/settings.ts';
import { createLogger } from './logger.ts';
import { answerFrameworkError } from './problems/problem.ts';
import { neverTimeOut } from './server/connections.ts';
import { refuseWhileClosing } from './server/refuse-while-closing.ts';

/** The Nest application, not yet listening. Requests are recorded where there are metrics. */
export async function createApp(settings: Settings, metrics?: LoopMetrics): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    forceCloseConnections: 'idle',
    // Fastify answers these two by itself before any hook or filter, and not as problems.
    return503OnClosing: false,
    frameworkErrors: answerFrameworkError,
  });
  if (metrics !== undefined) recordFastify(adapter.getInstance(), metrics.recorder);
  refuseWhileClosing(adapter, () => metrics?.closing() ?? false);
  const app = await NestFactory.create<NestFastifyApplication>(appModule(settings), adapter, {
    logger: createLogger(settings),
    abortOnError: false,
  });
  neverTimeOut(app.getHttpServer());
  return app;
}
