import { Logger } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';

/** What every connection to Redis has in common: it is looked for again without end, and at most once a second. */
export const redisOptions = {
  connectTimeout: 2000,
  retryStrategy: (attempt: number): number => Math.min(100 * attempt, 1000),
} satisfies RedisOptions;

/**
 * A client of which BullMQ makes its own ones. At its end BullMQ (6.7) takes its listener off a client that may still be
 * looking for Redis, and what nobody listens to ioredis writes to standard error: one listens for good.
 */
export class QueueClient extends Redis {
  override duplicate(changes: Partial<RedisOptions> = {}): Redis {
    return super.duplicate({ lazyConnect: false, ...changes }).on('error', () => {});
  }
}

/**
 * Logs that a connection is lost and that it is there again, once each: a client reports every attempt.
 * Only messages are logged, as an error of the client's also holds the command, and one of them the password.
 */
export function logConnection(client: Redis, context: string): void {
  const logger = new Logger(context);
  let lost = false;
  client.on('error', (error: NodeJS.ErrnoException) => {
    if (lost) return;
    lost = true;
    const reason = error.code ?? error.message;
    logger.warn({ msg: 'Redis cannot be reached: start it, or set API_REDIS_URL', reason });
  });
  client.on('ready', () => {
    if (lost) logger.log('Redis can be reached again');
    lost = false;
  });
}
