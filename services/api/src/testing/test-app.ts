import { findEndpoint } from '@headroom/contract/routes.ts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readSettings } from '../config/settings.ts';
import { createApp } from '../create-app.ts';

/** The application, ready for `inject`, without metrics, logs or a port. */
export async function testApp(env: Readonly<Record<string, string>> = {}): Promise<NestFastifyApplication> {
  const defaults = { API_LOG_LEVEL: 'silent', API_REQUEST_LOG: 'off', API_POOL_SIZE: '1' };
  const app = await createApp(readSettings({ ...defaults, ...env }));
  return app.init();
}

/** What every subject must answer on `path`. */
export const expectedBody = (path: string): string | undefined => findEndpoint(path)?.expectedBody;
