import type { ServerResponse } from 'node:http';
import type { Recorder } from './recorder.ts';

/** nginx's status for a client that went away before it was answered. */
const clientClosedRequest = 499;

/** The route label of a request that no route answers. */
export const unmatchedRoute = 'unmatched';

/** Records a request from now until its response is done. */
export function recordResponse(
  recorder: Recorder,
  response: ServerResponse,
  method: string,
  route: string,
): void {
  const request = recorder.begin(method, route);
  // `close` comes once for every response, sent or aborted; `finish` does not come when the client has gone.
  response.on('close', () => {
    recorder.end(request, response.writableFinished ? response.statusCode : clientClosedRequest);
  });
}
