import type { FastifyInstance } from 'fastify';
import { recordResponse, unmatchedRoute } from './record-response.ts';
import type { Recorder } from './recorder.ts';

/** Records every request that `fastify` answers under its route's template. Call it before routes are added. */
export function recordFastify(fastify: FastifyInstance, recorder: Recorder): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url ?? unmatchedRoute;
    recordResponse(recorder, reply.raw, request.method, route);
    done();
  });
}
