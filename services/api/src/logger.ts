import { Logger, type Params, PinoLogger } from 'nestjs-pino';
import type { Settings } from './config/settings.ts';

/** What nestjs-pino needs to log in JSON at the level that the settings name. */
export const loggerParams = ({ logLevel }: Settings): Params => ({
  pinoHttp: { level: logLevel },
  // The module's own default, `{/*splat}`, matches no path in Nest 12.5's Fastify adapter.
  forRoutes: ['*path'],
});

/** A logger for Nest itself that does not need the request log's module. */
export function createLogger(settings: Settings): Logger {
  const params = loggerParams(settings);
  return new Logger(new PinoLogger(params), params);
}
