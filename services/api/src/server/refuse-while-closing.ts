import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { closingDetail, sendProblem } from '../problems/problem.ts';

/**
 * Answers 503 to every request that comes once `signalled` holds or the application closes, and closes its
 * connection. Behind a blocking handler this is what lets the loop turn, and so see the signal, without working
 * off the whole queue first.
 */
export function refuseWhileClosing(adapter: FastifyAdapter, signalled: () => boolean): void {
  const fastify = adapter.getInstance();
  let closing = false;
  fastify.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  fastify.addHook('onRequest', (_request, reply, done) => {
    if (!closing && !signalled()) return done();
    reply.header('connection', 'close');
    sendProblem(reply, 503, closingDetail);
  });
}
