import type { IncomingMessage, Server } from 'node:http';
import { recordResponse, unmatchedRoute } from './record-response.ts';
import type { Recorder } from './recorder.ts';

/**
 * Records every request of a plain `node:http` server. `routeOf` gives the route's template, such as
 * `/users/:id`, or `undefined` where no route answers: the set of its answers must be small.
 */
export function recordHttpServer(
  server: Server,
  recorder: Recorder,
  routeOf: (request: IncomingMessage) => string | undefined,
): void {
  // Before the server's own listener, which may answer, or block, in the same call.
  server.prependListener('request', (request, response) => {
    recordResponse(recorder, response, request.method ?? '', routeOf(request) ?? unmatchedRoute);
  });
}
