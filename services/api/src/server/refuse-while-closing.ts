import type { FastifyAdapter } from '@nestjs/platform-fastify';

/**
 * Answers 503 to every request that comes once `closing` holds, and closes its connection. Behind a blocking
 * handler this is what lets the loop turn, and so see the signal, without working off the whole queue first.
 */
export function refuseWhileClosing(adapter: FastifyAdapter, closing: () => boolean): void {
  adapter.getInstance().addHook('onRequest', (_request, reply, done) => {
    if (!closing()) return done();
    reply
      .code(503)
      .header('connection', 'close')
      .send({ statusCode: 503, message: 'The service is shutting down' });
  });
}
