import { Logger } from '@nestjs/common';
import type { Settings } from './config/settings.ts';
import { prepareService } from './prepare-service.ts';
import type { Service } from './service.ts';

/** Serves in this process. Rejects with a `StartFailure` when it cannot start. */
export async function startService(settings: Settings): Promise<Service> {
  const service = await prepareService(settings, { host: settings.host, port: settings.metricsPort });
  const url = await service.listen();
  new Logger('Service').log({ msg: 'listening', url, metricsPort: service.metricsPort });
  return service;
}
